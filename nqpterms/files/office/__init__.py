"""The parts of Word and Excel packages."""
