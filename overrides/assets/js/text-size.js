/* Larger text. The choice is stored on this device, and only once somebody has pressed the button; pressed again, it is
   forgotten. Where storage is refused, it lasts for the page. */
(function () {
  "use strict";
  var KEY = "text-size";
  var button = document.querySelector("[data-size-button]");

  function show(large) {
    document.documentElement.toggleAttribute("data-large", large);
    if (button) button.setAttribute("aria-pressed", String(large));
  }

  function stored() {
    try { return localStorage.getItem(KEY) === "large"; } catch (refused) { return false; }
  }

  function store(large) {
    try {
      if (large) localStorage.setItem(KEY, "large");
      else localStorage.removeItem(KEY);
    } catch (refused) { /* it lasts for this page */ }
  }

  show(stored());
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", function () {
    var large = button.getAttribute("aria-pressed") !== "true";
    show(large);
    store(large);
  });
})();
