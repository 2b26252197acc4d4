"""What shapes an article: our extension of Python-Markdown."""
