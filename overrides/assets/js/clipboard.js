/* Puts words on the clipboard: `copyText(text)` promises that they are there. Browsers close their clipboard to plain http,
   which a clinic's own network may use, so there is the older way too. */
window.copyText = function (text) {
  "use strict";

  function copyBySelection() {
    var focused = document.activeElement;
    var field = document.createElement("textarea");
    field.className = "visually-hidden";
    field.readOnly = true;
    field.value = text;
    document.body.appendChild(field);
    field.select();
    field.setSelectionRange(0, text.length);
    var copied = false;
    try { copied = document.execCommand("copy"); } catch (refused) { /* reported below */ }
    field.remove();
    if (focused && focused.focus) focused.focus();
    return copied ? Promise.resolve() : Promise.reject(new Error("refused"));
  }

  if (!navigator.clipboard || !navigator.clipboard.writeText) return copyBySelection();
  return navigator.clipboard.writeText(text).catch(copyBySelection);
};
