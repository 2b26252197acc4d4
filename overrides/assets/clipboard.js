/* Puts words on the clipboard: `copyText(text)` promises that they are there. Browsers close their clipboard to plain http,
   which a clinic's own network may use, so there is the older way too. */
window.copyText = function (text) {
  "use strict";

  function older() {
    var back = document.activeElement;
    var field = document.createElement("textarea");
    field.className = "hidden-words";
    field.readOnly = true;
    field.value = text;
    document.body.appendChild(field);
    field.select();
    field.setSelectionRange(0, text.length);
    var done = false;
    try { done = document.execCommand("copy"); } catch (refused) { /* said below */ }
    field.remove();
    if (back && back.focus) back.focus();
    return done ? Promise.resolve() : Promise.reject(new Error("refused"));
  }

  if (!navigator.clipboard || !navigator.clipboard.writeText) return older();
  return navigator.clipboard.writeText(text).catch(older);
};
