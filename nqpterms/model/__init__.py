"""The nouns: what is read, aligned, found and decided. Read these first."""
