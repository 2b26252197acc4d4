/* For clinics: choose a handout, its language and its form, and copy what a chart or a portal takes. All of it stands in the
   list below the choices, which works without this script. Addresses are those of the place this very page came from, so
   a copy inside a clinic's network gives its own. */
(function () {
  "use strict";
  var tool = document.querySelector("[data-share]");
  if (!tool) return;
  var folder = location.protocol === "file:";

  function part(name) { return tool.querySelector("[data-share-" + name + "]"); }
  function field(name) { return tool.querySelector("[data-share-field=" + name + "]"); }

  var handout = part("handout");
  var language = part("language");
  var form = part("form");
  var lists = {};
  var named = {};
  Array.from(document.querySelectorAll("[data-share-links]")).forEach(function (list) {
    var editions = lists[list.dataset.shareLinks] = {};
    Array.from(list.querySelectorAll("[data-edition]")).forEach(function (one) {
      editions[one.dataset.edition] = one;
      if (named[one.dataset.edition]) return;
      var option = named[one.dataset.edition] = document.createElement("option");
      option.value = option.lang = one.dataset.edition;
      option.textContent = one.dataset.name;
      language.appendChild(option);
    });
  });

  /* The full address that stands beside a link in the list: there is none where the site does not know its own. */
  function known(link) { return link.nextElementSibling ? link.nextElementSibling.textContent : ""; }
  function place(link) { return folder && known(link) || link.href; }

  function quoted(text) {
    return '"' + text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;") + '"';
  }

  function show() {
    var editions = lists[handout.value];
    Object.keys(named).forEach(function (code) { named[code].disabled = !editions[code]; });
    if (!editions[language.value]) language.value = Object.keys(editions)[0];
    var edition = editions[language.value];
    var link = function (kind) { return edition.querySelector("[data-form=" + kind + "]"); };
    var chosen = link(form.value);
    var page = link("page");

    function foreign(element) {
      element.lang = edition.lang;
      element.dir = edition.dir;
    }

    tool.classList.remove("done");
    Array.from(tool.querySelectorAll("[role=status]")).forEach(function (said) { said.textContent = ""; });
    Array.from(tool.querySelectorAll("button.done")).forEach(function (button) { button.classList.remove("done"); });
    part("folder").hidden = !folder || !!known(page);
    part("review").textContent = edition.querySelector(".every__review").textContent;
    [part("review"), field("notes"), field("text")].forEach(foreign);

    field("notes").value = chosen.textContent + "\n" + place(chosen);
    field("link").value = place(chosen);
    part("open").href = chosen.href;
    field("embed").value = "<iframe src=" + quoted(place(page) + "#embed") + " title=" + quoted(edition.dataset.title) +
      ' width="100%" height="800" loading="lazy" referrerpolicy="no-referrer"></iframe>';

    var code = link("qr");
    part("qr").hidden = !code;
    if (code) {
      part("image").src = part("save").href = code.href;
      part("to").textContent = known(page);
    }
    read(link("text").href);
  }

  /* The text is fetched when a handout is chosen: some browsers let a page copy only at the moment of a click. */
  function read(from) {
    var text = field("text");
    var copy = tool.querySelector("[data-share-copy=text]");
    part("text").href = from;
    if (text.dataset.from === from) return;
    text.dataset.from = from;
    text.value = "";
    text.hidden = copy.hidden = true;
    if (folder || !window.fetch) return;
    fetch(from).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then(function (words) {
      if (text.dataset.from !== from) return;
      text.value = words;
      text.hidden = copy.hidden = false;
    }).catch(function () { /* the link to it stays */ });
  }

  Array.from(tool.querySelectorAll("[data-share-copy]")).forEach(function (button) {
    button.addEventListener("click", function () {
      var from = field(button.dataset.shareCopy);
      var text = "shareLine" in button.dataset ? from.value.split("\n")[0] : from.value;
      var said = button.closest(".share__one").querySelector("[role=status]");
      Array.from(tool.querySelectorAll("button.done")).forEach(function (other) { other.classList.remove("done"); });
      Array.from(tool.querySelectorAll("[role=status]")).forEach(function (other) { other.textContent = ""; });
      window.copyText(text).then(function () {
        button.classList.add("done");
        said.textContent = tool.dataset.copied;
      }, function () {
        from.focus();
        from.setSelectionRange(0, text.length);
        said.textContent = tool.dataset.failed;
      });
    });
  });

  [handout, language, form].forEach(function (choice) { choice.addEventListener("change", show); });
  if (named[document.documentElement.lang]) language.value = document.documentElement.lang;
  tool.hidden = false;
  show();
})();
