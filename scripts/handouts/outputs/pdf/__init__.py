"""PDFs, set by Typst from the articles that were published."""
