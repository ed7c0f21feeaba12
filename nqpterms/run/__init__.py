"""Many documents: shards, what is done to each, and what they say together."""

from typing import Literal

Engine = Literal["serial", "processes", "ray"]
"""What spreads the work of a run."""
ENGINES: tuple[Engine, ...] = ("serial", "processes", "ray")
