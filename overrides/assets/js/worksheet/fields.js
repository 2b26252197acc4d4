/* A worksheet is filled in on the screen: lines to write on, empty cells of tables and boxes to tick become fields. Each has an
   id made of its section's and its place there, which all languages share. Nothing that is typed leaves the device. Without
   this script the page stays as it is printed. The files of this folder are joined into one function. Plain ES2018. */
var article = document.querySelector("[data-handout]");
var source = document.querySelector("[data-fill]");
if (!article || !source) return;
var words = source.dataset;
var fields = []; /* { id, part, label, read(), write(value), text(value) }: read gives "" where nothing is filled in */
var listeners = [];

function changed() { listeners.forEach(function (listener) { listener(); }); }

function create(name, parent, properties) {
  var element = document.createElement(name);
  Object.assign(element, properties);
  if (parent) parent.appendChild(element);
  return element;
}

/* The words of an element, without the numbers of its sources and what is for screen readers. */
function wordsOf(element) {
  var copy = element.cloneNode(true);
  copy.querySelectorAll("sup, textarea, .screen-only, .definition").forEach(function (other) { other.remove(); });
  return copy.textContent.replace(/\s+/g, " ").trim();
}

/* A browser's own help with spelling may send what is typed to its maker. */
function keepPrivate(input) {
  input.autocomplete = "off";
  input.spellcheck = false;
  input.setAttribute("writingsuggestions", "false");
  return input;
}

/* A field as high as what stands in it: the frame holds the same words, unseen on the screen, and is what is printed. */
function addText(id, part, label, rows, parent) {
  var frame = create("span", parent, { className: "fill-text" });
  frame.dataset.rows = rows;
  var area = keepPrivate(create("textarea", frame, { className: "field", rows: rows }));
  area.setAttribute("aria-label", label);
  function fit() { frame.dataset.typed = area.value; }
  area.addEventListener("input", function () { fit(); changed(); });
  fields.push({
    id: id, part: part, label: label,
    read: function () { return area.value.trim() ? area.value : ""; },
    write: function (value) { area.value = typeof value === "string" ? value : ""; fit(); },
    text: String
  });
}

/* Whose sheet it is, and of which day or week. */
function addHead(input) {
  var label = input.parentNode.firstElementChild;
  keepPrivate(input).addEventListener("input", changed);
  if (input.dataset.fillHead === "date" && article.querySelector("[data-fill-table]")) label.textContent = words.week;
  fields.unshift({
    id: input.dataset.fillHead, part: { title: "" }, label: label.textContent,
    read: function () { return input.value.trim() ? input.value : ""; },
    write: function (value) { input.value = typeof value === "string" ? value : ""; },
    text: String
  });
}

function addBox(id, part, item) {
  var label = wordsOf(item);
  var box = document.createElement("input");
  box.type = "checkbox";
  box.autocomplete = "off";
  box.setAttribute("aria-label", label);
  item.insertBefore(box, item.firstChild);
  item.setAttribute("data-fill-box", "");
  item.addEventListener("click", function (event) { if (!event.target.closest("a, button, input, textarea")) box.click(); });
  box.addEventListener("change", changed);
  fields.push({
    id: id, part: part, label: label,
    read: function () { return box.checked || ""; },
    write: function (value) { box.checked = value === true; },
    text: function () { return "[x]"; }
  });
}

function addCell(id, part, cell) {
  var row = cell.parentNode, table = cell.closest("table");
  var heads = table.tHead ? table.tHead.rows[0].cells : [];
  var column = heads[cell.cellIndex] ? wordsOf(heads[cell.cellIndex]) : "";
  var name = cell.cellIndex && wordsOf(row.cells[0]) || words.row.replace("{number}", row.sectionRowIndex + 1);
  table.setAttribute("data-fill-table", "");
  cell.setAttribute("data-column", column);
  addText(id, part, name + ", " + column, 1, cell);
}

/* All blanks of the article, in their order. */
function findBlanks() {
  var part = { id: "", title: "" }, count = {};
  function next(kind) {
    count[kind] = (count[kind] || 0) + 1;
    return part.id + "/" + kind + count[kind];
  }
  article.querySelectorAll("h2[id], .write, td, li.tick, figure[data-marks]").forEach(function (element) {
    if (element.closest(".card, .band, .sources")) return;
    if (element.tagName === "H2") {
      part = { id: element.id, title: wordsOf(element) };
      count = {};
    } else if (element.tagName === "TD") {
      var id = next("cell");
      if (!element.textContent.trim()) addCell(id, part, element);
    } else if (element.tagName === "LI") addBox(next("box"), part, element);
    else if (element.tagName === "FIGURE") addMarks(part.id + "/" + element.dataset.picture, part, element);
    else {
      var rows = Number(element.dataset.lines), items = element.querySelectorAll("li");
      items.forEach(function (item) { addText(next("line"), part, wordsOf(item), rows, item); });
      if (!items.length) addText(next("line"), part, part.title, rows, element);
      element.setAttribute("data-fill-lines", "");
    }
  });
}
