/* Is my copy current? A sheet's QR code opens the page with #v=<version>. What follows the # never leaves the device:
   it is compared here with the page's own version. Also says when the page is past the day of its next check. */
(function () {
  "use strict";
  var line = document.querySelector("[data-copy]");
  var late = document.querySelector("[data-due]");

  function show(element, words) {
    element.textContent = words;
    element.hidden = false;
  }

  function today() {
    var now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  function compare() {
    var held = /^#v=(\d{4}-\d\d-\d\d)\.([0-9a-f]{6})$/.exec(location.hash);
    line.hidden = true;
    if (!held) return;
    var say = line.dataset;
    var now = say.copy.split(".");
    if (held[1] + "." + held[2] === say.copy) return show(line, say.current);
    var words = say.older.replace("{then}", held[1]).replace("{now}", now[0]);
    var since = JSON.parse(say.changes).filter(function (one) { return one.on >= held[1]; });
    var matter = since.filter(function (one) { return one.matters; });
    if (matter.length) words += " " + say.matters.replace("{what}", matter.map(function (one) { return one.what; }).join(" "));
    else words += " " + (since.length ? say.minor : say.unknown);
    show(line, words);
  }

  if (line) {
    compare();
    window.addEventListener("hashchange", compare);
  }
  if (late && today() > late.dataset.due) late.hidden = false;
})();
