"""Path to Document, for every format people have."""
