/* Helps on a handout: staying in its frame, words explained where they stand, reading aloud, copying the link. Each works without the others,
   and the page without all of them. Plain ES2019: Safari 14, Chrome 87. */
(function () {
  "use strict";
  var article = document.querySelector("[data-handout]");
  if (!article) return;

  /* In its frame ---------------------------------------------------------------------------------------------------- */

  /* An address that ends in #embed shows the words alone, by style sheet. They stay alone when a reader follows a link
     within the page; a link that leads away opens beside the portal, not in its frame. */
  function framed() {
    if (location.hash === "#embed") document.documentElement.setAttribute("data-embed", "");
  }
  framed();
  window.addEventListener("hashchange", framed);
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href]");
    if (!link || !document.documentElement.hasAttribute("data-embed")) return;
    if (/^http/.test(link.protocol) && link.getAttribute("href").charAt(0) !== "#") link.target = "_blank";
  });

  /* Words explained ------------------------------------------------------------------------------------------------- */

  /* The first use of each word of the word list becomes a button that opens its meaning below. No word of the article
     changes, and on paper nothing shows. */
  function explain(source) {
    var LEFT_ALONE = "a, button, sup, h1, h2, h3, h4, figure, .sources, .review, .translation, .card, .summary";
    var walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    var texts = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest(LEFT_ALONE)) texts.push(seen(walker.currentNode));
    }
    var terms = Array.from(source.content.querySelectorAll("[data-forms]")).map(function (term) {
      var forms = term.dataset.forms.split("|").sort(function (one, two) { return two.length - one.length; });
      return { term: term, forms: forms, low: forms.map(function (form) { return form.toLowerCase(); }) };
    });
    terms.sort(function (one, two) { return two.forms[0].length - one.forms[0].length; });
    terms.forEach(function (one) {
      var pattern = null;
      texts.some(function (text, at) {
        /* Most texts hold no form of a word: a plain look is much faster than the pattern. */
        if (!one.low.some(function (form) { return text.low.indexOf(form) >= 0; })) return false;
        pattern = pattern || new RegExp("(^|[^\\p{L}\\p{N}-])(" + one.forms.map(function (form) {
          return form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        }).join("|") + ")(?![\\p{L}\\p{N}-])", "iu");
        var found = pattern.exec(text.node.data);
        if (!found) return false;
        var word = text.node.splitText(found.index + found[1].length);
        var rest = word.splitText(found[2].length);
        together(text.node, word, rest, button(word, one.term));
        texts.splice(at, 1, seen(text.node), seen(rest));
        return true;
      });
    });

    function seen(node) {
      return { node: node, low: node.data.toLowerCase() };
    }

    /* A line breaks before and after a button: signs that touch the word, such as brackets, are kept with it. */
    function together(before, word, after, made) {
      var opening = /[^\s\p{L}\p{N}]+$/u.exec(before.data), closing = /^[^\s\p{L}\p{N}]+/u.exec(after.data);
      word.parentNode.replaceChild(made, word);
      if (!opening && !closing) return;
      var whole = document.createElement("span");
      whole.className = "together";
      made.before(whole);
      if (opening) whole.append(before.splitText(opening.index));
      whole.append(made);
      if (closing) {
        var signs = after.data.slice(0, closing[0].length);
        after.deleteData(0, signs.length);
        whole.append(signs);
      }
    }

    function button(word, term) {
      var made = document.createElement("button");
      made.type = "button";
      made.className = "term";
      made.textContent = word.data;
      made.setAttribute("aria-expanded", "false");
      made.addEventListener("click", function () { if (!closed(made)) opened(made, term); });
      return made;
    }

    function opened(made, term) {
      var block = made.closest("p, li, td, th, dd, dt");
      var note = document.createElement("div");
      var link = document.createElement("a");
      note.className = "meaning";
      note.id = "meaning-" + term.dataset.id;
      note.textContent = term.textContent + " ";
      link.href = source.dataset.words + "#" + term.dataset.id;
      link.textContent = source.dataset.more;
      note.appendChild(link);
      if (block.tagName === "P") block.after(note);
      else block.appendChild(note);
      made.setAttribute("aria-expanded", "true");
      made.setAttribute("aria-controls", note.id);
    }

    article.addEventListener("keydown", function (event) {
      if (event.key === "Escape") Array.from(article.querySelectorAll(".term")).forEach(closed);
    });

    function closed(made) {
      if (made.getAttribute("aria-expanded") !== "true") return false;
      var note = document.getElementById(made.getAttribute("aria-controls"));
      if (note.contains(document.activeElement)) made.focus();
      note.remove();
      made.setAttribute("aria-expanded", "false");
      made.removeAttribute("aria-controls");
      return true;
    }
  }

  var source = document.querySelector("[data-terms]");
  if (source) explain(source);

  /* Read and share --------------------------------------------------------------------------------------------------- */

  var tools = document.querySelector("[data-tools]");
  if (!tools) return;
  var said = tools.querySelector("[data-tools-said]");

  function offered(button, act) {
    button.hidden = tools.hidden = false;
    button.addEventListener("click", act);
  }

  /* Reading aloud, by a voice that lives on this device and speaks the page's language: else no button. */
  var voice = null;
  var read = tools.querySelector("[data-read]");
  var speech = window.speechSynthesis;
  if (speech && window.SpeechSynthesisUtterance) {
    var language = document.documentElement.lang.slice(0, 2);
    var words = read.textContent;
    var reading = false;
    var stop = function () {
      reading = false;
      speech.cancel();
      read.textContent = words;
    };
    var blocks = function () {
      var found = Array.from(article.querySelectorAll("h1, h2, h3, p, li, th, td, dt, dd, figcaption")).filter(function (one) {
        return !one.closest(".sources, .review, .translation, .meaning") && one.id !== "sources" && !one.querySelector("p, li");
      });
      return found.map(function (one) {
        var copy = one.cloneNode(true);
        copy.querySelectorAll("sup, .screen-only, .meaning").forEach(function (part) { part.remove(); });
        return copy.textContent.trim();
      }).filter(Boolean);
    };
    var choose = function () {
      voice = speech.getVoices().filter(function (one) { return one.localService && one.lang.slice(0, 2).toLowerCase() === language; })[0] || null;
      if (!voice || !read.hidden) return;
      offered(read, function () {
        if (reading) return stop();
        reading = true;
        read.textContent = read.dataset.stop;
        var left = blocks();
        left.forEach(function (text, at) {
          var one = new SpeechSynthesisUtterance(text);
          one.voice = voice;
          one.lang = voice.lang;
          one.rate = .9;
          if (at === left.length - 1) one.onend = stop;
          speech.speak(one);
        });
      });
    };
    choose();
    if (speech.addEventListener) speech.addEventListener("voiceschanged", choose);
    window.addEventListener("pagehide", function () { if (reading) stop(); });
  }

  var link = tools.querySelector("[data-link]");
  offered(link, function () {
    window.copyText(location.href.split("#")[0]).then(function () {
      said.textContent = link.dataset.done;
      link.classList.add("done");
    }, function () { link.hidden = true; });
  });
})();
