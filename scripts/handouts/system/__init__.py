"""Files, processes and time. Standard library only: the first run needs it too."""
