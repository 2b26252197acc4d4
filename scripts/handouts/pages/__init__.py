"""The data of the page templates, and the articles of built pages."""
