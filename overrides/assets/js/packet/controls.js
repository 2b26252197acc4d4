/* The page itself: choose by mouse, by keyboard or by a kept link; put in order; print. */
var boxes = table();
var ROOM = 1500; // letters of a note, about half a page; all of a longer one is printed, too
var LITTLE_ROOM = 200; // letters left, from which on they are counted
var pause = 0; // until what is counted is told: not at each key
var printedWords = "";

/* Small letters without accents, with a space before each word. */
function plain(text) {
  return " " + text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
function tell(text) { part("status").textContent = text; }

function notify(text) {
  part("notice").textContent = text;
  part("notice").hidden = !text;
}

/* A box to tick for each handout, below its shelf. */
function makeBoxes() {
  all(form, "[data-packet-choice]").forEach(function (choice) {
    var label = choice.appendChild(make("label"));
    var box = boxes[choice.dataset.packetChoice] = label.appendChild(make("input"));
    box.type = "checkbox";
    label.appendChild(make("span", "", choice.dataset.title));
    box.addEventListener("change", function () { choose(choice.dataset.packetChoice, box.checked); });
  });
}

function choose(id, isChosen) {
  chosen = chosen.filter(function (other) { return other !== id; });
  unknown = [];
  if (isChosen) add(id);
  show();
  tell(fill(isChosen ? "Added" : "Removed", { title: titleOf(id), count: chosen.length }));
}

/* Moves a handout up (-1) or down (1), and keeps the focus on the button that did it. */
function move(id, step) {
  var place = chosen.indexOf(id) + step;
  chosen.splice(place - step, 1);
  chosen.splice(place, 0, id);
  show();
  tell(fill("Placed", { title: titleOf(id), place: place + 1, count: chosen.length }));
  var buttons = all(part("chosen").children[place], "button:enabled"); // up, down, remove
  buttons[step < 0 ? 0 : buttons.length - 2].focus();
}

function remove(id) {
  var place = chosen.indexOf(id);
  choose(id, false);
  var item = part("chosen").children[Math.min(place, chosen.length - 1)];
  (item ? item.querySelector("button:last-child") : part("find")).focus();
}

function button(words, title, action) {
  var element = make("button", "button", words);
  element.type = "button";
  element.setAttribute("aria-label", words + ": " + title);
  element.addEventListener("click", action);
  return element;
}

function itemOf(id, index) {
  var item = make("li");
  var title = titleOf(id);
  var name = item.appendChild(make("span", "packet__title", title));
  if (edition().handouts[id]) name.lang = edition().code;
  var up = item.appendChild(button(form.dataset.up, title, function () { move(id, -1); }));
  var down = item.appendChild(button(form.dataset.down, title, function () { move(id, 1); }));
  item.appendChild(button(form.dataset.remove, title, function () { remove(id); }));
  up.disabled = index === 0;
  down.disabled = index === chosen.length - 1;
  return item;
}

/* Shows the choice, keeps it in the address, and loads the words of its handouts before they are asked for. */
function show() {
  part("chosen").textContent = "";
  chosen.forEach(function (id, index) { part("chosen").appendChild(itemOf(id, index)); });
  Object.keys(boxes).forEach(function (id) { boxes[id].checked = chosen.indexOf(id) >= 0; });
  part("empty").hidden = chosen.length > 0;
  part("link").disabled = !chosen.length;
  part("copied").textContent = "";
  notify(leftOut());
  printed().forEach(function (id) { load(edition(), id).catch(function () { /* told when it is printed */ }); });
  writeAddress();
}

/* What can be added at once: a handout, or a ready-made packet of which this is the link. */
function handoutOf(id) { return { title: titles[id], ids: [id] }; }
function packetOf(link) { return { title: link.dataset.title, ids: link.hash.split("=")[1].split(",") }; }

var WHOLE = 3; // what a word counts that begins one of a title; letters within one count less

/* How well a title has these words. */
function countIn(title, query) {
  var words = plain(title);
  return query.reduce(function (sum, word) {
    return sum + (words.indexOf(" " + word) >= 0 ? WHOLE : words.indexOf(word) >= 0 ? 2 : 0);
  }, 0);
}

/* What Enter adds: the handout or ready-made packet of which the title has all the words that are typed; or else the first
   that the search of the site finds, once it is there; or else the one with the most of these words. Only such handouts
   are shown. Returns its title and ids; null where nothing is found. */
function find() {
  var query = plain(part("find").value).split(" ").filter(Boolean);
  var highest = 0;
  var match = null;
  function weigh(packet) {
    var count = countIn(packet.title, query);
    if (count > highest) {
      highest = count;
      match = packet;
    }
    return count;
  }
  var choices = all(form, "[data-packet-choice]");
  var counts = choices.map(function (choice) { return weigh(handoutOf(choice.dataset.packetChoice)); });
  all(document, "[data-packet-take]").map(packetOf).forEach(weigh);
  var matches = highest < WHOLE * query.length && window.findHandouts ? window.findHandouts(part("find").value) : [];
  matches = matches.filter(function (id) { return id in boxes; });
  if (matches.length) match = handoutOf(matches[0]);
  choices.forEach(function (choice, index) {
    var id = choice.dataset.packetChoice;
    var isFound = matches.length ? matches.indexOf(id) >= 0 : match && (counts[index] === highest || match.ids.indexOf(id) >= 0);
    choice.hidden = query.length > 0 && !isFound;
  });
  all(form, "fieldset").forEach(function (shelf) { shelf.hidden = !shelf.querySelector("[data-packet-choice]:not([hidden])"); });
  return match;
}

function isIn(packet) { return packet.ids.every(function (id) { return chosen.indexOf(id) >= 0; }); }

function onFind() {
  var match = find();
  if (match) tell(fill(isIn(match) ? "Has" : "First", { title: match.title }));
  else tell(part("find").value.trim() ? fill("None") : fill("Count", { count: chosen.length }));
}

function onFindKey(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  var match = find();
  if (!match || isIn(match)) return; // which is told already
  part("find").value = "";
  find();
  chooseAll(match);
}

/* Adds a handout, or those of a ready-made packet that are not there yet. */
function chooseAll(packet) {
  packet.ids.forEach(function (id) { if (chosen.indexOf(id) < 0) add(id); });
  unknown = [];
  show();
  tell(fill("Added", { title: packet.title, count: chosen.length }));
}

/* Whether a click asks for a tab or window of its own, and so leaves this page as it is. */
function opensElsewhere(event) { return event.ctrlKey || event.metaKey || event.shiftKey; }

/* A click on a ready-made packet adds to what is chosen, and shows it. */
function onTake(event) {
  if (opensElsewhere(event)) return;
  event.preventDefault();
  chooseAll(packetOf(event.currentTarget));
  document.getElementById("packet-chosen").focus();
}

/* The way to this page in another language takes the choice along. Typed words it would lose: then the packet changes its
   language, and the page stays. */
function onOtherLanguage(event) {
  event.currentTarget.hash = location.hash;
  if (opensElsewhere(event) || !typedWords().trim()) return;
  event.preventDefault();
  part("language").value = event.currentTarget.lang;
  part("language").focus();
  show();
}

/* Enter in the line for a name leads on to the note: printed at once, a packet would go out without it. */
function onWhomKey(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  part("typed=note").focus();
}

/* Tells how much room the note has left, once typing rests. */
function countNote() {
  clearTimeout(pause);
  pause = setTimeout(function () {
    var room = ROOM - part("typed=note").value.length;
    part("room").textContent = room > LITTLE_ROOM ? "" : fill(room < 0 ? "Over" : "Room", { count: Math.abs(room) });
  }, 500);
}

function typedWords() {
  return all(form, "[data-packet-typed]").map(function (field) { return field.value === field.defaultValue ? "" : field.value; }).join("\n");
}

function isUnprinted() { return Boolean(typedWords().trim()) && typedWords() !== printedWords; }

function askToStay(event) {
  event.preventDefault();
  event.returnValue = ""; // older browsers ask for this
}

/* After each letter that is typed: whose the packet is stands beside the first button, too, since the words of the last
   patient may still be there. Whoever leaves the page is asked first while there are words that no print has had, and only then: a page that listens
   for leaving comes back slower in some browsers. */
function onWords() {
  countNote();
  part("whose").textContent = typed("whom") || typed("note");
  part("patient").hidden = !part("whose").textContent;
  window[isUnprinted() ? "addEventListener" : "removeEventListener"]("beforeunload", askToStay);
}

/* Loads what is not there yet, puts the packet together and opens the print dialog. What cannot be had is told, and
   nothing is printed: a packet must not lack a handout that its list names. */
function printPacket(event) {
  event.preventDefault();
  var failed = [];
  if (!printed().length) {
    tell(fill("Empty"));
    part("find").focus();
    return;
  }
  Promise.all(printed().map(function (id) {
    return load(edition(), id).catch(function (title) { failed.push(title); });
  })).then(function () {
    notify(failed.length ? fill("Failed", { names: failed.join(", ") }) : leftOut());
    if (failed.length) part("notice").scrollIntoView({ block: "center" });
    else if (build()) {
      printedWords = typedWords();
      onWords();
      window.print();
    }
  });
}

/* The handouts and the clinic stay. */
function nextPatient() {
  part("typed=whom").value = part("typed=note").value = "";
  onWords();
  part("find").focus();
}

/* What was typed is gone when the page is left, also for somebody who comes back to it. */
function clear() {
  all(form, "[data-packet-typed]").forEach(function (field) { field.value = field.defaultValue; });
  part("find").value = "";
  find();
  onWords();
  sheets.textContent = "";
  document.adoptedStyleSheets = [];
  document.documentElement.removeAttribute("data-packet-ready");
}

function start() {
  fillTexts(form);
  makeBoxes();
  all(document, "[data-packet-take]").forEach(function (link) {
    link.hidden = false;
    link.addEventListener("click", onTake);
  });
  all(document, ".header__languages a").forEach(function (link) {
    link.addEventListener("click", onOtherLanguage);
  });
  form.addEventListener("submit", printPacket);
  part("find").addEventListener("input", onFind);
  part("find").addEventListener("focus", function () {
    // The search of the site loads as if its own box had got focus.
    if (!window.findHandouts) document.getElementById("search-box").dispatchEvent(new Event("focus"));
  });
  document.addEventListener("search-ready", function () {
    window.findHandouts("");
    if (part("find").value) onFind();
  });
  part("find").addEventListener("keydown", onFindKey);
  part("typed=whom").addEventListener("keydown", onWhomKey);
  all(form, "[data-packet-next]").forEach(function (button) { button.addEventListener("click", nextPatient); });
  form.addEventListener("input", onWords);
  ["language", "paper-size", "print-size", "asks"].forEach(function (name) { part(name).addEventListener("change", show); });
  part("link").addEventListener("click", function () {
    window.copyText(link()).then(function () { return fill("Copied"); }, link).then(function (text) {
      part("copied").textContent = text;
    });
  });
  window.addEventListener("hashchange", function () {
    if (readAddress()) showTold();
    else writeAddress(); // after a way within the page
  });
  window.addEventListener("beforeprint", build);
  window.addEventListener("pagehide", clear);
  sheets.hidden = form.hidden = false;
  readAddress();
  showTold();
}

function showTold() {
  show();
  tell(fill("Count", { count: chosen.length }));
}

start();
