/* A handout inside another page: an address that ends in #embed shows the words alone, by style sheet. They stay alone when
   a reader follows a link within the page; a link that leads away opens beside the portal, not in its frame. */
(function () {
  "use strict";
  if (!document.querySelector("[data-handout]")) return;

  function keepFrame() {
    if (location.hash === "#embed") document.documentElement.setAttribute("data-embed", "");
  }

  keepFrame();
  window.addEventListener("hashchange", keepFrame);
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href]");
    if (!link || !document.documentElement.hasAttribute("data-embed")) return;
    if (/^http/.test(link.protocol) && link.getAttribute("href").charAt(0) !== "#") link.target = "_blank";
  });
})();
