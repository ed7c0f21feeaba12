"""The tests in shares, for environments that need not run all of them each."""

from __future__ import annotations

import zlib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


def is_in_share(path: Path, share: str) -> bool:
    """Whether the tests of a file belong to a share of all, as "2/3"; each file is in one share."""
    number, _, count = share.partition("/")
    name = path.relative_to(PROJECT).as_posix()
    return zlib.crc32(name.encode()) % int(count) == int(number) - 1
