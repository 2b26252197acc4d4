/* For clinics: choose a handout, its language and its form, and copy what a chart or a portal takes. The list below the
   choices holds all of it, and works without this script. Addresses are those of the place this very page came from, so a
   copy inside a clinic's network gives its own. */
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
  var image = part("picture").appendChild(document.createElement("img"));
  var lists = {};
  var options = {};
  Array.from(document.querySelectorAll("[data-share-links]")).forEach(function (list) {
    var editions = lists[list.dataset.shareLinks] = {};
    Array.from(list.querySelectorAll("[data-edition]")).forEach(function (edition) {
      editions[edition.dataset.edition] = edition;
      if (options[edition.dataset.edition]) return;
      var option = options[edition.dataset.edition] = document.createElement("option");
      option.value = option.lang = edition.dataset.edition;
      option.textContent = edition.dataset.name;
      language.appendChild(option);
    });
  });

  /* The full address beside a link in the list: there is none where the site does not know its own. */
  function absolute(link) { return link.nextElementSibling ? link.nextElementSibling.textContent : ""; }
  function address(link) { return folder && absolute(link) || link.href; }

  function quote(text) {
    return '"' + text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;") + '"';
  }

  function clearStatus() {
    Array.from(tool.querySelectorAll("[role=status]")).forEach(function (status) { status.textContent = ""; });
    Array.from(tool.querySelectorAll("button.copied")).forEach(function (button) { button.classList.remove("copied"); });
  }

  function show() {
    var editions = lists[handout.value];
    Object.keys(options).forEach(function (code) { options[code].disabled = !editions[code]; });
    if (!editions[language.value]) language.value = Object.keys(editions)[0];
    var edition = editions[language.value];
    var link = function (kind) { return edition.querySelector("[data-form=" + kind + "]"); };
    var chosen = link(form.value);
    var page = link("page");

    function setLanguage(element) {
      element.lang = edition.lang;
      element.dir = edition.dir;
    }

    clearStatus();
    part("folder").hidden = !folder || !!absolute(page);
    part("review").textContent = edition.querySelector(".link-list__review").textContent;
    [part("review"), field("notes"), field("text"), field("questions")].forEach(setLanguage);

    field("notes").value = chosen.textContent + "\n" + address(chosen);
    field("link").value = address(chosen);
    part("open").href = chosen.href;
    part("mail").href = "mailto:?subject=" + encodeURIComponent(edition.dataset.title) + "&body=" + encodeURIComponent(field("notes").value);
    field("embed").value = "<iframe src=" + quote(address(page) + "#embed") + " title=" + quote(edition.dataset.title) +
      ' width="100%" height="800" loading="lazy" referrerpolicy="no-referrer"></iframe>';

    var questions = Array.from(edition.querySelectorAll("[data-questions] li"));
    part("questions").hidden = !questions.length;
    field("questions").value = questions.map(function (question) { return question.textContent; }).join("\n");

    var code = link("qr");
    part("qr").hidden = !code;
    if (code) {
      image.src = part("save").href = code.href;
      part("to").textContent = absolute(page);
    }
    fetchText(link("text").href);
  }

  /* The text is fetched when a handout is chosen: some browsers let a page copy only at the moment of a click. */
  function fetchText(url) {
    var text = field("text");
    var copy = tool.querySelector("[data-share-copy=text]");
    part("text").href = url;
    if (text.dataset.url === url) return;
    text.dataset.url = url;
    text.value = "";
    text.hidden = copy.hidden = true;
    if (folder || !window.fetch) return;
    fetch(url).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then(function (words) {
      if (text.dataset.url !== url) return;
      text.value = words;
      text.hidden = copy.hidden = false;
    }).catch(function () { /* the link to it stays */ });
  }

  Array.from(tool.querySelectorAll("[data-share-copy]")).forEach(function (button) {
    button.addEventListener("click", function () {
      var source = field(button.dataset.shareCopy);
      var text = "shareLine" in button.dataset ? source.value.split("\n")[0] : source.value;
      var status = button.closest(".share__result").querySelector("[role=status]");
      clearStatus();
      window.copyText(text).then(function () {
        button.classList.add("copied");
        status.textContent = tool.dataset.copied;
      }, function () {
        source.focus();
        source.setSelectionRange(0, text.length);
        status.textContent = tool.dataset.failed;
      });
    });
  });

  /* By whatever the device sends with: a message, a mail, another device near by. */
  if (navigator.share) {
    part("system").hidden = false;
    part("system").addEventListener("click", function () {
      var lines = field("notes").value.split("\n");
      navigator.share({ title: lines[0], text: lines[0], url: field("link").value }).catch(function () { /* the reader thought better of it */ });
    });
  }

  [handout, language, form].forEach(function (choice) { choice.addEventListener("change", show); });
  language.parentNode.hidden = Object.keys(options).length < 2;
  if (options[document.documentElement.lang]) language.value = document.documentElement.lang;
  Array.from(tool.querySelectorAll("[data-text]")).forEach(function (element) { element.textContent = element.dataset.text; });
  image.alt = part("picture").dataset.sharePicture;
  image.width = image.height = 160;
  tool.hidden = false;
  show();
})();
