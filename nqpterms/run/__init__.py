"""Every input, from its targets to its Results.

`inputs` finds the Units, `one` works on one of them, `many` on all, `engines` spreads the work;
`corpus` writes a folder that can be gone on with.
"""

from typing import Literal

Engine = Literal["serial", "processes", "ray"]
"""What spreads the work of a run."""
ENGINES: tuple[Engine, ...] = ("serial", "processes", "ray")
