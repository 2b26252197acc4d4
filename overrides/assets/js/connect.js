/* Answers a portal's question by clinical code, with the page's own table of codes. The question stands after ? or # in
   the address, as HL7 Infobutton and MedlinePlus Connect write it. It is taken out of the address bar at once; what is
   needed to reload or share the page stands after #, which reaches no server. Nothing of it enters the page but what looks
   like a code of a system that the page knows, as text, and it never decides where a link leads: those are the page's own.
   Plain ES2018. */
(function () {
  "use strict";
  var page = document.querySelector("[data-connect]");
  if (!page) return;
  var LONGEST = 200; // characters of a value; no real code is longer, and what is cut matches none
  var NOTHING = /^(undefined|null|none|nan|unknown)?$/i; // what programs write where they have no value

  function all(selector) { return Array.from(page.querySelectorAll(selector)); }
  function first(selector) { return page.querySelector(selector); }
  function plain(text) { return text.toLowerCase().replace(/[^a-z0-9]/g, ""); }
  function folded(text) { return text.trim().toLowerCase().replace(/\s+/g, " "); }

  /* The map: codes without their points. Never a plain object, whose own words (constructor, __proto__) are no codes. */
  var rowsByTitle = new Map();
  var systems = all("[data-system]").map(function (table) {
    var codes = new Map();
    table.querySelectorAll("[data-code]").forEach(function (row) {
      codes.set(row.dataset.code, row);
      if (row.dataset.display) rowsByTitle.set(folded(row.dataset.display), row);
    });
    return {
      oid: table.dataset.oid, answers: codes.size > 0, names: table.dataset.names.split(" "), codes: codes,
      form: new RegExp("^(?:" + table.dataset.pattern + ")$"), narrower: table.hasAttribute("data-narrower")
    };
  });
  all("[data-text]:not([data-looked-up])").forEach(function (element) { element.textContent = element.dataset.text; });
  var title = first("h1"), answerPanel = first("[data-answer]"), firstList = first("[data-first-list]"), otherList = first("[data-other-list]");
  var heading = title.textContent, handouts = all("[data-handout]");

  /* The question ----------------------------------------------------------------------------------------------------- */

  function decoded(text) {
    text = text.replace(/\+/g, " ");
    try { return decodeURIComponent(text); } catch (broken) { return text; }
  }

  function pairs(text) {
    if (text.indexOf("=") < 0 && /%3d/i.test(text)) text = decoded(text);
    return text.split(/&|;(?=[^;&=]*=)/).filter(Boolean).slice(0, 200).map(function (part) {
      var at = part.indexOf("=");
      if (at < 0) return ["", ""];
      var name = decoded(part.slice(0, at)).toLowerCase().replace(/\s+/g, "").replace(/^[?]*(amp;)?/, "").replace(/_/g, ".");
      return [name, decoded(part.slice(at + 1, at + LONGEST * 9)).trim().slice(0, LONGEST)];
    });
  }

  function read() {
    var hash = location.hash.slice(1);
    var parameters = pairs(location.search.slice(1)).concat(hash.indexOf("=") > 0 || /%3d/i.test(hash) ? pairs(hash) : []);
    var query = { criteria: [], titles: [], language: "", subtopic: "", go: false, any: false };
    var parts = new Map(), performer = "";
    parameters.forEach(function (pair) {
      var name = pair[0], value = NOTHING.test(pair[1]) ? "" : pair[1];
      var number, match = /^(?:main)?searchcriteria(\d*)(?:\.[vc])?\.(c|code|cs|csn|codesystem|dn|displayname|ot)(\d*)$/.exec(name);
      var short = /^(code|system|codesystem)$/.exec(name), system = !match && systemOf(name);
      if (/^(main)?searchcriteria|^subtopic/.test(name) || name === "go" || short || system) query.any = true;
      if (!value) return;
      if (match || short || system) {
        number = match ? Number(match[1] || match[3] || 0) : 0;
        if (!parts.has(number)) parts.set(number, { codes: [], systems: [] });
        if (system) tokens(value).forEach(function (token) { parts.get(number).codes.push({ code: token.code, system: token.system || system.oid }); });
        else if (short ? name !== "code" : /^cs|^codes/.test(match[2])) parts.get(number).systems.push(value);
        else if (short || /^c/.test(match[2])) parts.get(number).codes = parts.get(number).codes.concat(tokens(value));
        else query.titles.push(value);
      } else if (/^subtopic\d*(\.[vc])?\.c(ode)?\d*$/.test(name)) query.subtopic = query.subtopic || value.toUpperCase().replace(/\s+/g, "");
      else if (/^(informationrecipient\.?)?lang(uage)?(code)?(\.c)?$/.test(name)) query.language = query.language || value.toLowerCase();
      else if (/(^|\.)lang(uage)?(code)?(\.c)?$/.test(name)) performer = performer || value.toLowerCase();
      else if (name === "go") query.go = value === "1";
    });
    query.language = query.language || performer;
    var common = parts.has(0) ? parts.get(0).systems[0] : "";
    parts.forEach(function (part) {
      part.codes.forEach(function (token, at) {
        if (token.code.trim()) query.criteria.push(criterion(token.code, token.system || part.systems[at] || part.systems[0] || common || ""));
      });
    });
    return query;
  }

  /* A code as it may be shown, its system, and the row that answers it. What is no code of any system is nothing at all. */
  function criterion(text, system) {
    var display = shape(text), bare = display.replace(/\./g, "");
    var candidates = systems.filter(function (item) { return item.form.test(bare) && (system ? item === systemOf(system) : item.answers); });
    var row = null;
    candidates.forEach(function (item) { row = row || answer(item, bare); });
    if (!candidates.length || display.length > bare.length + 1) return { display: "", oid: "", row: null, wide: false };
    return {
      display: display, oid: row ? row.closest("[data-system]").dataset.oid : candidates[0].oid, row: row,
      wide: !row && candidates.some(function (item) {
        return item.narrower && Array.from(item.codes.keys()).some(function (code) { return code.indexOf(bare) === 0; });
      })
    };
  }

  /* A code as it is written, in capitals, without spaces and without what stands at the end of a category. */
  function shape(text) {
    return text.toUpperCase().replace(/\s+/g, "").replace(/[.\u2013-]+$/, "");
  }

  /* The system that a portal names by its object identifier, an address or a name; none of that name: undefined. */
  function systemOf(text) {
    var name = text.toLowerCase().replace(/\s+/g, "").replace(/^(urn:)?(oid:)?/, "").replace(/^https:/, "http:");
    return systems.filter(function (item) { return name === item.oid || item.names.indexOf(plain(name)) >= 0; })[0];
  }

  /* The codes in a value, each with the system that stands beside it: W27.12, ICD10CM:W27.12, system|code as FHIR writes it,
     code^text^system as HL7 version 2 does. Several are parted by commas, semicolons or upright lines. */
  function tokens(value) {
    var list = [];
    value.split(/[,;]/).forEach(function (piece) {
      var fields = piece.split("^"), at = Math.max(piece.lastIndexOf("|"), piece.lastIndexOf(":"));
      var before = piece.slice(0, at).trim();
      if (fields.length > 1) list.push({ code: fields[0], system: (fields[2] || "").trim() });
      else if (at > 0 && isCode(before.split(/[|:]/)[0])) piece.split(/[|:]/).forEach(function (code) { list.push({ code: code, system: "" }); });
      else list.push({ code: piece.slice(at + 1), system: at > 0 ? before : "" });
    });
    return list;
  }

  function isCode(text) {
    var bare = shape(text).replace(/\./g, "");
    return !systemOf(text) && systems.some(function (item) { return item.answers && item.form.test(bare); });
  }

  /* A listed code, or a listed one that this one extends; never a wider one. */
  function answer(system, bare) {
    if (system.codes.has(bare)) return system.codes.get(bare);
    for (var end = bare.length - 1; system.narrower && end > 2; end--) {
      var row = system.codes.get(bare.slice(0, end));
      if (row && !row.hasAttribute("data-group")) return row;
    }
    return null;
  }

  /* The answer ------------------------------------------------------------------------------------------------------- */

  function show(element, visible) { if (element) element.hidden = !visible; }
  function text(selector, words) { first(selector).textContent = words; }

  function render(query, rows) {
    var missing = query.criteria.filter(function (item) { return item.display && !item.row; });
    var matches = [];
    rows.forEach(function (row) {
      handouts.forEach(function (item) {
        if (item.dataset.handout === row.dataset.start && matches.indexOf(item) < 0) matches.push(item);
      });
    });
    handouts.forEach(function (item) { (matches.indexOf(item) < 0 ? otherList : firstList).appendChild(item); });
    matches.forEach(function (item) { firstList.appendChild(item); });
    title.textContent = !query.any ? heading : rows.length ? title.dataset.match : title.dataset.noMatchTitle;
    all("[data-manual]").forEach(function (item) { show(item, !query.any); });
    show(first("[data-first-section]"), matches.length);
    var looked = rows.map(function (row) {
      return (row.dataset.display ? row.dataset.display + ", " : "") + row.querySelector("th").firstChild.textContent.trim();
    });
    first("[data-looked-up]").textContent = first("[data-looked-up]").dataset.text.replace("{what}", looked.join("; "));
    show(first("[data-looked-up]"), rows.length);
    shorten(matches.length);
    text("[data-other-title]", first("[data-other-title]").dataset[matches.length ? "more" : "all"]);
    all("[data-note]").forEach(function (note) {
      show(note, rows.some(function (row) { return row.dataset.answerNote === note.dataset.note; }));
    });
    show(first("[data-group-note]"), rows.some(function (row) { return row.hasAttribute("data-group"); }));
    var wide = !rows.length && missing.some(function (item) { return item.wide; });
    show(first("[data-no-match]"), !rows.length && !wide);
    show(first("[data-wide]"), wide);
    show(first("[data-other-language]"), isForeign(query.language));
    show(first("[data-unknown]"), missing.length);
    text("[data-unknown-codes]", missing.map(function (item) { return item.display; }).join(", "));
    var part = rows.length && partFor(query.subtopic);
    text("[data-subtopic-link]", "");
    if (part) first("[data-subtopic-link]").appendChild(part.cloneNode(true));
    show(first("[data-subtopics]"), part);
    var link = first("[data-elsewhere]");
    if (link) {
      var other = missing.filter(function (item) { return item.oid; })[0];
      show(link.parentNode, !rows.length && other);
      if (other) {
        link.href = link.dataset.elsewhere + "?mainSearchCriteria.v.c=" + encodeURIComponent(other.display) +
          "&mainSearchCriteria.v.cs=" + encodeURIComponent(other.oid) + "&informationRecipient.languageCode.c=" + encodeURIComponent(language());
      }
    }
    show(answerPanel, query.any && Array.from(answerPanel.children).some(function (item) { return !item.hidden; }));
    return matches;
  }

  /* Three answers in all; the rest of the handouts when they are asked for. */
  function shorten(count) {
    Array.from(otherList.children).forEach(function (item, at) { show(item, !count || at < 3 - count); });
    show(first("[data-rest]"), count);
  }

  /* The link to the part of a handout that answers a question about a code. */
  function partFor(subtopic) {
    var row = all("[data-subtopic]").filter(function (item) { return item.dataset.subtopic === subtopic; })[0];
    return row ? row.querySelector("a") : null;
  }

  function language() { return document.documentElement.lang.slice(0, 2); }

  /* The same question for the address bar: codes and nothing else. */
  function question(query, rows) {
    var fields = [];
    query.criteria.filter(function (item) { return item.display; }).forEach(function (item, at) {
      fields.push("mainSearchCriteria.v.c" + (at || "") + "=" + encodeURIComponent(item.display));
      if (item.oid) fields.push("mainSearchCriteria.v.cs" + (at || "") + "=" + encodeURIComponent(item.oid));
    });
    if (!fields.length && rows.length) rows.forEach(function (row) {
      fields.push("mainSearchCriteria.v.c=" + row.dataset.code, "mainSearchCriteria.v.cs=" + row.closest("[data-system]").dataset.oid);
    });
    if (partFor(query.subtopic)) fields.push("subTopic.v.c=" + query.subtopic);
    if (isForeign(query.language)) fields.push("lang=" + query.language.split(/[-_.]/)[0]);
    return fields.join("&");
  }

  /* The link to this page in a language, by its code or name; null where there is no such page. */
  function inLanguage(code) {
    return all("[data-language]").filter(function (link) {
      var names = link.dataset.names.toLowerCase().split(/[ ,]+/);
      return names.indexOf(code) >= 0 || names.indexOf(code.split(/[-_.]/)[0]) >= 0;
    })[0] || null;
  }

  function otherLanguage(code) {
    var link = inLanguage(code);
    return link && link.dataset.language !== document.documentElement.lang ? link : null;
  }

  /* A language that there are no pages in, such as "fr" or "fr-CA". */
  function isForeign(code) {
    return /^[a-z]{2,3}([-_.][a-z0-9]+)*$/.test(code) && !inLanguage(code);
  }

  function run() {
    var query = read();
    if (!query.any && !location.search) { if (title.textContent !== heading) render(query, []); return; }
    var rows = query.criteria.map(function (item) { return item.row; }).filter(Boolean);
    /* A portal's own code means nothing here: then its words count. */
    if (!query.criteria.some(function (item) { return item.display; })) query.titles.forEach(function (item) { if (rowsByTitle.has(folded(item))) rows.push(rowsByTitle.get(folded(item))); });
    var fields = question(query, rows);
    var hash = query.any ? (fields ? "#" + fields : "") : /[=%]/.test(location.hash) ? "" : location.hash;
    try { history.replaceState(null, "", location.pathname + hash); } catch (onFile) { if (location.hash !== hash) location.replace(hash || "#"); }
    if (!query.any) return;
    document.querySelectorAll(".header__languages a").forEach(function (link) { link.href = link.href.split("#")[0] + (fields ? "#" + fields : ""); });
    var translation = otherLanguage(query.language);
    if (translation) {
      location.replace(translation.href.split("#")[0] + "#" + (fields || "mainSearchCriteria.v.c=") + (query.go ? "&go=1" : ""));
      return;
    }
    var matches = render(query, rows);
    if (query.go && matches.length) {
      var part = first("[data-subtopic-link] a");
      location.replace((part || matches[0].querySelector("a")).href);
    }
  }

  var form = first("[data-code-form]");
  form.addEventListener("submit", function (event) {
    var code = form.querySelector("input").value.trim();
    event.preventDefault();
    if (code) location.hash = "mainSearchCriteria.v.c=" + encodeURIComponent(code);
  });
  first("[data-rest] button").addEventListener("click", function () {
    shorten(0);
    otherList.querySelector("a").focus();
  });
  form.hidden = false;
  run();
  window.addEventListener("hashchange", run);
})();
