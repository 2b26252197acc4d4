/* Larger text, in two steps. The choice is stored on this device, and only once somebody has pressed the button; back at the
   first size, it is forgotten. Where storage is refused, it lasts for the page. */
(function () {
  "use strict";
  var KEY = "text-size";
  var LARGEST = 2;
  var button = document.querySelector("[data-size-button]");
  var step = 0;

  /* The button is named by what pressing it does next. */
  function show() {
    if (step) document.documentElement.setAttribute("data-large", step);
    else document.documentElement.removeAttribute("data-large");
    if (button) button.lastElementChild.textContent = [button.dataset.larger, button.dataset.largest, button.dataset.normal][step];
  }

  function stored() {
    try { return Math.min(LARGEST, Number(localStorage.getItem(KEY)) || 0); } catch (refused) { return 0; }
  }

  function store() {
    try {
      if (step) localStorage.setItem(KEY, step);
      else localStorage.removeItem(KEY);
    } catch (refused) { /* it lasts for this page */ }
  }

  step = stored();
  show();
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", function () {
    step = step === LARGEST ? 0 : step + 1;
    show();
    store();
  });
})();
