"""Decisions put into people's own files, and the answers read back from them."""
