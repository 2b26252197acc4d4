/* A packet: the handouts that a clinic chose, printed as one. Nothing that is typed leaves the page or stays in it: no
   request, no storage, no title and no address holds it. The address holds ids only, behind its #, which no server sees.
   Plain ES2018, but for style sheets of a script's own: browsers without them are told so. The files of this folder are
   joined into one function. */
var form = document.querySelector("[data-packet]");
var sheets = document.querySelector("[data-packet-sheets]");
if (!form) return;
if (!("adoptedStyleSheets" in document)) {
  var notice = document.querySelector("[data-packet-old]");
  notice.textContent = notice.dataset.text;
  notice.hidden = false;
  return;
}

function all(place, selector) { return Array.from(place.querySelectorAll(selector)); }
function part(name) { return form.querySelector("[data-packet-" + name + "]"); }
function typed(name) { return part("typed=" + name).value.trim(); }

/* A table by ids: no other names are in it, whatever a link asks for. */
function table() { return Object.create(null); }

/* Sentences stand in attributes, so that whatever runs no scripts does not read them. */
function fillTexts(place) {
  all(place, "[data-text]").forEach(function (element) { element.textContent = element.dataset.text; });
}

function make(name, className, text) {
  var element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/* The languages: what is printed around the handouts, and the titles and scripts of these. */
var editions = table();
all(document, "[data-packet-edition]").forEach(function (template) {
  var edition = { code: template.dataset.packetEdition, name: template.dataset.name, direction: template.dataset.direction };
  edition.content = document.importNode(template.content, true);
  edition.handouts = table();
  all(edition.content, "template").forEach(function (handout) {
    edition.handouts[handout.dataset.id] = handout.dataset;
    handout.remove();
  });
  editions[edition.code] = edition;
});

/* The words of handouts, each from a script of its own: that loads from a folder too. */
var words = table();
var loads = table();
window.handoutPacket = function (code, id, handout) { words[code + "/" + id] = handout; };

/* Promises that the words of a handout are there; refuses with its title where they cannot be had. */
function load(edition, id) {
  var key = edition.code + "/" + id;
  if (!loads[key]) loads[key] = new Promise(function (resolve, reject) {
    var script = make("script");
    script.src = edition.handouts[id].script;
    script.onload = script.onerror = function () {
      if (words[key]) return resolve();
      delete loads[key];
      reject(edition.handouts[id].title);
    };
    document.head.appendChild(script);
  });
  return loads[key];
}
