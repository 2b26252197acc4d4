/* On a page that has moved: go on, and take along what follows the #. A printed sheet's code names its version there. */
(function () {
  "use strict";
  location.replace(document.currentScript.dataset.to + location.hash);
})();
