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

function forget(name) {
  try { localStorage.removeItem(name); } catch (refused) { /* nothing was stored there */ }
}
