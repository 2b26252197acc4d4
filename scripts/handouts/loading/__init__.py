"""From files to the model. What is wrong in them becomes Problems, each with its line."""
