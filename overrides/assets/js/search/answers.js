/* From a question to pages, best first. */

var meanings, scored; /* kept, as each letter typed asks the words before it again */

function forgetAnswers() {
  meanings = bare();
  scored = bare();
}

/* What a word may stand for: itself where it is known, else what it begins, what begins it, or what it was meant to be;
   and what people say for the same thing. A word that stands only among hidden words may be a known slip, so it may
   stand for a shown word too. */
function meaningsOf(stem, last) {
  var key = last ? stem + " " : stem;
  return meanings[key] || (meanings[key] = weighMeanings(stem, last));
}

function weighMeanings(stem, last) {
  var weights = bare(), limit = forgiven(stem), bits = letters(stem);
  function add(other, weight) { if (isKnown(other)) weights[other] = Math.max(weights[other] || 0, weight); }
  function addAlike(other, weight) { (alike[other] || []).forEach(function (same) { if (same !== other) add(same, weight * .6); }); }
  add(stem, 1);
  var familiar = visible[stem] || alike[stem];
  if (!familiar || last && stem.length > 2) {
    var begun = [], near = [];
    vocabulary.forEach(function (word) {
      var other = word.stem;
      if (other === stem || idles(other)) return;
      if (stem.length > 2 && isKnown(other) && other.indexOf(stem) === 0) begun.push(other);
      if (familiar || weights[stem] && !visible[other]) return;
      if (other.length > 3 && other.length * 2 >= stem.length && stem.indexOf(other) === 0 && !weights[stem]) add(other, .5);
      if (differing(bits ^ word.bits) > 2 * limit) return;
      var distance = slips(stem, other, limit + 1);
      if (distance <= limit) near.push({ stem: other, distance: distance + (other[0] === stem[0] ? 0 : .5) });
    });
    begun.slice(0, 8).forEach(function (other) { add(other, isKnown(stem) ? .2 : .6); });
    if (!familiar) {
      var best = near.reduce(function (lowest, candidate) { return Math.min(lowest, candidate.distance); }, 9);
      near.forEach(function (candidate) {
        if (candidate.distance > best + .5) return;
        var weight = candidate.distance > best ? .3 : candidate.distance < 1.6 ? .8 : .5;
        add(candidate.stem, weight);
        addAlike(candidate.stem, weight);
      });
      for (var at = 3; at < stem.length - 2; at++) {
        if (isKnown(stem.slice(0, at)) && isKnown(stem.slice(at))) { add(stem.slice(0, at), .6); add(stem.slice(at), .6); }
      }
    }
  }
  addAlike(stem, isKnown(stem) ? 1 : .95);
  return weights;
}

function groupOf(words, weight) {
  var group = bare();
  words.forEach(function (stem) { group[stem] = weight; });
  return group;
}

/* The score of each page that has a stem, by its number. */
function scoresOf(stem) {
  if (!scored[stem]) {
    scored[stem] = bare();
    Object.keys(fields).forEach(function (name) { addScores(fields[name], stem, scored[stem]); });
  }
  return scored[stem];
}

/* The pages that answer a text, best first. Each word counts once, by the best of what it may stand for; then counts how
   much of the question a page covers, and how like it is to something that people ask. Pages about the site come later. */
function ask(text) {
  var all = stems(text);
  var telling = all.filter(function (stem) { return !idles(stem); });
  var used = telling.length ? telling : all;
  var ending = /[\p{L}\p{N}]$/u.test(text) ? all[all.length - 1] : null;
  var groups = used.map(function (stem) { return meaningsOf(stem, stem === ending); });
  all.forEach(function (stem, at) {
    if (at + 1 < all.length && isKnown(stem + all[at + 1])) groups.push(groupOf([stem + all[at + 1]], 1));
  });
  sayings.forEach(function (saying) {
    if (!all.some(function (_, at) { return saying[0].every(function (stem, next) { return all[at + next] === stem; }); })) return;
    groups.push(groupOf(saying[1].filter(isKnown), .9));
  });
  groups = groups.filter(function (group) { return Object.keys(group).length; });
  if (!groups.length) return [];
  var small = all.filter(idles);
  var scores = documents.map(function () { return 0; });
  var covers = documents.map(function () { return 0; });
  var sum = 0;
  groups.forEach(function (group) {
    var best = bare(), cover = bare(), worth = 0;
    Object.keys(group).forEach(function (stem) {
      worth = Math.max(worth, rare[stem] * group[stem]);
      var hits = scoresOf(stem);
      Object.keys(hits).forEach(function (id) {
        best[id] = Math.max(best[id] || 0, hits[id] * group[stem] * (faint[stem] ? FAINT : 1));
        cover[id] = Math.max(cover[id] || 0, rare[stem] * group[stem]);
      });
    });
    sum += worth;
    Object.keys(best).forEach(function (id) { scores[id] += best[id]; covers[id] += cover[id]; });
  });
  var answers = documents.filter(function (page) { return scores[page.id]; }).map(function (page) {
    return {
      id: page.id,
      score: scores[page.id] * (1 + 2 * likest(page.phrases, groups, small)) * Math.pow(covers[page.id] / sum, .7) * (page.aside ? .6 : 1)
    };
  });
  answers.sort(function (a, b) { return b.score - a.score; });
  return answers.slice(0, 6).map(function (answer) {
    var page = documents[answer.id];
    return { id: page.shown.id, title: page.shown.title, summary: page.shown.summary, link: page.shown.link, passage: passageOf(page, groups), groups: groups };
  });
}

/* The text of a page that answers best: `{part, heading, texts}`, with the texts without which it would say half of what
   belongs together. Null where none holds a word of the question, as in a part of the index that is still to come. */
function passageOf(page, groups) {
  var best = null, highest = 0;
  (page.sections || []).forEach(function (section) {
    if (!section[0]) return;
    var heading = worthOf(section[1][0], groups);
    section[1].forEach(function (text, at) {
      if (!at) return;
      var worth = (worthOf(text, groups) + .4 * heading) / (1 + text.length / 1500);
      if (worth <= highest) return;
      highest = worth;
      best = { section: section, at: at };
    });
  });
  if (!best) return null;
  var numbers = [best.at].concat((best.section[2] || {})[best.at] || []).sort(function (a, b) { return a - b; });
  return { part: best.section[0], heading: best.section[1][0], texts: numbers.map(function (at) { return best.section[1][at]; }) };
}

var stemsOfTexts = bare(); /* of passages, which each letter typed asks again */

function worthOf(text, groups) {
  var words = stemsOfTexts[text] || (stemsOfTexts[text] = stems(text));
  return groups.reduce(function (sum, group) {
    return sum + words.reduce(function (highest, stem) { return Math.max(highest, group[stem] ? rare[stem] * group[stem] : 0); }, 0);
  }, 0);
}

/* How much a question is like the likest of a page's phrases, 0 to 1. Rare words count more, idle words little. */
function likest(phrases, groups, small) {
  var highest = 0;
  var weight = groups.reduce(function (sum, group) {
    return sum + Math.max.apply(null, Object.keys(group).map(function (stem) { return rare[stem]; }));
  }, 0) + small.length * .2;
  phrases.forEach(function (phrase) {
    var size = 0, shared = 0;
    phrase.forEach(function (stem) { size += idles(stem) ? .2 : rare[stem]; });
    groups.forEach(function (group) {
      var best = 0;
      phrase.forEach(function (stem) { if (group[stem]) best = Math.max(best, rare[stem] * group[stem]); });
      shared += best;
    });
    small.forEach(function (stem) { if (phrase.indexOf(stem) >= 0) shared += .2; });
    if (size && shared / (size + weight - shared) > highest) highest = shared / (size + weight - shared);
  });
  return highest;
}
