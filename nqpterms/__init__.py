"""Align Chinese and English texts, grow a term base from them, check translations against it."""
