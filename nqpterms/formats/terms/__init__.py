"""Term bases: each format with its `load` and its `dump`; the registry has a row for each."""
