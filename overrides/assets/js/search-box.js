/* The search box: shown where scripts run, and opened by its button on a phone. The search itself is fetched when the box gets
   focus, never before; or when a reader is back from a result, whose words wait in this tab's history. Plain ES2018. */
(function () {
  "use strict";
  var script = document.currentScript;
  var form = document.querySelector("[data-search]");
  if (!script || !form) return;
  var box = form.querySelector("[data-search-box]");
  var open = document.querySelector("[data-search-open]");
  var fetched = false;

  /* What could not be fetched is asked for again when the reader next types or comes back to the box. */
  function fetchSearch() {
    if (fetched) return;
    fetched = true;
    var element = document.createElement("script");
    element.src = script.dataset.search;
    element.dataset.index = script.dataset.index;
    element.onerror = function () { fetched = false; };
    document.head.appendChild(element);
  }

  form.hidden = false;
  if (open) {
    open.hidden = false;
    open.addEventListener("click", function () {
      var opened = open.getAttribute("aria-expanded") !== "true";
      open.setAttribute("aria-expanded", String(opened));
      form.toggleAttribute("data-open", opened);
      if (opened) box.focus();
    });
  }
  box.addEventListener("focus", fetchSearch);
  box.addEventListener("input", fetchSearch);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  if (document.activeElement === box || history.state && history.state.search) fetchSearch();
})();
