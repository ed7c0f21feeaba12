"""A term base ↔ a file of SQLite, which can also be used without loading it.

What the tables hold, `nqpterms.matching.index_tables` says; nothing is lost on the way.
"""

from __future__ import annotations

from pathlib import Path

from nqpterms.matching.index import TermIndex
from nqpterms.matching.index_tables import build
from nqpterms.model.termbase import TermBase


def load(path: str | Path) -> TermBase:
    """The whole term base of a file."""
    with TermIndex(path) as index:
        return index.base


def dump(base: TermBase, path: str | Path) -> None:
    """Write a term base to a file."""
    build(base.concepts, path, header=base)
