/* Is my copy current? A sheet's QR code opens the page with #v=<version>. What follows the # never leaves the device:
   it is compared here with the page's own version. Also tells when the page is past the day of its next check. */
(function () {
  "use strict";
  var notice = document.querySelector("[data-version]");
  var overdue = document.querySelector("[data-due]");

  function show(words) {
    notice.textContent = words;
    notice.hidden = false;
  }

  function today() {
    var now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  function compare() {
    var copy = /^#v=((\d{4}-\d\d-\d\d)\.[0-9a-f]{6})$/.exec(location.hash);
    notice.hidden = true;
    if (!copy) return;
    var labels = notice.dataset;
    var date = copy[2];
    if (copy[1] === labels.version) return show(labels.current);
    var words = labels.older.replace("{then}", date).replace("{now}", labels.version.split(".")[0]);
    var changes = JSON.parse(labels.changes).filter(function (change) { return change.on >= date; });
    var important = changes.filter(function (change) { return change.matters; });
    if (important.length) words += " " + labels.matters.replace("{what}", important.map(function (change) { return change.what; }).join(" "));
    else words += " " + (changes.length ? labels.minor : labels.unknown);
    show(words);
  }

  if (notice) {
    compare();
    window.addEventListener("hashchange", compare);
  }
  if (overdue && today() > overdue.dataset.due) {
    overdue.textContent = overdue.dataset.text;
    overdue.hidden = false;
  }
})();
