"""Many documents: shards, what is done to each, and what they say together."""
