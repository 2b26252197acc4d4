"""What a file of the site links to, by format."""
