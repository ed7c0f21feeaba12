"""Bitexts, the files of pairs: each format with its `load` and its `dump`."""
