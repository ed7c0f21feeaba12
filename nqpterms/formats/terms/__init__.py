"""Term bases: each format with its `load` and its `dump`; `term_formats` has a row for each."""
