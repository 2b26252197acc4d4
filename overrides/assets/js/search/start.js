/* Search on the reader's device. This script and the index are fetched from this site when the box gets focus, never before;
   see search-box.js. What is typed is kept in the box and in this tab's history, for the way back, and nowhere else. Further
   parts of a large index are fetched behind the first answers, and what stands in the box is then asked again. Without these
   scripts the box stays hidden, and the list of all handouts is the way. Plain ES2018. The files of this folder are joined
   into one function. */
var script = document.currentScript;
var form = document.querySelector("[data-search]");
if (!script || !form) return;
