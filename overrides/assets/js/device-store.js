/* What a reader asked to keep on this device: texts by name, under the library's own name and the version of their form,
   since all sites of one host share a device's storage. Browsers may refuse it, above all for pages from a folder. */
var FORMAT = 1;

function storeName(library, name) { return library + "/" + FORMAT + "/" + name; }

/* The text of that name; null where there is none, or where the browser refuses. */
function readStored(name) {
  try { return localStorage.getItem(name); } catch (refused) { return null; }
}

/* Whether it is stored now: a browser may refuse, or have no room left. */
function store(name, text) {
  try {
    localStorage.setItem(name, text);
    return localStorage.getItem(name) === text;
  } catch (refused) { return false; }
}

/* The day on this device, as 2026-11-30. */
function today() {
  var date = new Date();
  return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

/* Calls when what stands here may be gone there: deleted in another tab, or before this page came back. */
function onDeletedElsewhere(name, call) {
  function look() { if (readStored(name) === null) call(); }
  window.addEventListener("storage", look);
  window.addEventListener("pageshow", function (event) { if (event.persisted) look(); });
}

function forget(name) {
  try { localStorage.removeItem(name); } catch (refused) { /* nothing was stored there */ }
}
