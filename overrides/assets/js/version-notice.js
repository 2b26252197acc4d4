/* Is my copy current? A sheet's QR code opens the page with #v=<version>, a day or "draft" and what stands for its words.
   What follows the # never leaves the device: it is compared here with the page's own version. Also tells when the page is past the day of its next check. */
(function () {
  "use strict";
  var notice = document.querySelector("[data-version]");
  var overdue = document.querySelector("[data-due]");

  function show(words) {
    notice.textContent = words;
    notice.hidden = false;
  }

  function today() {
    var date = new Date();
    return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  function compare() {
    var form = /^(?:(\d{4}-\d\d-\d\d)(?:\.\d+)?|draft)\.([0-9a-f]{6})$/;
    var copy = location.hash.slice(0, 3) === "#v=" && form.exec(location.hash.slice(3));
    notice.hidden = true;
    if (!copy) return;
    var labels = notice.dataset;
    var page = form.exec(labels.version);
    var date = copy[1];
    if (copy[2] === page[2]) return show(labels.current);
    if (!date) return show(labels.unknown); // nobody knows what a draft had
    var words = page[1] ? [labels.older.replace("{then}", date).replace("{now}", page[1])] : [];
    var changes = JSON.parse(labels.changes).filter(function (change) { return change.on >= date; });
    var important = changes.filter(function (change) { return change.matters; });
    if (important.length) words.push(labels.matters.replace("{what}", important.map(function (change) { return change.what; }).join(" ")));
    else words.push(changes.length && page[1] ? labels.minor : labels.unknown);
    show(words.join(" "));
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
