"""A term base ↔ a file of SQLite, which can also be used without loading it.

What the tables hold, `nqpterms.matching.index_tables` says; nothing is lost on the way.
"""

from __future__ import annotations

from pathlib import Path

from nqpterms.matching.index import TermIndex
from nqpterms.matching.index_tables import build
from nqpterms.model.concept_stream import ConceptStream
from nqpterms.model.termbase import TermBase


def load(path: str | Path) -> TermBase:
    """The whole term base of a file."""
    with TermIndex(path) as index:
        return index.base


def dump(base: TermBase | ConceptStream, path: str | Path) -> None:
    """Write a term base to a file; one that comes as a stream in constant memory."""
    about = base if isinstance(base, TermBase) else base.about
    build(base.concepts, path, header=about)
