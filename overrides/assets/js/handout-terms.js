/* Words explained where they stand: the first use of each word of the word list becomes a button that opens its definition
   below. No word of the article changes, and on paper nothing shows. Plain ES2018. */
(function () {
  "use strict";
  var article = document.querySelector("[data-handout]");
  var source = document.querySelector("[data-terms]");
  if (!article || !source) return;
  var SKIPPED = "a, button, sup, h1, h2, h3, h4, figure, .sources, .review, .translation, .card, .summary";

  function text(node) {
    return { node: node, folded: node.data.toLowerCase() };
  }

  function texts() {
    var nodes = [];
    var walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest(SKIPPED)) nodes.push(text(walker.currentNode));
    }
    return nodes;
  }

  /* The terms, the longest first: "barrier cream" before "cream". */
  function terms() {
    return Array.from(source.content.querySelectorAll("[data-forms]")).map(function (element) {
      var forms = element.dataset.forms.split("|").sort(function (a, b) { return b.length - a.length; });
      return { element: element, forms: forms, folded: forms.map(function (form) { return form.toLowerCase(); }) };
    }).sort(function (a, b) { return b.forms[0].length - a.forms[0].length; });
  }

  function pattern(forms) {
    return new RegExp("(^|[^\\p{L}\\p{N}-])(" + forms.map(function (form) {
      return form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    }).join("|") + ")(?![\\p{L}\\p{N}-])", "iu");
  }

  function explain() {
    var nodes = texts();
    terms().forEach(function (term) {
      var expression = null;
      nodes.some(function (candidate, index) {
        /* Most texts hold no form of a word: a plain look is much faster than the pattern. */
        if (!term.folded.some(function (form) { return candidate.folded.indexOf(form) >= 0; })) return false;
        expression = expression || pattern(term.forms);
        var match = expression.exec(candidate.node.data);
        if (!match) return false;
        var word = candidate.node.splitText(match.index + match[1].length);
        var after = word.splitText(match[2].length);
        insert(button(word, term.element), candidate.node, word, after);
        nodes.splice(index, 1, text(candidate.node), text(after));
        return true;
      });
    });
  }

  /* A line breaks before and after a button: signs that touch the word, such as brackets, stay on its line. */
  function insert(button, before, word, after) {
    var opening = /[^\s\p{L}\p{N}]+$/u.exec(before.data), closing = /^[^\s\p{L}\p{N}]+/u.exec(after.data);
    word.parentNode.replaceChild(button, word);
    if (!opening && !closing) return;
    var span = document.createElement("span");
    span.className = "no-break";
    button.before(span);
    if (opening) span.append(before.splitText(opening.index));
    span.append(button);
    if (closing) {
      var signs = after.data.slice(0, closing[0].length);
      after.deleteData(0, signs.length);
      span.append(signs);
    }
  }

  function button(word, term) {
    var element = document.createElement("button");
    element.type = "button";
    element.className = "term";
    element.textContent = word.data;
    element.setAttribute("aria-expanded", "false");
    element.addEventListener("click", function () { if (!close(element)) open(element, term); });
    return element;
  }

  function open(button, term) {
    var block = button.closest("p, li, td, th, dd, dt");
    var definition = document.createElement("div");
    var link = document.createElement("a");
    definition.className = "definition";
    definition.id = "definition-" + term.dataset.id;
    definition.textContent = term.textContent + " ";
    link.href = source.dataset.words + "#" + term.dataset.id;
    link.textContent = source.dataset.more;
    definition.appendChild(link);
    if (block.tagName === "P") block.after(definition);
    else block.appendChild(definition);
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-controls", definition.id);
  }

  /* Whether there was a definition to close. */
  function close(button) {
    if (button.getAttribute("aria-expanded") !== "true") return false;
    var definition = document.getElementById(button.getAttribute("aria-controls"));
    if (definition.contains(document.activeElement)) button.focus();
    definition.remove();
    button.setAttribute("aria-expanded", "false");
    button.removeAttribute("aria-controls");
    return true;
  }

  explain();
  article.addEventListener("keydown", function (event) {
    if (event.key === "Escape") Array.from(article.querySelectorAll(".term")).forEach(close);
  });
})();
