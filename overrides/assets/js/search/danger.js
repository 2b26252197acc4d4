/* Care cards above the results, when a question holds words that call for one. */

var DESPAIR = 4; /* the level of the crisis line's card */
var TODAY = 2; /* the level of a card that asks for help today */
var LONG = 5; /* letters from which on a word of a phrase may hold a slip */

function plainWords(text) {
  return fold(text).match(/[\p{L}\p{N}]+/gu) || [];
}

/* What calls for a care card, as words.yml says it: words in any order and form, "phrases" and -words that must not stand there. */
function alarm(entry) {
  var phrases = [], barred = [], words = [];
  entry.replace(/"([^"]*)"/g, function (all, phrase) { phrases.push(plainWords(phrase)); return " "; }).split(/\s+/).forEach(function (word) {
    if (word[0] === "-") barred.push(fold(word.slice(1)));
    else words = words.concat(stems(word));
  });
  return { phrases: phrases, words: words, barred: barred };
}

/* A word of a phrase, or one with a slip in it; but no word that stands on our pages is taken for a slip. */
function isWord(typed, word) {
  if (typed === word || !typed) return typed === word;
  return word.length >= LONG && typed[0] === word[0] && !visible[stemmed(typed)] && slips(typed, word, 2) < 2;
}

/* A word in any form, or one with slips in it. */
function isForm(typed, stem) {
  if (typed === stem) return true;
  return !idles(stem) && stem.length > 3 && typed[0] === stem[0] && !visible[typed] && slips(typed, stem, 3) <= Math.min(forgiven(stem), forgiven(typed));
}

/* Whether a question holds what one of these alarms says. */
function holds(text, alarms) {
  var words = plainWords(text), forms = stems(text);
  return alarms.some(function (sign) {
    return sign.words.every(function (stem) { return forms.some(function (typed) { return isForm(typed, stem); }); }) &&
      sign.phrases.every(function (phrase) {
        return words.some(function (_, at) { return phrase.every(function (word, next) { return isWord(words[at + next], word); }); });
      }) &&
      !sign.barred.some(function (word) { return words.indexOf(word) >= 0; });
  });
}

/* The care cards that a question calls for. */
function cardsFor(text) {
  return index.danger.cards.filter(function (card) { return holds(text, card.alarms); });
}

/* The cards whose lines stand above all cards: where one for today is called for, those of every level. */
function linesFor(text, cards) {
  if (!cards.some(function (card) { return card.level === TODAY && card.line.length; })) return [];
  var urgent = holds(text, index.danger.signs) ? -1 : 1;
  return index.danger.cards.filter(function (card) { return card.line.length; })
    .sort(function (a, b) { return urgent * (a.level - b.level); });
}

/* Words, and numbers to tap. */
function appendRuns(runs, inside) {
  runs.forEach(function (run) {
    if (run.map) append("a", run[0], inside).href = run[1];
    else inside.appendChild(document.createTextNode(run));
  });
}

function isNumberAlone(runs) {
  return runs.length === 1 && Boolean(runs[0].map);
}

var presented = []; /* the care cards on the screen, after those whose lines stand above them */

/* Cards that stand there already stay as they are, and so does the page below the reader's finger. */
function showCards(cards, lines) {
  danger.hidden = !cards.length;
  var all = lines.concat(cards);
  var same = all.length === presented.length && all.every(function (card, at) { return card === presented[at]; });
  presented = all;
  if (danger.hidden || same) return;
  danger.textContent = "";
  if (lines.length) {
    var first = append("div", "", danger);
    first.className = "search__lines";
    first.tabIndex = -1;
    lines.forEach(function (card) {
      var line = append("p", "", first);
      line.className = "level-" + card.level;
      appendRuns(card.line, line);
    });
  }
  cards.forEach(function (card) {
    var section = append("section", "", danger);
    section.className = "card level-" + card.level;
    section.tabIndex = -1; /* Enter in the box leads here: the words come before the links behind them */
    appendRuns(card.title, append("h2", "", section));
    var items = null;
    card.parts.forEach(function (part) {
      if (part[0] !== "li") { items = null; appendRuns(part[1], append("p", "", section)); return; }
      items = items || append("ul", "", section);
      if (isNumberAlone(part[1])) items.className = "calls";
      appendRuns(part[1], append("li", "", items));
    });
  });
  if (index.danger.help && cards.some(function (card) { return card.more; })) {
    append("a", danger.dataset.more, append("p", "", danger)).href = base + index.danger.help;
  }
  revealFirst();
}

/* The first card comes onto the screen whole, as far as there is room for it below the box. */
function revealFirst() {
  var screen = window.visualViewport ? window.visualViewport.height : window.innerHeight;
  var below = danger.firstChild.getBoundingClientRect().bottom + 8 - screen;
  var room = box.getBoundingClientRect().top - 8;
  if (below > 0 && room > 0) window.scrollBy(0, Math.min(below, room));
}

function show() {
  var question = box.value.trim();
  panel.hidden = !question || !ready;
  if (panel.hidden) { announce(""); return; }
  var answers = ask(question);
  var cards = cardsFor(question);
  showCards(cards, linesFor(question, cards));
  /* Whoever asks in despair is shown no passage in which just those words are marked. */
  if (cards.some(function (card) { return card.level === DESPAIR; })) answers.forEach(function (answer) { answer.passage = null; });
  list(answers);
  var soon = !answers.length && loading && parts.length > 0; /* a part under way may hold the answer: nobody is told that there is none */
  none.hidden = answers.length > 0 || soon;
  panel.hidden = soon && !cards.length;
  announce((cards.length ? cards[0].status + " " : "") +
    (answers.length ? panel.dataset.some.replace("{count}", answers.length) : soon ? "" : panel.dataset.none));
}
