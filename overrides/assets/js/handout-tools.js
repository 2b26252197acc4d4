/* Tools beside a handout: reading aloud, copying the link. A button shows where it works. Plain ES2018. */
(function () {
  "use strict";
  var article = document.querySelector("[data-handout]");
  var tools = document.querySelector("[data-tools]");
  if (!article || !tools) return;

  function offer(button, action) {
    button.hidden = tools.hidden = false;
    button.addEventListener("click", action);
  }

  /* Reading aloud ---------------------------------------------------------------------------------------------------- */

  /* By a voice that lives on this device and speaks the page's language: else no button. */
  var readButton = tools.querySelector("[data-read]");
  var label = readButton.textContent;
  var language = document.documentElement.lang.slice(0, 2);
  var speech = window.speechSynthesis;
  var voice = null;
  var reading = false;

  function chooseVoice() {
    voice = speech.getVoices().filter(function (candidate) {
      return candidate.localService && candidate.lang.slice(0, 2).toLowerCase() === language;
    })[0] || null;
    if (voice && readButton.hidden) offer(readButton, function () { if (reading) stop(); else read(); });
  }

  function read() {
    var texts = blocks();
    reading = true;
    readButton.textContent = readButton.dataset.stop;
    texts.forEach(function (text, index) {
      var utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.rate = .9;
      if (index === texts.length - 1) utterance.onend = stop;
      speech.speak(utterance);
    });
  }

  function stop() {
    reading = false;
    speech.cancel();
    readButton.textContent = label;
  }

  /* The texts to read, without sources, citation numbers and what is for the eye. */
  function blocks() {
    return Array.from(article.querySelectorAll("h1, h2, h3, p, li, th, td, dt, dd, figcaption")).filter(function (block) {
      return !block.closest(".sources, .review, .translation, .definition") && block.id !== "sources" && !block.querySelector("p, li");
    }).map(function (block) {
      var copy = block.cloneNode(true);
      copy.querySelectorAll("sup, .screen-only, .definition").forEach(function (element) { element.remove(); });
      return copy.textContent.trim();
    }).filter(Boolean);
  }

  if (speech && window.SpeechSynthesisUtterance) {
    chooseVoice();
    if (speech.addEventListener) speech.addEventListener("voiceschanged", chooseVoice);
    window.addEventListener("pagehide", function () { if (reading) stop(); });
  }

  /* Copying the link ------------------------------------------------------------------------------------------------- */

  var linkButton = tools.querySelector("[data-link]");
  offer(linkButton, function () {
    window.copyText(location.href.split("#")[0]).then(function () {
      tools.querySelector("[data-tools-status]").textContent = linkButton.dataset.copied;
      linkButton.classList.add("copied");
    }, function () { linkButton.hidden = true; });
  });
})();
