/* Search on the reader's device. Engine and index are fetched from this site when the box gets focus, never before;
   what is typed is kept in the box and nowhere else. Without this script the box stays hidden and the list of all
   handouts is the way. */
(function () {
  "use strict";
  var script = document.currentScript;
  var form = document.querySelector("[data-search]");
  if (!script || !form) return;
  var box = form.querySelector("[data-search-box]");
  var panel = form.querySelector("[data-search-results]");
  var list = form.querySelector("[data-search-list]");
  var none = form.querySelector("[data-search-none]");
  var count = form.querySelector("[data-search-count]");
  var engine = null;
  var loading = false;
  form.hidden = false;

  function fold(word) {
    return word.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  /* Plurals and verb forms meet: lumps and lump, bleeding and bleed. Short words stay as they are. */
  function stem(word) {
    word = fold(word).replace(/['’]s?$/, "");
    if (word.length < 4) return word;
    return word.replace(/ies$/, "y").replace(/(sses|xes|ches|shes)$/, function (end) { return end.slice(0, -2); })
      .replace(/([^s])s$/, "$1").replace(/(.{4,})(ing|ed)$/, "$1");
  }

  function load(source, done) {
    var element = document.createElement("script");
    element.src = source;
    element.onload = done;
    element.onerror = function () { loading = false; };
    document.head.appendChild(element);
  }

  function wake() {
    if (engine || loading) return;
    loading = true;
    load(script.dataset.engine, function () {
      load(script.dataset.index, function () {
        var idle = {};
        handoutIndex.idle.forEach(function (word) { idle[fold(word)] = true; });
        engine = new MiniSearch({
          fields: ["title", "words", "heads", "summary"],
          storeFields: ["title", "summary", "link"],
          processTerm: function (term) { return idle[fold(term)] ? null : stem(term) || null; },
          searchOptions: {
            boost: { title: 3, words: 4, heads: 2 },
            prefix: function (term) { return term.length > 2; },
            fuzzy: function (term) { return term.length < 4 ? 0 : term.length < 8 ? 1 : 2; }
          }
        });
        engine.addAll(handoutIndex.handouts);
        show();
      });
    });
  }

  function show() {
    var asked = box.value.trim();
    panel.hidden = !asked || !engine;
    if (panel.hidden) return;
    var found = engine.search(asked).slice(0, 8);
    list.textContent = "";
    found.forEach(function (one) {
      var item = document.createElement("li");
      var link = document.createElement("a");
      var summary = document.createElement("span");
      link.href = panel.dataset.base + one.link;
      link.textContent = one.title;
      summary.textContent = one.summary;
      item.append(link, summary);
      list.append(item);
    });
    none.hidden = found.length > 0;
    count.hidden = found.length === 0;
    count.textContent = panel.dataset.some.replace("{count}", found.length);
  }

  box.addEventListener("focus", wake);
  box.addEventListener("input", function () { wake(); show(); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = list.querySelector("a");
    if (first && !panel.hidden) first.focus();
  });
  form.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    panel.hidden = true;
    box.focus();
  });
  document.addEventListener("click", function (event) {
    if (!form.contains(event.target)) panel.hidden = true;
  });
  form.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) panel.hidden = true;
  });
})();
