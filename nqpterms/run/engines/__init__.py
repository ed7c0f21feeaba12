"""One map over many items: in this process, in several, or on a Ray cluster."""
