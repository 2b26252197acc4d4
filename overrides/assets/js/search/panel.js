/* The box, the list of results, and when the index is fetched. */

var box = form.querySelector("[data-search-box]");
var panel = form.querySelector("[data-search-results]");
var danger = form.querySelector("[data-search-danger]");
var results = form.querySelector("[data-search-list]");
var listed = "";
var none = form.querySelector("[data-search-none]");
var count = form.querySelector("[data-search-count]");
none.insertBefore(document.createTextNode(panel.dataset.none + " "), none.firstChild); /* a page without scripts must not say so */
var base = panel.dataset.base;
var open = document.querySelector("[data-search-open]");
var loading = false;
var ready = false;
var asking = false; /* whether what stands in the box is to be answered: since it got focus, until it is left */
var parts = []; /* of the index, still to be fetched */

function append(name, text, inside) {
  var element = document.createElement(name);
  element.textContent = text;
  if (inside) inside.appendChild(element);
  return element;
}

/* Results that are the same stay as they are: nothing flickers, and no screen reader says again what it has said. */
function list(answers) {
  var state = [box.value.trim()].concat(answers.map(function (answer) { return answer.link; })).join("\n");
  if (state === listed) return;
  listed = state;
  results.textContent = "";
  answers.forEach(function (answer) {
    var item = append("li", "", results);
    append("a", answer.title, item).href = base + answer.link;
    var words = append("span", "", item), passage = answer.passage;
    if (!passage) { words.textContent = answer.summary; return; }
    append("a", passage.heading, words).href = base + answer.link + "#" + passage.part;
    passage.texts.forEach(function (text) { mark(text, answer.groups, append("span", "", words)); });
  });
}

/* A text, in which the words that the question asks for are marked. */
function mark(text, groups, inside) {
  var end = 0;
  text.replace(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu, function (word, start) {
    if (!stems(word).some(function (stem) { return !idles(stem) && groups.some(function (group) { return group[stem] >= .5; }); })) return word;
    inside.appendChild(document.createTextNode(text.slice(end, start)));
    append("mark", word, inside);
    end = start + word.length;
    return word;
  });
  inside.appendChild(document.createTextNode(text.slice(end)));
}

function announce(text) {
  if (count.textContent !== text) count.textContent = text;
}

/* The ids of the handouts that answer a text, for the page for packets: best first, none until the index is there. An event
   tells that it is, and each time that more of it is. */
window.findHandouts = function (text) {
  wake();
  return ready ? ask(text).map(function (answer) { return answer.id; }).filter(Boolean) : [];
};

function tellReady() {
  document.dispatchEvent(new Event("search-ready"));
}

/* Not while a result has focus: it would be taken away from under the reader's finger. */
function again() {
  if (asking && !panel.contains(document.activeElement)) show();
}

/* What could not be fetched is asked for again when the reader next types or comes back to the box. */
function load(source, loaded) {
  var element = document.createElement("script");
  element.src = source;
  element.onload = loaded;
  element.onerror = function () { loading = false; if (ready) again(); };
  document.head.appendChild(element);
}

function wake() {
  if (loading) return;
  loading = true;
  if (ready) { loadParts(); return; }
  load(script.dataset.index, function () { learn(); again(); tellReady(); loadParts(); });
}

function loadParts() {
  if (!parts.length) return;
  load(base + parts[0], function () {
    addPart(handoutIndex);
    weigh();
    parts = parts.slice(1);
    again();
    tellReady();
    loadParts();
  });
}

/* The links that can be seen, in order. */
function links() {
  return Array.from(panel.querySelectorAll("a")).filter(function (link) { return link.offsetParent; });
}

function close() {
  asking = false;
  panel.hidden = true;
  announce("");
}

box.addEventListener("focus", function () { asking = true; wake(); if (ready && box.value) show(); });
box.addEventListener("input", function () { asking = true; keepWords(""); wake(); show(); });
form.addEventListener("submit", function (event) {
  event.preventDefault();
  var first = danger.offsetParent ? danger.firstChild : links()[0];
  if (first) first.focus();
});
form.addEventListener("keydown", function (event) {
  if (event.key === "Escape" && !panel.hidden) {
    event.preventDefault();
    box.focus();
    close();
    return;
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp" || panel.hidden) return;
  var stops = [box].concat(links());
  var down = event.key === "ArrowDown", at = stops.indexOf(document.activeElement);
  var next = at < 0 ? Number(down) : at + (down ? 1 : -1); /* a care card, which has focus after Enter, is no stop */
  if (!stops[next]) return;
  event.preventDefault();
  stops[next].focus();
});
/* The words wait in this tab's history for the way back from a result, and nowhere else. */
function keepWords(words) {
  try { if (words || history.state) history.replaceState(words ? { search: words } : null, ""); } catch (refused) { /* the box is empty then */ }
}

/* A browser may empty the box of a page that it shows again, and leave the answers as they were. */
function recall() {
  var words = history.state && history.state.search;
  if (!box.value && !words) { close(); return; }
  if (!words) return;
  box.value = words;
  if (open && open.getAttribute("aria-expanded") !== "true") open.click();
  asking = true;
  wake();
  if (ready) show();
}

panel.addEventListener("click", function (event) { if (event.target.closest("a")) keepWords(box.value); });
/* Safari empties a box without autocomplete on the page that it shows again, some time after `pageshow`: with it, the words stay. */
window.addEventListener("pagehide", function () { box.autocomplete = "on"; });
window.addEventListener("pageshow", function () { box.autocomplete = "off"; recall(); });
document.addEventListener("click", function (event) {
  if (!form.contains(event.target)) close();
});
form.addEventListener("focusout", function (event) {
  if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
});
if (document.activeElement === box || box.value) { /* the reader was here before this script */
  asking = true;
  wake();
} else recall();
tellReady();
