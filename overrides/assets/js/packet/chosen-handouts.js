/* What is chosen: the ids of handouts, in the order in which they lie, and what a kept link named in vain. */
var chosen = [];
var unknown = [];
var titles = table();
all(document, "[data-packet-choice]").forEach(function (choice) { titles[choice.dataset.packetChoice] = choice.dataset.title; });
var moved = table();
form.dataset.moved.split(" ").forEach(function (pair) { moved[pair.split("=")[0]] = pair.split("=")[1]; });

/* Fills the names in braces of a sentence of the page. */
function fill(name, values) {
  return form.dataset["say" + name].replace(/\{(\w+)\}/g, function (hole, key) { return values[key]; });
}

/* Adds a handout; the one on when to get help comes first, until somebody moves it. */
function add(id) {
  chosen[id === form.dataset.help ? "unshift" : "push"](id);
}

function edition() { return editions[part("language").value]; }
function titleOf(id) { return (edition().handouts[id] || {}).title || titles[id]; }
function printed() { return chosen.filter(function (id) { return edition().handouts[id]; }); }

/* Says what is left out of the packet, and why. */
function leftOut() {
  var names = unknown.concat(chosen.filter(function (id) { return !edition().handouts[id]; }).map(function (id) {
    return fill("Untranslated", { title: titles[id], language: edition().name });
  }));
  return names.length ? fill("LeftOut", { names: names.join(", ") }) : "";
}

function settings() {
  var language = part("language").value === document.documentElement.lang ? "" : "&language=" + part("language").value;
  var asks = part("asks").checked ? "&asks=1" : "";
  return "&paper=" + part("paper-size").value + "&size=" + part("print-size").value + asks + language;
}

/* The address of this page with the choice behind its #. */
function link() {
  return location.href.split("#")[0] + "#with=" + chosen.join(",") + settings();
}

function option(select, value) {
  var before = select.value;
  select.value = value;
  if (!select.value) select.value = before; // no such option
}

/* Takes the choice from the address; false where it holds none. Ids that moved are followed. */
function readAddress() {
  var values = table();
  location.hash.slice(1).split("&").forEach(function (pair) { values[pair.split("=")[0]] = pair.split("=")[1] || ""; });
  if (!("with" in values)) return false;
  option(part("language"), values.language);
  option(part("paper-size"), values.paper);
  option(part("print-size"), values.size);
  part("asks").checked = values.asks === "1";
  chosen = [];
  unknown = [];
  values.with.split(",").slice(0, 100).forEach(function (written) {
    var id = moved[written] || written;
    if (id in titles) {
      if (chosen.indexOf(id) < 0) chosen.push(id);
    } else if (id) {
      var isWithdrawn = form.dataset.withdrawn.split(" ").indexOf(id) >= 0;
      unknown.push(fill(isWithdrawn ? "Withdrawn" : "Unknown", { title: id.slice(0, 60) }));
    }
  });
  return true;
}

/* Keeps the choice in the address; where a browser refuses that, the button for the link still has it. */
function writeAddress() {
  if (!chosen.length && !/[#&]with=/.test(location.hash)) return;
  try { history.replaceState(null, "", link()); } catch (refused) { /* see above */ }
}
