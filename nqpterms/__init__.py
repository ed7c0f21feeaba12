"""Align Chinese and English texts, grow a term base from them, check translations against it.

The public names, and nothing else. A name is imported from its module when it is first used, so
that ``import nqpterms`` stays quick.

>>> import nqpterms
>>> base = nqpterms.load_terms("nqp")
>>> nqpterms.lookup(base, "新質生產力")[0].concept.preferred("en")
'new quality productive forces'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nqpterms.aligner.documents import align as align
    from nqpterms.alignment import Alignment as Alignment
    from nqpterms.alignment import Bead as Bead
    from nqpterms.alignment import Segment as Segment
    from nqpterms.candidates import Candidate as Candidate
    from nqpterms.document import Document as Document
    from nqpterms.document import Passage as Passage
    from nqpterms.document import Section as Section
    from nqpterms.errors import FormatError as FormatError
    from nqpterms.errors import NqptermsError as NqptermsError
    from nqpterms.extraction.extracting import extract as extract
    from nqpterms.findings import Finding as Finding
    from nqpterms.formats.bitexts import load_segments as load_segments
    from nqpterms.formats.termbases import dump_terms as dump_terms
    from nqpterms.formats.termbases import load_terms as load_terms
    from nqpterms.matching.matcher import Matcher as Matcher
    from nqpterms.matching.queries import lookup as lookup
    from nqpterms.pipeline import check as check
    from nqpterms.readers.reading import read as read
    from nqpterms.readers.reading import read_page as read_page
    from nqpterms.renderings.concordance import concord as concord
    from nqpterms.termbase import Concept as Concept
    from nqpterms.termbase import Term as Term
    from nqpterms.termbase import TermBase as TermBase

_HOME = {
    "read": "readers.reading",
    "read_page": "readers.reading",
    "align": "aligner.documents",
    "load_segments": "formats.bitexts",
    "load_terms": "formats.termbases",
    "dump_terms": "formats.termbases",
    "Matcher": "matching.matcher",
    "lookup": "matching.queries",
    "extract": "extraction.extracting",
    "concord": "renderings.concordance",
    "check": "pipeline",
    "Document": "document",
    "Section": "document",
    "Passage": "document",
    "Alignment": "alignment",
    "Bead": "alignment",
    "Segment": "alignment",
    "TermBase": "termbase",
    "Concept": "termbase",
    "Term": "termbase",
    "Candidate": "candidates",
    "Finding": "findings",
    "NqptermsError": "errors",
    "FormatError": "errors",
}
"""Each public name and the module that defines it."""

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'nqpterms' has no attribute {name!r}")
    return getattr(import_module(f"nqpterms.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOME)
