"""The parts of Word and Excel packages, for readers and formats alike."""
