/* All that a reader keeps on this device: a line on the home page names it, leads to each, and to the list on the page about privacy. There
   each is deleted alone, or all together, and comes back until that page is left. Only names under the library's own are read or
   touched. Plain ES2018. */
var source = document.querySelector("[data-kept-names]");
var line = document.querySelector("[data-kept-line]"), panel = document.querySelector("[data-kept-list]");
if (!source || !(line || panel)) return;
var words = source.dataset;
var editions = Array.from(source.content.querySelectorAll("[data-sheet]")); /* links to sheets, those of this language first */

/* The names of all that is stored of a library, in any version of their form; null where the browser refuses. */
function storedNames(library) {
  try {
    return Array.from({ length: localStorage.length }, function (nothing, at) { return localStorage.key(at); })
      .filter(function (name) {
        return name.indexOf(library + "/") === 0 && /^\d+\/(sheet\/.|clinic$)/.test(name.slice(library.length + 1));
      });
  } catch (refused) { return null; }
}

/* What is kept under a name: its text, the link to where it is shown, and when it was written last. */
function describe(name) {
  var id = name.split("/").slice(3).join("/"), text = readStored(name), record = {};
  try { record = Object(JSON.parse(text)); } catch (broken) { /* it is named by its id, and can be deleted */ }
  var same = editions.filter(function (edition) { return edition.dataset.sheet === id; });
  function search(holds) { return same.filter(holds)[0]; }
  var edition = search(function (other) { return other.hreflang === record.language; })
    || search(function (other) { return other.textContent === record.title; }) || same[0];
  return {
    name: name, text: text, edition: edition, here: same[0] || edition,
    title: edition ? edition.textContent : record.title || id,
    words: edition && edition.dataset.sheet === "" && record.number ? [record.name, record.number].filter(Boolean).join(", ") : "",
    day: /^\d{4}-\d\d-\d\d$/.test(record.saved) ? record.saved : ""
  };
}

/* In the order of the library; null where the browser refuses. */
function storedItems() {
  var names = storedNames(words.library);
  return names && names.map(describe).sort(function (item, other) { return place(item) - place(other); });
}

function place(item) { return item.here ? editions.indexOf(item.here) : editions.length; }

function titles(items) { return items.map(function (item) { return item.title; }).join(", "); }

function create(name, parent, properties) { return Object.assign(parent.appendChild(document.createElement(name)), properties); }

/* Each by its name, which leads to it in the language of the page. */
function showLine() {
  var items = storedItems() || [], names = line.querySelector("span"), around = line.dataset.keptLine.split("{names}");
  line.hidden = !items.length;
  names.textContent = around[0];
  items.forEach(function (item, at) {
    if (at) names.append(", ");
    names.append(item.here ? item.here.cloneNode(true) : item.title);
  });
  names.append(around[1] || "", ".");
}

if (line) {
  showLine();
  window.addEventListener("pageshow", showLine);
  window.addEventListener("storage", showLine);
}
if (!panel) return;

var state = panel.querySelector("[data-kept-state]"), list = panel.querySelector("ul"), status = panel.querySelector("[role=status]");
var all = panel.querySelector("[data-kept-all]"), undo = panel.querySelector("[data-kept-undo]");
var says = panel.dataset;
var deleted = []; /* what comes back by Undo */

function tell(text, items) {
  status.textContent = text.replace("{names}", function () { return titles(items); });
  undo.hidden = !deleted.length;
}

function day(text) {
  return new Date(text + "T12:00").toLocaleDateString(document.documentElement.lang, { year: "numeric", month: "long", day: "numeric" });
}

function show() {
  var items = storedItems();
  state.hidden = Boolean(items && items.length);
  state.textContent = items ? says.none : says.refused;
  all.hidden = !items || items.length < 2;
  list.textContent = "";
  (items || []).forEach(function (item) {
    var row = create("li", list), about = create("span", row), name = create("span", about, { className: "kept__name" });
    var edition = item.edition;
    if (edition) name.appendChild(edition.cloneNode(true));
    else name.textContent = item.title;
    var details = [item.words, edition && edition.dataset.language, item.day && says.written.replace("{day}", day(item.day))].filter(Boolean);
    create("span", about, { className: "kept__more", textContent: details.join(" · ") });
    var button = create("button", row, { className: "button", type: "button", textContent: says.remove });
    button.setAttribute("aria-label", says.remove + ": " + item.title);
    button.addEventListener("click", function () { remove([item]); });
  });
}

/* As it stands in the storage now: another tab may have written there since it was shown. */
function remove(items) {
  deleted = items.map(function (item) { return describe(item.name); });
  items.forEach(function (item) { forget(item.name); });
  show();
  tell(says.deleted, deleted);
  undo.focus();
}

all.addEventListener("click", function () { remove(storedItems() || []); });

undo.addEventListener("click", function () {
  var back = deleted.filter(function (item) { return item.text !== null && readStored(item.name) === null; });
  var failed = back.filter(function (item) { return !store(item.name, item.text); });
  deleted = failed;
  show();
  tell(failed.length ? says.full : says.back, back);
  (list.querySelector("a") || panel.querySelector("h2")).focus();
});

/* Whoever comes back to this page, or next to this device, finds no Undo. */
window.addEventListener("pagehide", function () { deleted = []; tell("", deleted); });
window.addEventListener("pageshow", show);
window.addEventListener("storage", show);
show();
