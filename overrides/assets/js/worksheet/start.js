/* The fields, then what was kept, and the panel below the last field: before the part that says when to get help. */
findBlanks();
if (!fields.length) return;
Array.from(hint.querySelectorAll("input")).reverse().forEach(addHead);
var end = document.getElementById("when-to-get-help") || article.querySelector("#sources");
var keyPoints = document.querySelector("#key-points + ul, #key-points + ol") || article.querySelector(".summary");
var stored = readStored(name);
keyPoints.after(hint);
if (end) end.before(bar, panel);
else article.append(bar, panel);
if (stored !== null) {
  var read = recordIn(stored);
  if (read.problem) tell(words.bad);
  else {
    box.checked = true;
    fillIn(read.entries);
    unknownShown();
    tell(words.kept);
  }
}
showKept();
