/* Search on the reader's device. Engine and index are fetched from this site when the box gets focus, never before; what
   is typed is kept in the box and nowhere else. Further parts of a large index are fetched behind the first answers, and
   what stands in the box is then asked again. Without this script the box stays hidden, and the list of all handouts is
   the way. Plain ES2019: Safari 14, Chrome 87. */
(function () {
  "use strict";
  var script = document.currentScript;
  var form = document.querySelector("[data-search]");
  if (!script || !form) return;
  var box = form.querySelector("[data-search-box]");
  var panel = form.querySelector("[data-search-results]");
  var danger = form.querySelector("[data-search-danger]");
  var results = form.querySelector("[data-search-list]");
  var listed = "";
  var none = form.querySelector("[data-search-none]");
  var count = form.querySelector("[data-search-count]");
  var base = panel.dataset.base;
  var open = document.querySelector("[data-search-open]");
  var loading = false;
  var ready = false;
  var asking = false; /* whether what stands in the box is to be answered: since it got focus, until it is left */
  var parts = []; /* of the index, still to be fetched */

  /* Words ---------------------------------------------------------------------------------------------------------- */

  /* An object that knows no word yet, not even "constructor". */
  function bare() {
    return Object.create(null);
  }

  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’]/g, "");
  }

  /* Plurals and verb forms meet: sores and sore, bleeding and bleed, stopped and stop. */
  var IRREGULAR = new Map([["children", "child"], ["feet", "foot"], ["teeth", "tooth"]]);
  var STEMS = {
    en: function (word) {
      word = IRREGULAR.get(word) || word;
      if (word.length < 4) return word;
      word = word.replace(/ies$/, "y").replace(/(ss|x|ch|sh)es$/, "$1").replace(/([^siu])s$/, "$1").replace(/(ss|[cp]t)ion$/, "$1");
      var root = word.replace(/(ing|ed)$/, "");
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

  /* The stems of a text in order. A word with hyphens counts as one and as its parts. */
  function stems(text) {
    var found = [];
    (fold(text).match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) || []).forEach(function (word) {
      if (word.indexOf("-") > 0) found.push(stemmed(word.replace(/-/g, "")));
      word.split("-").forEach(function (part) { found.push(idle[part] ? IDLE + part : stemmed(part)); });
    });
    return found;
  }

  /* Slips between two words: letters more, fewer, other or swapped. `most` and more are all the same. */
  function slips(one, two, most) {
    if (Math.abs(one.length - two.length) >= most) return most;
    var before = [], row = [], above, i, j;
    for (j = 0; j <= two.length; j++) row[j] = j;
    for (i = 1; i <= one.length; i++) {
      above = row;
      row = [i];
      var least = i;
      for (j = 1; j <= two.length; j++) {
        row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (one[i - 1] === two[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
        if (row[j] < least) least = row[j];
      }
      if (least >= most) return most;
      before = above;
    }
    return Math.min(row[two.length], most);
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

  /* What is known ---------------------------------------------------------------------------------------------------- */

  var heads, bags, index, documents = [], handouts = [], seen = bare(), rare = bare(), shown = bare(), alike = bare(), faint = bare(), sayings = [], vocabulary;
  var meanings = bare(), answers = bare(); /* kept, as each letter typed asks the words before it again */
  var FAINT = .5; /* what a word of everyday talk counts beside a telling one */
  var FIELDS = { title: 1.3, words: 3, heads: 1.5, summary: .9, terms: 1.2, bag: .7 };

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
    heads = engine(Object.keys(FIELDS).filter(function (field) { return field !== "bag"; }));
    bags = engine(["bag"]);
    take(index);
    index.pages.forEach(function (one) { meet(one, true); note(documents[documents.length - 1], bags, { bag: [] }); });
    weigh();
    ready = true;
  }

  function engine(fields) {
    return new MiniSearch({ fields: fields, tokenize: stems, processTerm: function (stem) { return stem; } });
  }

  /* What a part tells of the handouts: all but the single words of their articles, or these words, or both. Each of the two
     has an engine of its own, so that nothing that is known must be learned again. */
  function take(part) {
    part.handouts.forEach(function (one, at) {
      if (one.title) handouts[part.from + at] = meet(one, false);
      if (one.bag) note(handouts[part.from + at], bags, { bag: one.bag });
    });
  }

  function meet(one, aside) {
    var page = { id: documents.length, shown: one, aside: aside, own: bare() };
    page.phrases = [one.title].concat(one.words, one.heads || []).map(stems);
    documents.push(page);
    note(page, heads, { title: [one.title], words: one.words, heads: one.heads || [], summary: [one.summary], terms: one.terms || [] });
    return page;
  }

  function note(page, into, fields) {
    var told = { id: page.id };
    Object.keys(fields).forEach(function (field) {
      told[field] = fields[field].join("\n");
      stems(told[field]).forEach(function (stem) {
        if (field !== "words" && field !== "terms") shown[stem] = true;
        if (!page.own[stem]) seen[stem] = (seen[stem] || 0) + 1;
        page.own[stem] = true;
      });
    });
    into.add(told);
  }

  /* What words tell, now that more is known; old answers no longer count. */
  function weigh() {
    Object.keys(seen).forEach(function (stem) { rare[stem] = Math.log(1 + documents.length / seen[stem]) * (faint[stem] ? FAINT : 1); });
    meanings = bare();
    answers = bare();
    vocabulary = Object.keys(rare).concat(Object.keys(alike).filter(function (stem) { return !known(stem); }))
      .map(function (stem) { return { stem: stem, bits: letters(stem) }; });
  }

  function known(stem) {
    return stem in rare;
  }

  /* What a word may stand for: itself where it is known, else what it begins, what begins it, or what it was meant to be;
     and what people say for the same thing. A word that stands only among hidden words may be a known slip, so it may
     stand for a shown word too. */
  function meant(stem, last) {
    var key = last ? stem + " " : stem;
    return meanings[key] || (meanings[key] = meaning(stem, last));
  }

  function meaning(stem, last) {
    var found = bare(), most = forgiven(stem), bits = letters(stem);
    function add(other, weight) { if (known(other)) found[other] = Math.max(found[other] || 0, weight); }
    function also(other, weight) { (alike[other] || []).forEach(function (same) { if (same !== other) add(same, weight * .6); }); }
    add(stem, 1);
    var own = shown[stem] || alike[stem];
    if (!own || last && stem.length > 2) {
      var begun = [], near = [];
      vocabulary.forEach(function (one) {
        var other = one.stem;
        if (other === stem || idles(other)) return;
        if (stem.length > 2 && known(other) && other.indexOf(stem) === 0) begun.push(other);
        if (own || found[stem] && !shown[other]) return;
        if (other.length > 3 && other.length * 2 >= stem.length && stem.indexOf(other) === 0 && !found[stem]) add(other, .5);
        if (differing(bits ^ one.bits) > 2 * most) return;
        var distance = slips(stem, other, most + 1);
        if (distance <= most) near.push([other, distance + (other[0] === stem[0] ? 0 : .5)]);
      });
      begun.slice(0, 8).forEach(function (other) { add(other, known(stem) ? .2 : .6); });
      if (!own) {
        var best = near.reduce(function (least, one) { return Math.min(least, one[1]); }, 9);
        near.forEach(function (one) {
          if (one[1] > best + .5) return;
          var weight = one[1] > best ? .3 : one[1] < 1.6 ? .8 : .5;
          add(one[0], weight);
          also(one[0], weight);
        });
        for (var at = 3; at < stem.length - 2; at++) {
          if (known(stem.slice(0, at)) && known(stem.slice(at))) { add(stem.slice(0, at), .6); add(stem.slice(at), .6); }
        }
      }
    }
    also(stem, known(stem) ? 1 : .95);
    return found;
  }

  function only(words, weight) {
    var group = bare();
    words.forEach(function (stem) { group[stem] = weight; });
    return group;
  }

  function hits(stem) {
    return answers[stem] || (answers[stem] = merged([heads, bags].map(function (one) {
      return one.search(stem, { tokenize: function (word) { return [word]; }, boost: FIELDS });
    })));
  }

  /* A page's score in both engines is the sum: as if one engine held all fields. */
  function merged(both) {
    var sums = bare();
    both.forEach(function (found) { found.forEach(function (hit) { sums[hit.id] = (sums[hit.id] || 0) + hit.score; }); });
    return Object.keys(sums).map(function (id) { return { id: id, score: sums[id] }; });
  }

  /* The pages that answer a text, best first. Each word counts once, by the best of what it may stand for; then counts how
     much of the question a page covers, and how like it is to something that people ask. Pages about the site come later. */
  function ask(text) {
    var all = stems(text);
    var telling = all.filter(function (stem) { return !idles(stem); });
    var used = telling.length ? telling : all;
    var ending = /[\p{L}\p{N}]$/u.test(text) ? all[all.length - 1] : null;
    var groups = used.map(function (stem) { return meant(stem, stem === ending); });
    all.forEach(function (stem, at) {
      if (at + 1 < all.length && known(stem + all[at + 1])) groups.push(only([stem + all[at + 1]], 1));
    });
    sayings.forEach(function (one) {
      if (!all.some(function (_, at) { return one[0].every(function (stem, next) { return all[at + next] === stem; }); })) return;
      groups.push(only(one[1].filter(known), .9));
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
        hits(stem).forEach(function (hit) {
          best[hit.id] = Math.max(best[hit.id] || 0, hit.score * group[stem] * (faint[stem] ? FAINT : 1));
          cover[hit.id] = Math.max(cover[hit.id] || 0, rare[stem] * group[stem]);
        });
      });
      sum += worth;
      Object.keys(best).forEach(function (id) { scores[id] += best[id]; covers[id] += cover[id]; });
    });
    var found = documents.filter(function (page) { return scores[page.id]; }).map(function (page) {
      return {
        id: page.id,
        score: scores[page.id] * (1 + 2 * likest(page.phrases, groups, small)) * Math.pow(covers[page.id] / sum, .7) * (page.aside ? .6 : 1)
      };
    });
    found.sort(function (one, two) { return two.score - one.score; });
    return found.slice(0, 6).map(function (one) { return documents[one.id].shown; });
  }

  /* How much a question is like the likest of a page's phrases, 0 to 1. Rare words count more, idle words little. */
  function likest(phrases, groups, small) {
    var most = 0;
    var asked = groups.reduce(function (sum, group) {
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
      if (size && shared / (size + asked - shared) > most) most = shared / (size + asked - shared);
    });
    return most;
  }

  /* Care cards -------------------------------------------------------------------------------------------------------- */

  var LONG = 5; /* letters from which on a word of a phrase may hold a slip */

  function written(text) {
    return fold(text).match(/[\p{L}\p{N}]+/gu) || [];
  }

  /* What calls for a care card, as words.yml says it: words in any order and form, "phrases" and -words that must not stand there. */
  function alarm(entry) {
    var phrases = [], barred = [], words = [];
    entry.replace(/"([^"]*)"/g, function (all, phrase) { phrases.push(written(phrase)); return " "; }).split(/\s+/).forEach(function (word) {
      if (word[0] === "-") barred.push(fold(word.slice(1)));
      else words = words.concat(stems(word));
    });
    return { phrases: phrases, words: words, barred: barred };
  }

  /* A word of a phrase, or one with a slip in it; but no word that stands on our pages is taken for a slip. */
  function reads(typed, word) {
    if (typed === word || !typed) return typed === word;
    return word.length >= LONG && typed[0] === word[0] && !shown[stemmed(typed)] && slips(typed, word, 2) < 2;
  }

  /* A word in any form, or one with slips in it. */
  function means(typed, stem) {
    if (typed === stem) return true;
    return !idles(stem) && stem.length > 3 && typed[0] === stem[0] && !shown[typed] && slips(typed, stem, 3) <= Math.min(forgiven(stem), forgiven(typed));
  }

  /* The care cards that a question calls for. */
  function called(text) {
    var words = written(text), forms = stems(text);
    return index.danger.cards.filter(function (card) {
      return card.alarms.some(function (sign) {
        return sign.words.every(function (stem) { return forms.some(function (typed) { return means(typed, stem); }); }) &&
          sign.phrases.every(function (phrase) {
            return words.some(function (_, at) { return phrase.every(function (word, next) { return reads(words[at + next], word); }); });
          }) &&
          !sign.barred.some(function (word) { return words.indexOf(word) >= 0; });
      });
    });
  }

  /* What is shown ---------------------------------------------------------------------------------------------------- */

  function made(name, text, inside) {
    var element = document.createElement(name);
    element.textContent = text;
    if (inside) inside.appendChild(element);
    return element;
  }

  /* Words, and numbers to tap. */
  function put(runs, inside) {
    runs.forEach(function (run) {
      if (run.map) made("a", run[0], inside).href = run[1];
      else inside.appendChild(document.createTextNode(run));
    });
  }

  function alone(runs) {
    return runs.length === 1 && Boolean(runs[0].map);
  }

  var presented = []; /* the care cards on the screen */

  /* Cards that stand there already stay as they are, and so does the page below the reader's finger. */
  function present(cards) {
    danger.hidden = !cards.length;
    var same = cards.length === presented.length && cards.every(function (card, at) { return card === presented[at]; });
    presented = cards;
    if (danger.hidden || same) return;
    danger.textContent = "";
    cards.forEach(function (card) {
      var section = made("section", "", danger);
      section.className = "card level-" + card.level;
      put(card.title, made("h2", "", section));
      var items = null;
      card.parts.forEach(function (part) {
        if (part[0] !== "li") { items = null; put(part[1], made("p", "", section)); return; }
        items = items || made("ul", "", section);
        if (alone(part[1])) items.className = "calls";
        put(part[1], made("li", "", items));
      });
    });
    if (index.danger.help && cards.some(function (card) { return card.more; })) {
      made("a", danger.dataset.more, made("p", "", danger)).href = base + index.danger.help;
    }
    reveal();
  }

  /* The first card comes onto the screen whole, as far as there is room for it below the box. */
  function reveal() {
    var screen = window.visualViewport ? window.visualViewport.height : window.innerHeight;
    var below = danger.firstChild.getBoundingClientRect().bottom + 8 - screen;
    var room = box.getBoundingClientRect().top - 8;
    if (below > 0 && room > 0) window.scrollBy(0, Math.min(below, room));
  }

  function show() {
    var asked = box.value.trim();
    panel.hidden = !asked || !ready;
    if (panel.hidden) { say(""); return; }
    var found = ask(asked);
    var cards = called(asked);
    present(cards);
    list(found);
    var soon = !found.length && loading && parts.length > 0; /* a part under way may hold the answer: nobody is told that there is none */
    none.hidden = found.length > 0 || soon;
    panel.hidden = soon && !cards.length;
    say((cards.length ? cards[0].status + " " : "") +
      (found.length ? panel.dataset.some.replace("{count}", found.length) : soon ? "" : panel.dataset.none));
  }

  /* Results that are the same stay as they are: nothing flickers, and no screen reader says again what it has said. */
  function list(found) {
    var links = found.map(function (one) { return one.link; }).join("\n");
    if (links === listed) return;
    listed = links;
    results.textContent = "";
    found.forEach(function (one) {
      var item = made("li", "", results);
      made("a", one.title, item).href = base + one.link;
      made("span", one.summary, item);
    });
  }

  function say(text) {
    if (count.textContent !== text) count.textContent = text;
  }

  /* Not while a result has focus: it would be taken away from under the reader's finger. */
  function again() {
    if (asking && !panel.contains(document.activeElement)) show();
  }

  /* What could not be fetched is asked for again when the reader next types or comes back to the box. */
  function load(source, done) {
    var element = document.createElement("script");
    element.src = source;
    element.onload = done;
    element.onerror = function () { loading = false; if (ready) again(); };
    document.head.appendChild(element);
  }

  function wake() {
    if (loading) return;
    loading = true;
    if (ready) { more(); return; }
    load(script.dataset.engine, function () {
      load(script.dataset.index, function () { learn(); again(); more(); });
    });
  }

  function more() {
    if (!parts.length) return;
    load(base + parts[0], function () {
      take(handoutIndex);
      weigh();
      parts = parts.slice(1);
      again();
      more();
    });
  }

  /* The links that can be seen, in order. */
  function links() {
    return Array.from(panel.querySelectorAll("a")).filter(function (link) { return link.offsetParent; });
  }

  function close() {
    asking = false;
    panel.hidden = true;
    say("");
  }

  form.hidden = false;
  if (open) {
    open.hidden = false;
    open.addEventListener("click", function () {
      var shown = open.getAttribute("aria-expanded") !== "true";
      open.setAttribute("aria-expanded", String(shown));
      form.toggleAttribute("data-open", shown);
      if (shown) box.focus();
    });
  }
  box.addEventListener("focus", function () { asking = true; wake(); if (ready && box.value) show(); });
  box.addEventListener("input", function () { asking = true; wake(); show(); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = links()[0];
    if (first) first.focus();
  });
  form.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      box.focus();
      close();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp" || panel.hidden) return;
    var ways = [box].concat(links());
    var to = ways.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (!ways[to]) return;
    event.preventDefault();
    ways[to].focus();
  });
  document.addEventListener("click", function (event) {
    if (!form.contains(event.target)) close();
  });
  form.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });
})();
