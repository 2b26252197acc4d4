"""What the page templates are given, and the article that came out."""
