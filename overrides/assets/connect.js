/* Answers a portal's question by clinical code, with the page's own table of codes. The question stands after ? or # in
   the address, as HL7 Infobutton and MedlinePlus Connect write it. It is taken out of the address bar at once; what is
   kept to reload or share the page stands after #, which reaches no server. Nothing of it enters the page but codes, as
   text, and it never decides where a link leads: those are the page's own. Plain ES2018: Safari 14, Chrome 87. */
(function () {
  "use strict";
  var page = document.querySelector("[data-connect]");
  if (!page) return;
  var LONGEST = 200; // characters of a value; no longer one means anything, and what is cut fits nothing
  var CODE = /^[A-Z0-9][A-Z0-9.-]{1,19}$/, OID = /^\d+(\.\d+)+$/;

  function all(selector) { return Array.from(page.querySelectorAll(selector)); }
  function one(selector) { return page.querySelector(selector); }
  function plain(text) { return text.toLowerCase().replace(/[^a-z0-9]/g, ""); }
  function folded(text) { return text.trim().toLowerCase().replace(/\s+/g, " "); }

  /* The map: codes without their points. Never a plain object, whose own words (constructor, __proto__) are no codes. */
  var titled = new Map();
  var systems = all("[data-system]").map(function (table) {
    var codes = new Map();
    table.querySelectorAll("[data-code]").forEach(function (row) {
      codes.set(row.dataset.code, row);
      if (row.dataset.display) titled.set(folded(row.dataset.display), row);
    });
    return {
      oid: table.dataset.oid, names: table.dataset.names.split(" "), codes: codes,
      form: new RegExp("^(?:" + table.dataset.pattern + ")$"), narrower: table.hasAttribute("data-narrower")
    };
  });
  var title = one("h1"), said = one("[data-said]"), starts = one("[data-starts]"), others = one("[data-others]");
  var heading = title.textContent, inOrder = all("[data-handout]");

  /* What is asked ----------------------------------------------------------------------------------------------------- */

  function decoded(text) {
    text = text.replace(/\+/g, " ");
    try { return decodeURIComponent(text); } catch (broken) { return text; }
  }

  function pairs(text) {
    if (text.indexOf("=") < 0 && /%3d/i.test(text)) text = decoded(text);
    return text.split("&").filter(Boolean).slice(0, 200).map(function (part) {
      var at = part.indexOf("=");
      if (at < 0) return ["", ""];
      var name = decoded(part.slice(0, at)).toLowerCase().replace(/\s+/g, "").replace(/^[?]*(amp;)?/, "").replace(/_/g, ".");
      return [name, decoded(part.slice(at + 1, at + LONGEST * 9)).trim().slice(0, LONGEST)];
    });
  }

  function read() {
    var hash = location.hash.slice(1);
    var given = pairs(location.search.slice(1)).concat(hash.indexOf("=") > 0 || /%3d/i.test(hash) ? pairs(hash) : []);
    var asked = { criteria: [], titles: [], language: "", subtopic: "", go: false, any: false };
    var parts = new Map(), performer = "";
    given.forEach(function (pair) {
      var name = pair[0], value = pair[1];
      var found = /^(?:main)?searchcriteria(\d*)(?:\.[vc])?\.(c|code|cs|csn|codesystem|dn|displayname|ot)(\d*)$/.exec(name);
      if (/^(main)?searchcriteria|^subtopic/.test(name) || name === "go") asked.any = true;
      if (!value) return;
      if (found) {
        var number = Number(found[1] || found[3] || 0);
        if (!parts.has(number)) parts.set(number, { codes: [], systems: [] });
        if (/^cs|^codes/.test(found[2])) parts.get(number).systems.push(value);
        else if (/^c/.test(found[2])) value.split(/[,;|]/).forEach(function (code) { parts.get(number).codes.push(code); });
        else asked.titles.push(value);
      } else if (/^subtopic\d*(\.[vc])?\.c(ode)?\d*$/.test(name)) asked.subtopic = asked.subtopic || value.toUpperCase().replace(/\s+/g, "");
      else if (/^(informationrecipient\.?)?lang(uage)?(code)?(\.c)?$/.test(name)) asked.language = asked.language || value.toLowerCase();
      else if (/(^|\.)lang(uage)?(code)?(\.c)?$/.test(name)) performer = performer || value.toLowerCase();
      else if (name === "go") asked.go = value === "1";
    });
    asked.language = asked.language || performer;
    var common = parts.has(0) ? parts.get(0).systems[0] : "";
    parts.forEach(function (part) {
      part.codes.forEach(function (code, at) {
        if (code.trim()) asked.criteria.push(criterion(code, part.systems[at] || part.systems[0] || common || ""));
      });
    });
    return asked;
  }

  /* A code as it may be shown, its system, and the row that answers it. What is no code of any system is nothing at all. */
  function criterion(text, system) {
    var shown = text.toUpperCase().replace(/\s+/g, "").replace(/[.\u2013-]+$/, "");
    var bare = shown.replace(/\./g, "");
    var name = system.toLowerCase().replace(/\s+/g, "").replace(/^(urn:)?(oid:)?/, "");
    var fitting = systems.filter(function (each) {
      return each.form.test(bare) && (!name || name === each.oid || each.names.indexOf(plain(name)) >= 0 && !OID.test(name));
    });
    var row = null;
    fitting.forEach(function (each) { row = row || answer(each, bare); });
    var oid = fitting.length ? fitting[0].oid : OID.test(name) ? name : "";
    if (!CODE.test(shown) || oid.length > 60 || name && !oid) return { shown: "", oid: "", row: null };
    return { shown: shown, oid: row ? row.closest("[data-system]").dataset.oid : oid, row: row };
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

  /* What is shown ----------------------------------------------------------------------------------------------------- */

  function show(element, yes) { if (element) element.hidden = !yes; }
  function text(selector, words) { one(selector).textContent = words; }

  function render(asked, rows) {
    var missing = asked.criteria.filter(function (each) { return each.shown && !each.row; });
    var first = [];
    rows.forEach(function (row) {
      inOrder.forEach(function (each) {
        if (each.dataset.handout === row.dataset.start && first.indexOf(each) < 0) first.push(each);
      });
    });
    inOrder.forEach(function (each) { (first.indexOf(each) < 0 ? others : starts).appendChild(each); });
    first.forEach(function (each) { starts.appendChild(each); });
    title.textContent = !asked.any ? heading : rows.length ? title.dataset.found : title.dataset.none;
    all("[data-manual]").forEach(function (each) { show(each, !asked.any); });
    show(one("[data-start-part]"), first.length);
    text("[data-others-title]", one("[data-others-title]").dataset[first.length ? "more" : "all"]);
    all("[data-note]").forEach(function (note) {
      show(note, rows.some(function (row) { return row.dataset.answerNote === note.dataset.note; }));
    });
    show(one("[data-group-note]"), rows.some(function (row) { return row.hasAttribute("data-group"); }));
    show(one("[data-nothing]"), !rows.length);
    show(one("[data-missing]"), missing.length);
    text("[data-missing-codes]", missing.map(function (each) { return each.shown; }).join(", "));
    all("[data-subtopic]").forEach(function (part) { show(part, rows.length && part.dataset.subtopic === asked.subtopic); });
    show(one("[data-part]"), rows.length && all("[data-subtopic]:not([hidden])").length);
    var link = one("[data-elsewhere]");
    if (link) {
      var other = missing.filter(function (each) { return each.oid; })[0];
      show(link.parentNode, !rows.length && other);
      if (other) {
        link.href = link.dataset.elsewhere + "?mainSearchCriteria.v.c=" + encodeURIComponent(other.shown) +
          "&mainSearchCriteria.v.cs=" + encodeURIComponent(other.oid) + "&informationRecipient.languageCode.c=" + encodeURIComponent(tongue());
      }
    }
    show(said, asked.any && Array.from(said.children).some(function (each) { return !each.hidden; }));
    return first;
  }

  function tongue() { return document.documentElement.lang.slice(0, 2); }

  /* The same question for the address bar: codes and nothing else. */
  function kept(asked, rows) {
    var found = [];
    asked.criteria.filter(function (each) { return each.shown; }).forEach(function (each, at) {
      found.push("mainSearchCriteria.v.c" + (at || "") + "=" + encodeURIComponent(each.shown));
      if (each.oid) found.push("mainSearchCriteria.v.cs" + (at || "") + "=" + encodeURIComponent(each.oid));
    });
    if (!found.length && rows.length) rows.forEach(function (row) {
      found.push("mainSearchCriteria.v.c=" + row.dataset.code, "mainSearchCriteria.v.cs=" + row.closest("[data-system]").dataset.oid);
    });
    if (all("[data-subtopic]").some(function (part) { return part.dataset.subtopic === asked.subtopic; })) found.push("subTopic.v.c=" + asked.subtopic);
    return found.join("&");
  }

  function otherLanguage(wanted) {
    if (!wanted) return null;
    function knows(link) {
      var names = link.dataset.names.toLowerCase().split(/[ ,]+/);
      return names.indexOf(wanted) >= 0 || names.indexOf(wanted.split(/[-_.]/)[0]) >= 0;
    }
    var known = all("[data-language]").filter(knows)[0];
    return known && known.dataset.language !== document.documentElement.lang ? known : null;
  }

  function run() {
    var asked = read();
    if (!asked.any && !location.search) { if (title.textContent !== heading) render(asked, []); return; }
    var rows = asked.criteria.map(function (each) { return each.row; }).filter(Boolean);
    if (!asked.criteria.length) asked.titles.forEach(function (each) { if (titled.has(folded(each))) rows.push(titled.get(folded(each))); });
    var rest = kept(asked, rows);
    var there = asked.any ? (rest ? "#" + rest : "") : /[=%]/.test(location.hash) ? "" : location.hash;
    try { history.replaceState(null, "", location.pathname + there); } catch (inFolder) { if (location.hash !== there) location.replace(there || "#"); }
    if (!asked.any) return;
    document.querySelectorAll(".top__languages a").forEach(function (link) { link.href = link.href.split("#")[0] + (rest ? "#" + rest : ""); });
    var language = otherLanguage(asked.language);
    if (language) {
      location.replace(language.href.split("#")[0] + "#" + (rest || "mainSearchCriteria.v.c=") + (asked.go ? "&go=1" : ""));
      return;
    }
    var first = render(asked, rows);
    if (asked.go && first.length) {
      var part = one("[data-subtopic]:not([hidden]) a");
      location.replace((part || first[0].querySelector("a")).href);
    }
  }

  run();
  window.addEventListener("hashchange", run);
})();
