"""What building a library of any size costs."""
