"""Where terms of a term base stand in a text."""
