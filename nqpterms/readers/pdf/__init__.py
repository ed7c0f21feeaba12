"""PDF with a text layer to blocks."""
