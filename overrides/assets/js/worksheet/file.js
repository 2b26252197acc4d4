/* What was filled in as a file: plain text to read and to send to whom one chooses, whose last line is for reading it back. */

/* The values of all fields by id; none of empty ones. `unknown` holds those of fields that the page no longer has. */
var unknown = {};

function values() {
  var filled = Object.assign({}, unknown);
  fields.forEach(function (field) {
    var value = field.read();
    if (value) filled[field.id] = { label: [field.part.title, field.label].filter(Boolean).join(": "), value: value };
  });
  return filled;
}

/* What no field takes stays among the unknown. */
function fillIn(entries) {
  unknown = Object.assign({}, entries);
  fields.forEach(function (field) {
    var entry = unknown[field.id];
    field.write(entry ? entry.value : "");
    delete unknown[field.id];
  });
}

/* What is kept and saved: the sheet, the day and the entries. */
function record() {
  return JSON.stringify({ format: FORMAT, library: words.library, sheet: article.dataset.handout, title: words.title, language: words.language, saved: today(), entries: values() });
}

/* The record in a text, or why there is none: "bad", or the title of the sheet that it is of. */
function recordIn(text) {
  var sheet;
  text.split(/\r?\n/).forEach(function (line) {
    if (line.slice(0, 10) !== '{"format":') return;
    try { sheet = JSON.parse(line); } catch (broken) { /* an older line may be whole */ }
  });
  if (!sheet || sheet.format !== FORMAT || !sheet.entries || typeof sheet.entries !== "object") return { problem: "bad" };
  if (sheet.library !== words.library || sheet.sheet !== article.dataset.handout) return { problem: "other", title: String(sheet.title) };
  Object.keys(sheet.entries).forEach(function (id) { if (!sheet.entries[id]) delete sheet.entries[id]; });
  return sheet;
}

/* What a field is called, with what stands in it. */
function labelled(label, text) { return label + (/[:?.]$/.test(label) ? " " : ": ") + text; }

/* A stored entry: as its field says it, or, where the page has that no longer, as it was stored. */
function entryText(id, entry) {
  if (entry.value === true) return entry.label;
  var field = fields.find(function (other) { return other.id === id; });
  var text = typeof entry.value === "string" ? entry.value : field ? field.text(entry.value) : JSON.stringify(entry.value);
  return labelled(entry.label, text);
}

function asText() {
  var lines = [words.title, words.site, today()], part;
  if (/^http/.test(location.protocol)) lines.splice(2, 0, location.href.split("#")[0]);
  fields.forEach(function (field) {
    var value = field.read();
    if (!value) return;
    if (field.part !== part && field.part.title) lines.push("", field.part.title.toUpperCase());
    part = field.part;
    lines.push(field.label === part.title ? field.text(value) : labelled(field.label, field.text(value)));
  });
  return lines.concat(unknownLines(), "", words.fileEnd, record(), "").join("\n");
}

function unknownLines() {
  var ids = Object.keys(unknown);
  if (!ids.length) return [];
  return ["", words.older].concat(ids.map(function (id) { return entryText(id, unknown[id]); }));
}

/* In the words of the page, without what file systems refuse. */
function fileName() {
  return (words.title.toLowerCase() + " " + today()).replace(/[\\/:*?"<>|\s.]+/g, "-") + ".txt";
}

function saveFile() {
  var address = URL.createObjectURL(new Blob([asText()], { type: "text/plain;charset=utf-8" }));
  var link = create("a", document.body, { href: address, download: fileName(), hidden: true });
  link.click();
  link.remove();
  setTimeout(function () { URL.revokeObjectURL(address); }, 60000);
}
