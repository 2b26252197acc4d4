/* BM25+ (Lv and Zhai, 2011, doi 10.1145/2063576.2063584): what a stem in a field of a page is worth. */

var SATURATION = 1.2; /* how soon further occurrences count less */
var BY_LENGTH = .7; /* how much the length of a field counts, 0 to 1 */
var FLOOR = .5; /* what any occurrence is worth, however long the field */

/* One field of all pages. Its length on a page is the number of different stems. */
function emptyField(boost) {
  return { boost: boost, pages: 0, total: 0, lengths: [], postings: bare() };
}

function addToField(field, id, words) {
  var counts = bare();
  words.forEach(function (stem) { counts[stem] = (counts[stem] || 0) + 1; });
  var different = Object.keys(counts);
  different.forEach(function (stem) { (field.postings[stem] = field.postings[stem] || []).push([id, counts[stem]]); });
  field.pages += 1;
  field.total += field.lengths[id] = different.length;
}

/* Add what a stem is worth in a field to the score of each page that has it there. */
function addScores(field, stem, scores) {
  var postings = field.postings[stem] || [];
  var rarity = Math.log(1 + (field.pages - postings.length + .5) / (postings.length + .5));
  postings.forEach(function (posting) {
    var id = posting[0], count = posting[1];
    var length = field.lengths[id] * field.pages / field.total; /* 1 is the average */
    var saturated = count * (SATURATION + 1) / (count + SATURATION * (1 - BY_LENGTH + BY_LENGTH * length));
    scores[id] = (scores[id] || 0) + field.boost * rarity * (FLOOR + saturated);
  });
}
