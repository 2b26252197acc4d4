"""What people type: the verbs of `python3 scripts`."""
