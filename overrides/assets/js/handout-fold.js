/* Sources, and who made and checked a handout, are folded on a screen. On paper, and without this script, they are open. */
(function () {
  "use strict";
  var folded = [];

  /* A heading becomes the line to tap, what follows it in its parent up to `last` what opens. */
  function fold(heading, last) {
    var details = document.createElement("details");
    var summary = document.createElement("summary");
    details.className = "fold";
    heading.before(details);
    details.append(summary);
    while (details.lastChild !== last) details.append(details.nextSibling);
    summary.append(heading);
    folded.push(details);
  }

  /* Whoever follows a link to what is folded, such as a source's number, finds it open. */
  function reveal() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var details = target && target.closest(".fold");
    if (!details || details.open) return;
    details.open = true;
    target.scrollIntoView();
  }

  var sources = document.querySelector("[data-handout] .sources");
  var about = document.querySelector(".facts");
  var calm = document.querySelectorAll("[data-handout] > .card.level-1"); /* for the next visit: no sign of haste is folded */
  calm.forEach(function (card) { fold(card.firstElementChild, card.lastElementChild); });
  if (sources) fold(document.getElementById("sources"), sources);
  if (about) fold(about.firstElementChild, about.lastElementChild);
  if (!folded.length) return;
  reveal();
  window.addEventListener("hashchange", reveal);
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) reveal(); /* the address stays the same, and no browser tells of it */
  });

  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = folded.filter(function (details) { return !details.open; });
    closed.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (details) { details.open = false; });
  });
})();
