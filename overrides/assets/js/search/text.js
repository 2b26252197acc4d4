/* From letters to stems, and how far one word is from another. */

/* An object that knows no word yet, not even "constructor". */
function bare() {
  return Object.create(null);
}

/* Small letters without accents, ligatures and the points of abbreviations; degrees are plain numbers. */
function fold(text) {
  return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "")
    .replace(/(^|[^\p{L}\p{N}])((?:\p{L}\.){2,}\p{L}?)(?![\p{L}\p{N}])/gu, function (all, before, word) { return before + word.replace(/\./g, ""); })
    .replace(/°\s*[cf]?(?![\p{L}\p{N}])/gu, " ");
}

/* British and American spelling are the same words; scripts/handouts/checks/spelling.py has the same rules for pages. */
var SPELLINGS = [
  [/aem/, "em"], [/paed/, "ped"], [/aesth/, "esth"], [/aec/, "ec"], [/aetio/, "etio"],
  [/oe(?=dem|soph|str)/, "e"], [/rrhoe/, "rrhe"], [/foet/, "fet"],
  [/([a-z]{3})our(?=$|s$|e[dr]|ing|less|ful|ite|abl)/, "$1or"],
  [/([a-z]{4})is(e[drs]?|ing|ations?|able)$/, "$1iz$2"],
  [/lys(e[drs]?|ing)$/, "lyz$1"],
  [/([a-z]{2}[tb])re(?=s?$)/, "$1er"]
];
function american(word) {
  SPELLINGS.forEach(function (rule) { word = word.replace(rule[0], rule[1]); });
  return word;
}

/* Plurals and verb forms meet: sores and sore, bleeding and bleed, stopped and stop. */
var IRREGULAR = new Map([["children", "child"], ["feet", "foot"], ["teeth", "tooth"], ["bled", "bleed"]]);
var STEMS = {
  en: function (word) {
    word = IRREGULAR.get(word) || word;
    if (word.length < 4) return word;
    word = american(word);
    word = word.replace(/ies$/, "y").replace(/(ss|x|ch|sh)es$/, "$1").replace(/([^siu])s$/, "$1").replace(/(ss|[cp]t)ion$/, "$1");
    var root = word.replace(/(?:ing|([^e])ed)$/, "$1"); /* bleed is no past of ble */
    if (root !== word && root.length > 2 && /[aeiouy]/.test(root)) word = root.replace(/([^aeioulsz])\1$/, "$1");
    return word.length > 3 ? word.replace(/e$/, "") : word;
  },
  es: function (word) {
    if (word.length < 4) return word;
    word = word.replace(/ces$/, "z").replace(/([^aeiou])es$/, "$1").replace(/([aeiou])s$/, "$1");
    word = word.replace(/^(.{3,})(?:se|me|lo|la|le)s?$/, function (all, root) { return /[aei]r$|ndo$/.test(root) ? root : all; });
    word = word.replace(/^(.{3,})(?:iendo|ando|ieron|aron|amos|emos|[ai]d[ao]|aban?|ian?|[ai]?cion|[ai]miento|[aei]r|[ae]n)$/, "$1");
    return word.length > 3 ? word.replace(/[aeo]$/, "") : word;
  }
};
var stemmed = STEMS[document.documentElement.lang.slice(0, 2)] || function (word) { return word; };

/* Idle words (the, of, my) keep their form and get a mark, so that no other word's stem is taken for one. */
var IDLE = "\u00b7", idle = bare();

function idles(stem) {
  return stem[0] === IDLE;
}

/* ABC30 is ABC and 30, and 30mg is 30 and mg; B12 is a name. */
var JOINED = /^(?:(\p{L}{2,})(\p{N}{2,})|(\p{N}+)(\p{L}{1,3}))$/u;

/* The stems of a text in order. A word with hyphens counts as one and as its parts, and so do letters and digits in one word. */
function stems(text) {
  var sequence = [];
  (fold(text).match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) || []).forEach(function (word) {
    if (word.indexOf("-") > 0) sequence.push(stemmed(word.replace(/-/g, "")));
    word.split("-").forEach(function (part) {
      var joined = JOINED.exec(part);
      (joined ? [joined[1] || joined[3], joined[2] || joined[4]] : [part]).forEach(function (piece) { sequence.push(idle[piece] ? IDLE + piece : stemmed(piece)); });
    });
  });
  return sequence;
}

/* Slips between two words: letters more, fewer, other or swapped. `limit` and more are all the same. */
function slips(a, b, limit) {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  var before = [], row = [], above, i, j;
  for (j = 0; j <= b.length; j++) row[j] = j;
  for (i = 1; i <= a.length; i++) {
    above = row;
    row = [i];
    var lowest = i;
    for (j = 1; j <= b.length; j++) {
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      if (row[j] < lowest) lowest = row[j];
    }
    if (lowest >= limit) return limit;
    before = above;
  }
  return Math.min(row[b.length], limit);
}

/* Which letters a word has, as bits: words whose letters differ too much need no closer look. */
function letters(word) {
  var bits = 0;
  for (var at = 0; at < word.length; at++) bits |= 1 << word.charCodeAt(at) % 31;
  return bits;
}

function differing(bits) {
  var count = 0;
  for (; bits; bits &= bits - 1) count++;
  return count;
}

function forgiven(word) {
  return word.length < 4 ? 0 : word.length < 6 ? 1 : 2;
}
