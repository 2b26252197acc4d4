/* What the index tells: pages, their words, and what people say for the same. */

var index, documents = [], handouts = [], fields = bare();
var counts = bare(), rare = bare(), visible = bare(); /* stems: on how many pages, how telling, whether readers see them */
var alike = bare(), sayings = [], faint = bare(), vocabulary;
var FAINT = .5; /* what a word of everyday talk counts beside a telling one */
var BOOSTS = { title: 1.3, words: 3, heads: 1.5, summary: .9, terms: 1.2, bag: .7 };

function learn() {
  index = handoutIndex;
  parts = index.src;
  index.idle.forEach(function (word) { idle[fold(word)] = true; });
  index.faint.forEach(function (word) { faint[stemmed(fold(word))] = true; });
  index.alike.forEach(function (line) {
    var group = line.map(stems);
    var single = group.filter(function (saying) { return saying.length === 1; }).map(function (saying) { return saying[0]; });
    group.forEach(function (saying) {
      if (saying.length > 1) sayings.push([saying, single]);
      else alike[saying[0]] = (alike[saying[0]] || []).concat(single);
    });
  });
  index.danger.cards.forEach(function (card) { card.alarms = card.alarms.map(alarm); });
  index.danger.signs = index.danger.signs.map(alarm);
  Object.keys(BOOSTS).forEach(function (name) { fields[name] = emptyField(BOOSTS[name]); });
  addPart(index);
  index.pages.forEach(function (page) { addWords(addPage(page, true), { bag: [] }); });
  weigh();
  ready = true;
}

/* What a part tells of the handouts: all but the single words of their articles, or these words, or both. */
function addPart(part) {
  part.handouts.forEach(function (handout, at) {
    if (handout.title) handouts[part.from + at] = addPage(handout, false);
    if (handout.bag) addWords(handouts[part.from + at], { bag: handout.bag });
    if (handout.sections) addSections(handouts[part.from + at], handout.sections);
  });
}

/* `aside`: about the site, not a handout. */
function addPage(entry, aside) {
  var page = { id: documents.length, shown: entry, aside: aside, own: bare() };
  page.phrases = [entry.title].concat(entry.words, entry.heads || []).map(stems);
  documents.push(page);
  addWords(page, { title: [entry.title], words: entry.words, heads: entry.heads || [], summary: [entry.summary], terms: entry.terms || [] });
  return page;
}

var OFTEN = 4; /* times that a word of an article is counted */

/* The text of a page, and its words of more than two letters as a bag. */
function addSections(page, sections) {
  var bag = [], times = bare();
  page.sections = sections;
  sections.forEach(function (section) {
    section[1].forEach(function (text) {
      (text.toLowerCase().match(/[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu) || []).forEach(function (word) {
        times[word] = (times[word] || 0) + 1;
        if (word.length > 2 && times[word] <= OFTEN && !idle[fold(word)]) bag.push(word);
      });
    });
  });
  addWords(page, { bag: bag });
}

function addWords(page, texts) {
  Object.keys(texts).forEach(function (name) {
    var words = stems(texts[name].join("\n"));
    addToField(fields[name], page.id, words);
    words.forEach(function (stem) {
      if (name !== "words" && name !== "terms") visible[stem] = true;
      if (!page.own[stem]) counts[stem] = (counts[stem] || 0) + 1;
      page.own[stem] = true;
    });
  });
}

/* What words tell, now that more is known; old answers no longer count. */
function weigh() {
  Object.keys(counts).forEach(function (stem) { rare[stem] = Math.log(1 + documents.length / counts[stem]) * (faint[stem] ? FAINT : 1); });
  forgetAnswers();
  vocabulary = Object.keys(rare).concat(Object.keys(alike).filter(function (stem) { return !isKnown(stem); }))
    .map(function (stem) { return { stem: stem, bits: letters(stem) }; });
}

function isKnown(stem) {
  return stem in rare;
}
