"""The build: what turns a library into the site, in order, and the generators that make its pages."""
