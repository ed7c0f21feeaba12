"""Where a term stands on the other side of an aligned pair, and its concordance."""
