"""The extension of Python-Markdown that shapes articles."""
