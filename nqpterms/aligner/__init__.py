"""Two Documents to an Alignment."""
