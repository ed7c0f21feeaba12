"""Term bases as a whole: those that are bundled, and how two are joined or compared."""
