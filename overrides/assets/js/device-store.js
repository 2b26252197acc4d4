/* What a reader asked to keep on this device: texts by name, under the library's own name and the version of their form,
   since all sites of one host share a device's storage. Browsers may refuse it, above all for pages from a folder. */
var FORMAT = 1;

function storeName(library, name) { return library + "/" + FORMAT + "/" + name; }

/* The text of that name; null where there is none, or where the browser refuses. */
function readStored(name) {
  try { return localStorage.getItem(name); } catch (refused) { return null; }
}

/* "" once it is stored; else why not: "refused" or "full". */
function store(name, text) {
  try {
    localStorage.setItem(name, text);
    return localStorage.getItem(name) === text ? "" : "refused";
  } catch (error) {
    try {
      localStorage.setItem(name + "?", "1");
      localStorage.removeItem(name + "?");
      return "full";
    } catch (refused) { return /quota/i.test(refused.name) && localStorage.length ? "full" : "refused"; }
  }
}

function forget(name) {
  try { localStorage.removeItem(name); } catch (refused) { /* nothing was stored there */ }
}
