"""The build: it turns a library into the site, by a generator of pages and our own outputs."""
