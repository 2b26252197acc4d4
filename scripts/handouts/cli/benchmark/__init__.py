"""The benchmark: what building a library of any size costs."""
