"""Servers: the term base as tools for other programs. Nothing here writes a file."""
