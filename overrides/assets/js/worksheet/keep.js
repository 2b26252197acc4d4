/* Printing, saving, keeping and deleting what was filled in. Nothing is kept unless the reader ticks the box, and then on this
   device only. The bar tells after each entry how things stand, offers paper and a file, and leads to the box. */
var panel = source.content.querySelector("[data-fill-panel]").cloneNode(true);
var bar = source.content.querySelector("[data-fill-bar]").cloneNode(true);
var hint = source.content.querySelector("[data-fill-hint]").cloneNode(true);
var box = panel.querySelector("[data-keep]");
var details = panel.querySelector("details");
var status = bar.querySelector("[role=status]");
var undo = bar.querySelector("[data-undo]");
var unfold = bar.querySelector("[data-unfold]");
var toKeep = bar.querySelector("[data-to-keep]");
var name = storeName(words.library, "sheet/" + article.dataset.handout);
var before = {}; /* the values to go back to */
var timer = 0;

function isFilled() { return Object.keys(values()).length; }

/* Chrome before 119 wants more than this, and does not ask. */
function askToStay(event) { event.preventDefault(); }

/* On a phone the bar is one line, so that it hides no field, and unfolds for what is no matter of routine. */
function tell(text) {
  bar.hidden = false;
  status.textContent = text;
  toKeep.hidden = box.checked;
  if (text !== state()) {
    showAll(true);
    bar.scrollIntoView({ block: "nearest" }); // what was pressed may stand below it
  }
  /* Whoever leaves is asked first while something that stands here, or may come back, is neither kept nor saved, and only then:
     a page that listens for leaving comes back slower in some browsers. A print may have been cancelled. */
  window.removeEventListener("beforeunload", askToStay);
  if (!box.checked && (isFilled() || Object.keys(before).length) && text !== words.saved) window.addEventListener("beforeunload", askToStay);
  leaveRoom();
}

function showAll(isOpen) {
  unfold.setAttribute("aria-expanded", isOpen);
  bar.toggleAttribute("data-unfolded", isOpen);
  leaveRoom();
}

/* What gets the focus is scrolled to a place above the bar, where that stays in view. */
function leaveRoom() {
  var isInView = getComputedStyle(bar).position !== "static";
  document.documentElement.style.scrollPaddingBottom = isInView ? bar.offsetHeight + 14 + "px" : "";
}

function state() { return box.checked ? words.kept : words.notKept; }

/* Before something is taken away: what stands there now may come back. */
function remember() {
  before = values();
  undo.hidden = false;
}

/* Puts other words in the place of those that stand there. It is told last: the page may have become shorter. */
function replace(entries, text) {
  remember();
  fillIn(entries);
  unknownShown();
  tell(text);
}

function showKept() {
  var stored = readStored(name);
  var sheet = stored && recordIn(stored);
  details.hidden = panel.querySelector("[data-forget]").hidden = stored === null;
  panel.querySelector("[data-kept]").textContent = sheet && !sheet.problem ? Object.keys(sheet.entries).map(function (id) {
    return entryText(id, sheet.entries[id]);
  }).join("\n") : stored || "";
}

function keep() {
  clearTimeout(timer);
  timer = 0;
  if (!box.checked) return false;
  var problem = !store(name, record());
  if (problem) {
    if (readStored(name) === null) box.checked = false;
    tell(words.refused);
  }
  showKept();
  return problem;
}

listeners.push(function () {
  tell(state());
  if (!box.checked) return;
  clearTimeout(timer);
  timer = setTimeout(keep, 300);
});

unfold.addEventListener("click", function () { showAll(!bar.hasAttribute("data-unfolded")); });

/* The field in which the reader writes is above the bar, also when it grows. */
["focusin", "input"].forEach(function (name) {
  article.addEventListener(name, function (event) {
    if (!event.target.matches("textarea, input[type=text], input[type=date]")) return;
    showAll(false);
    event.target.scrollIntoView({ block: "nearest" });
  });
});

box.addEventListener("change", function () {
  if (!box.checked) forgotten();
  else if (!keep()) tell(words.kept);
});

/* The words on the page stay: they are the reader's until the page is left. */
function forgotten() {
  box.checked = false;
  clearTimeout(timer);
  timer = 0;
  forget(name);
  showKept();
  tell(words.deleted);
}

panel.querySelector("[data-forget]").addEventListener("click", function () {
  forgotten();
  box.focus();
});

onDeletedElsewhere(name, function () { if (box.checked) forgotten(); });

panel.querySelector("[data-clear]").addEventListener("click", function () {
  if (!isFilled()) return; // so that what was emptied before can still come back
  replace({}, words.cleared);
  keep();
});

/* It goes both ways: what was typed meanwhile is not lost. */
undo.addEventListener("click", function () {
  replace(before, state());
  keep();
});

hint.querySelector("[data-more]").addEventListener("click", function () {
  var title = panel.querySelector("h2");
  title.scrollIntoView();
  title.focus();
});

/* The box stands with what is to be known before it is ticked. */
toKeep.addEventListener("click", function () {
  box.scrollIntoView({ block: "center" });
  box.focus();
});

[bar, panel].forEach(function (place) {
  place.querySelector("[data-print]").addEventListener("click", function () { window.print(); });
  place.querySelector("[data-save]").addEventListener("click", function () {
    saveFile();
    tell(words.saved);
  });
});

panel.querySelector("[data-open]").addEventListener("click", function () { panel.querySelector("input[type=file]").click(); });
panel.querySelector("input[type=file]").addEventListener("change", function (event) {
  var input = event.target, file = input.files[0], reader = new FileReader();
  if (!file) return;
  reader.onload = function () {
    var read = recordIn(String(reader.result));
    input.value = "";
    if (read.problem) { tell(read.problem === "bad" ? words.bad : words.other.replace("{title}", read.title)); return; }
    box.checked = false; // what is kept stays as it is, whatever is written here now
    replace(read.entries, words.opened);
  };
  reader.onerror = function () { tell(words.bad); };
  reader.readAsText(file.slice(0, 2000000));
});

/* What an older version of the sheet asked for stays, in words. */
function unknownShown() {
  var lines = unknownLines(), place = panel.querySelector("[data-older]");
  place.hidden = !lines.length;
  place.textContent = lines.join("\n").trim();
}

window.addEventListener("pagehide", function () { if (timer) keep(); });
document.addEventListener("visibilitychange", function () { if (timer && document.hidden) keep(); });
