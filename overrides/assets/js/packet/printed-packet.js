/* The packet on paper: a cover, each handout on a page of its own, one list of sources. The cards of when to get help stand
   once: on the handout about it, where that is in the packet, or else on the cover. */
var WRITE_LINES = 1; // lines to write on below a question, where a handout does not say how many
var HEAD = 180; // letters at the top of a page, about two lines
var pageStyle = new CSSStyleSheet();

function parse(markup) {
  var template = document.createElement("template");
  template.innerHTML = markup; // of the build, never of what is typed
  return template.content;
}

/* The cards of all handouts, each once, the most urgent first, those of a medicine after the others. The short ones of
   the help band are left out where the full one of the same level is there, which says all that they say. */
function cardsOf(handouts) {
  var cards = [];
  var ids = table();
  handouts.forEach(function (handout) {
    handout.cards.forEach(function (card) {
      if (!ids[card.id]) cards.push(card);
      ids[card.id] = true;
    });
  });
  return cards.filter(function (card) {
    return !card.band || !cards.some(function (full) { return !full.band && !full.medicine && full.level === card.level; });
  }).sort(function (card, other) { return urgency(other) - urgency(card); }); // a stable sort, where style sheets are adopted
}

function urgency(card) { return card.level - (card.medicine ? .5 : 0); }

function shortAddress(handout) { return handout.address.replace(/^https?:\/\/|\/$/g, ""); }

/* A box to tick on paper. */
function box() {
  var element = make("span", "paper__box");
  element.setAttribute("aria-hidden", "true");
  return element;
}

function listItem(handout) {
  var item = make("li");
  var text = make("div", "paper__title");
  var code = make("div", "paper__code");
  item.append(box(), text, code);
  text.append(
    make("b", "", handout.title),
    make("span", "paper__address", shortAddress(handout)),
    make("span", "paper__address", handout.version)
  );
  code.append(parse(handout.qr));
  return item;
}

/* What a nurse asks back: below the title of each handout a box to tick for each question. */
function showQuestions(place, handouts) {
  handouts.forEach(function (handout) {
    if (!handout.questions.length) return;
    var block = make("div", "paper__asks");
    var list = make("ul", "paper__list");
    place.append(block);
    block.append(make("b", "", handout.title), list);
    handout.questions.forEach(function (question) {
      list.appendChild(make("li")).append(box(), make("span", "", question));
    });
  });
  if (!part("asks").checked || !place.querySelector("li")) place.remove();
}

/* Puts the line that leads to the cards in the place of a card; cards beside each other leave one line. */
function leadToCards(card, line) {
  var before = card.previousElementSibling;
  line.dataset.put = "";
  if (before && before.matches(".cards-elsewhere")) card.remove();
  else card.parentNode.replaceChild(line, card);
}

/* Takes away a heading that only that line is left below, and the line where the handout has another one. The heading
   of the section on help is kept: other places name it. */
function dropEmptySections(element) {
  all(element, ".cards-elsewhere").forEach(function (line) {
    var heading = line.previousElementSibling;
    var next = line.nextElementSibling;
    if (!("put" in line.dataset) || !heading || !heading.matches("h2, h3") || (next && !next.matches("h2"))) return;
    heading.remove();
    if (all(element, ".cards-elsewhere").length > 1) line.remove();
  });
}

/* Whose a page is that was taken out: the name and the clinic's lines, as far as they are typed. A line without room is left
   out whole: half of a number to call is worse than none. */
function headOf(cover) {
  var lines = typed("clinic").split("\n");
  if (typed("whom")) lines.unshift(cover.querySelector("b").textContent + ": " + typed("whom"));
  return lines.reduce(function (head, line) {
    var longer = [head, line.trim()].filter(Boolean).join(" · ");
    return longer.length > HEAD ? head : longer;
  }, "");
}

function article(handout, cardIds, elsewhere, top) {
  var element = make("article", "paper__handout");
  element.appendChild(parse(handout.body));
  all(element, "[data-card]").forEach(function (card) {
    if (cardIds.indexOf(card.dataset.card) >= 0) leadToCards(card, elsewhere.cloneNode(true));
  });
  dropEmptySections(element);
  all(element, ".write").forEach(function (box) {
    var places = all(box, "li");
    (places.length ? places : [box]).forEach(function (place) {
      for (var count = Number(box.dataset.lines) || WRITE_LINES; count; count -= 1) place.appendChild(make("span", "paper__write"));
    });
  });
  if (top) { // in Firefox, which parts a heading from what follows
    all(element, "h2 + :not(.review)").forEach(function (next) {
      var pair = make("div", "paper__first");
      next.before(pair);
      pair.append(pair.previousSibling, next);
    });
    element.prepend(make("p", "paper__version", top));
  }
  return element;
}

/* The cards that a handout has in its own words, of one medicine each. */
function cardsWithin(handout) {
  return all(parse(handout.body), "[data-card]").map(function (card) { return card.dataset.card; });
}

/* Puts the cards on the handout about them, to which then all lines lead; on the cover where `line` is of no handout. */
function placeCards(cards, cover, line) {
  var help = cover.querySelector("[data-cards]");
  var route = cover.querySelector("[data-way]");
  cards.forEach(function (card, index) {
    if (line) line.before(parse(card.words));
    else (index ? help : help.firstElementChild).appendChild(parse(card.words));
  });
  if (line || !cards.length) help.remove();
  (line || route).remove();
  if (line) all(sheets, ".cards-elsewhere").forEach(function (other) { other.textContent = route.textContent; });
}

/* Numbers the citations in the order in which they are read, and lists their sources: once where two of them print the same
   line and lead to the same place. */
function numberSources(handouts, list) {
  var numbers = table();
  var lines = table();
  var count = 0;
  all(sheets, "[data-source]").forEach(function (citation) {
    var id = citation.dataset.source;
    if (!numbers[id]) {
      var cited = handouts.find(function (handout) { return Object.keys(handout.sources).indexOf(id) >= 0; });
      if (!cited) return;
      var line = cited.sources[id];
      if (!lines[line]) {
        lines[line] = count += 1;
        var item = list.appendChild(make("li"));
        item.id = "packet-source-" + count;
        item.appendChild(parse(line));
      }
      numbers[id] = lines[line];
    }
    citation.textContent = "[" + numbers[id] + "]";
    citation.href = "#packet-source-" + numbers[id];
  });
}

function quoted(text) { return JSON.stringify(text.replace(/\s+/g, " ")); } // whose escapes are those of CSS

/* Paper, and what stands in the margins: above all pages but the first, whose they are; below, a named page for each handout
   has its title and version. A browser that knows no margin boxes leaves them out of the rules that it read; there, all of
   this stands above the title. */
function styleOf(handouts, head) {
  var font = "font:" + (part("print-size").value === "large" ? 12 : 9) + "pt " + getComputedStyle(sheets).fontFamily + ";";
  var foot = font + "vertical-align:top;padding-top:4mm;";
  var rules = "@page{size:" + part("paper-size").value + ";margin:16mm 16mm 18mm;"
    + "@bottom-right{" + foot + "content:counter(page) \" / \" counter(pages)}"
    + (head ? "@top-left{" + font + "content:" + quoted(head) + "}}@page:first{@top-left{content:none}}" : "}");
  handouts.forEach(function (handout, index) {
    rules += ".paper > :nth-child(" + (index + 2) + "){page:handout" + index + "}"
      + "@page handout" + index + "{@bottom-left{" + foot + "content:" + quoted(handout.title + " · " + handout.version) + "}}";
  });
  return rules;
}

/* Puts the packet together from the words that are there; false where some are not, or nothing is chosen. */
function build() {
  var printedEdition = edition();
  var ids = printed();
  var handouts = ids.map(function (id) { return words[printedEdition.code + "/" + id]; });
  document.documentElement.removeAttribute("data-packet-ready");
  if (!handouts.length || !handouts.every(Boolean)) return false;
  var frame = printedEdition.content.cloneNode(true);
  var cover = frame.querySelector(".paper__cover");
  var sources = frame.querySelector("[data-sources]");
  var elsewhere = frame.querySelector("[data-elsewhere-line]");
  var helpAt = ids.indexOf(form.dataset.help);
  var within = helpAt < 0 ? [] : cardsWithin(handouts[helpAt]);
  var cards = cardsOf(handouts).filter(function (card) { return within.indexOf(card.id) < 0; });
  fillTexts(frame);
  var head = headOf(cover);
  handouts.forEach(function (handout) { cover.querySelector("[data-list]").appendChild(listItem(handout)); });
  showQuestions(cover.querySelector("[data-asks]"), handouts);
  sheets.textContent = "";
  sheets.lang = printedEdition.code;
  sheets.dir = printedEdition.direction;
  sheets.classList.toggle("paper--large", part("print-size").value === "large");
  sheets.appendChild(cover);
  pageStyle.replaceSync(styleOf(handouts, head));
  document.adoptedStyleSheets = [pageStyle];
  var feet = /@bottom-right/.test(pageStyle.cssRules[0].cssText);
  var cardIds = within.concat(cards.map(function (card) { return card.id; }));
  handouts.forEach(function (handout, index) {
    var top = feet ? "" : [handout.version, head || shortAddress(handout)].filter(Boolean).join(" · ");
    sheets.appendChild(article(handout, index === helpAt ? [] : cardIds, elsewhere, top));
  });
  all(sheets, "[data-fill]").forEach(function (place) {
    place.textContent = typed(place.dataset.fill).replace(/\n/g, place.matches("span") ? " · " : "\n");
  });
  placeCards(cards, cover, helpAt < 0 ? null : sheets.children[helpAt + 1].querySelector(".cards-elsewhere"));
  sheets.appendChild(sources);
  numberSources(handouts, sources.querySelector("ol"));
  if (!sources.querySelector("li")) sources.remove();
  document.documentElement.setAttribute("data-packet-ready", "");
  return true;
}
