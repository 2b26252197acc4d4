/* Marks on a drawing: a tap puts one there, with today's date and the meaning that was chosen; so does a place from the list, for
   whoever does not point. Each mark stands in a list, where it is changed and deleted. */
var SVG = "http://www.w3.org/2000/svg";

function addMarks(id, part, figure) {
  var drawing = figure.querySelector("svg");
  if (!drawing) return;
  var meanings = JSON.parse(figure.dataset.marks), places = {};
  figure.dataset.places.split("|").forEach(function (text) {
    var words = text.split(" ");
    if (words.length > 2) places[words.slice(2).join(" ")] = [Number(words[0]), Number(words[1])];
  });
  var size = drawing.viewBox.baseVal;
  var layer = drawing.appendChild(document.createElementNS(SVG, "g"));
  var tool = source.content.querySelector("[data-marks-tool]").cloneNode(true);
  var choice = tool.querySelector("[data-marks-choice]"), place = tool.querySelector("select");
  var list = tool.querySelector("ol"), status = tool.querySelector("[role=status]");
  var marks = [];

  function letter(kind) { return meanings[kind].charAt(0).toUpperCase(); }
  function letters(mark) { return mark.kinds.map(letter).join(""); }
  function kinds() { return Object.keys(meanings); }

  function shape(name, attributes) {
    var element = layer.appendChild(document.createElementNS(SVG, name));
    Object.keys(attributes).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return element;
  }

  function draw() {
    layer.textContent = "";
    marks.forEach(function (mark, at) {
      var name = (at + 1 + " " + letters(mark)).trim(), width = 10 + 9 * name.length;
      shape("rect", { x: mark.x - width / 2, y: mark.y - 10, width: width, height: 20, rx: 10, "class": "mark__ground" });
      shape("text", { x: mark.x, y: mark.y + 5, "class": "mark__letter" }).textContent = name;
    });
  }

  function labelled(words, parent, properties) {
    var label = create("label", parent);
    create("span", label, { textContent: words });
    return keepPrivate(create("input", label, properties));
  }

  function show() {
    draw();
    list.textContent = "";
    marks.forEach(function (mark, at) {
      var item = create("li", list);
      var where = labelled(words.place, item, { className: "field", type: "text", value: mark.place });
      var on = labelled(words.date, item, { className: "field", type: "date", value: mark.on });
      where.addEventListener("input", function () { mark.place = where.value; changed(); });
      on.addEventListener("input", function () { mark.on = on.value; changed(); });
      var group = create("span", item, { className: "fill-kinds" });
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", words.mark.replace("{number}", at + 1));
      kinds().forEach(function (kind) {
        var label = create("label", group);
        var box = create("input", label, { type: "checkbox", checked: mark.kinds.indexOf(kind) >= 0 });
        create("span", label, { textContent: " " + letter(kind) + " " + meanings[kind] });
        box.addEventListener("change", function () {
          mark.kinds = kinds().filter(function (other) { return other === kind ? box.checked : mark.kinds.indexOf(other) >= 0; });
          draw();
          changed();
        });
      });
      var remove = create("button", item, { className: "button", type: "button", textContent: words.markDelete.replace("{number}", at + 1) });
      remove.addEventListener("click", function () {
        remember();
        marks.splice(at, 1);
        show();
        changed();
        tell(words.markDeleted);
        (list.querySelectorAll("button")[Math.min(at, marks.length - 1)] || place).focus();
      });
    });
    list.hidden = !marks.length;
  }

  function put(x, y, name) {
    var kind = choice.querySelector("input:checked");
    marks.push({ x: Math.round(x), y: Math.round(y), place: name, on: today(), kinds: kind ? [kind.value] : [] });
    show();
    status.textContent = words.mark.replace("{number}", marks.length) + ": " + name;
    changed();
  }

  function nearest(x, y) {
    var name = "", limit = size.width / 8; /* further away is no place of the list: the reader writes which */
    Object.keys(places).forEach(function (other) {
      var distance = Math.hypot(places[other][0] - x, places[other][1] - y);
      if (distance < limit) { limit = distance; name = other; }
    });
    return name;
  }

  kinds().forEach(function (kind, at) {
    var label = create("label", choice);
    create("input", label, { type: "radio", name: id, value: kind, checked: !at });
    label.append(" " + letter(kind) + " " + meanings[kind]);
  });
  Object.keys(places).forEach(function (name) { create("option", place, { textContent: name, value: name }); });
  tool.querySelector("button").addEventListener("click", function () {
    var at = places[place.value];
    if (at) put(at[0], at[1], place.value);
  });
  drawing.addEventListener("click", function (event) {
    var box = drawing.getBoundingClientRect();
    var x = (event.clientX - box.left) / box.width * size.width, y = (event.clientY - box.top) / box.height * size.height;
    put(x, y, nearest(x, y));
  });
  drawing.setAttribute("data-marked", "");
  figure.after(tool);

  fields.push({
    id: id, part: part, label: wordsOf(tool.querySelector("[data-marks-title]")),
    read: function () { return marks.length ? marks.map(function (mark) { return Object.assign({}, mark); }) : ""; },
    write: function (value) {
      marks = [].concat(value || []).filter(function (mark) {
        return mark && mark.x >= 0 && mark.x <= size.width && mark.y >= 0 && mark.y <= size.height;
      }).map(function (mark) {
        return {
          x: Number(mark.x), y: Number(mark.y), place: String(mark.place || ""), on: String(mark.on || ""),
          kinds: kinds().filter(function (kind) { return Array.isArray(mark.kinds) && mark.kinds.indexOf(kind) >= 0; })
        };
      });
      show();
    },
    text: function (value) {
      return [].concat(value).map(function (mark, at) {
        var meaning = [].concat(mark.kinds || []).map(function (kind) { return meanings[kind]; }).join(", ");
        return "\n  " + (at + 1) + ". " + [mark.place, mark.on, meaning].filter(Boolean).join("; ");
      }).join("");
    }
  });
}
