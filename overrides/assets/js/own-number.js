/* The clinic's own number, typed by a reader: a button to call beside that for an emergency, never in its place. It is kept only
   where the reader asks for it, on this device, and deleted by one button. Plain ES2018. */
var source = document.querySelector("[data-own-number]");
var calls = document.querySelector("[data-handout] > ul.calls");
if (!source || !calls) return;
var words = source.dataset;
var parts = source.content.cloneNode(true);
var form = parts.querySelector("details"), state = parts.querySelector(".own-number__state");
var status = state.querySelector("[role=status]"), remove = state.querySelector("button");
var clinic = form.querySelector("[data-own=name]"), number = form.querySelector("[data-own=number]"), box = form.querySelector("[data-own-keep]");
var item = document.createElement("li");
item.className = "own-number__call";
var link = item.appendChild(document.createElement("a"));
var name = storeName(words.library, "clinic");
var summary = form.querySelector("summary");

function filled(text) {
  return text.replace("{name}", function () { return clinic.value.trim() || words.clinic; })
    .replace("{number}", function () { return number.value.trim(); });
}

/* Only the first number, in digits and what phones dial with them, reaches the link: no extension, no second number. */
function show() {
  var digits = number.value.split(/[^\d\s+*#().\u2010-\u2015-]/)[0].replace(/[^\d+*#]/g, "");
  if (digits.replace(/\D/g, "").length < 3) item.remove();
  else {
    link.href = "tel:" + digits.replace(/#/g, "%23");
    link.textContent = filled(words.call);
    calls.appendChild(item);
  }
  remove.hidden = !clinic.value && !number.value && readStored(name) === null;
}

function keep() {
  var problem = box.checked && !store(name, JSON.stringify({ name: clinic.value, number: number.value, saved: today() }));
  if (problem) box.checked = false;
  status.textContent = problem ? words.refused : box.checked ? filled(words.kept) : number.value ? words.gone : "";
}

[clinic, number].forEach(function (input) {
  input.spellcheck = false;
  input.addEventListener("input", function () {
    keep();
    show();
  });
});
box.addEventListener("change", function () {
  if (!box.checked) forget(name);
  keep();
  show();
});
function forgotten() {
  forget(name);
  clinic.value = number.value = "";
  box.checked = false;
  show();
  status.textContent = words.deleted;
}

remove.addEventListener("click", function () {
  forgotten();
  summary.focus();
});
onDeletedElsewhere(name, function () { if (box.checked) forgotten(); });

var stored = readStored(name);
if (stored !== null) {
  try {
    var record = JSON.parse(stored);
    clinic.value = String(record.name || "");
    number.value = String(record.number || "");
    box.checked = true;
    status.textContent = filled(words.kept);
  } catch (broken) { /* the button below deletes it */ }
}
show();
calls.after(parts);
