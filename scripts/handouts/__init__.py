"""A library of patient handouts: read, checked, written. Knows neither MkDocs nor Material, and no disease.

The modules depend on one another in this order, each only on those before it:
problem, stage, environment, verbs, cores, record, reading, site, font, drawing, handout, names, library, atom, connect,
feed, qr, assets, markup, article, marks, plain, view, content, table_tags, typesetter, pdf_cache, pdf, catalog, fhir,
text, search, built, links, moved, promises, outside, archive, bench, build, command.
"""
