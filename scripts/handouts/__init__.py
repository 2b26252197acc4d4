"""A library of patient handouts: read, checked, written. Knows no disease.

A room imports only rooms below it, and no module imports in a circle (test_architecture.py).

cli        what people type
build      the pipeline, and the generators
outputs    the files beside the pages
site       the built site: what it links to, and what must stay
checks     rules for what people write; knows nothing of `site`, which knows nothing of `checks`
pages      data for the page templates, and the article that came out
markdown   what shapes an article; knows nothing of `pages`, which knows nothing of `markdown`
loading    docs/ and mkdocs.yml to the model, each mistake with its line
model      what a library is: plain data, addresses, versions
system     files, processes and time, with the standard library only
problems   what is wrong, and how it is printed
"""
