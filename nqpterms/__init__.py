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
    from nqpterms.errors import FormatError as FormatError
    from nqpterms.errors import NqptermsError as NqptermsError
    from nqpterms.extraction.extracting import extract as extract
    from nqpterms.formats.bitext_formats import load_segments as load_segments
    from nqpterms.formats.results.annotated_rows import term_block as term_block
    from nqpterms.formats.term_bases import dump_terms as dump_terms
    from nqpterms.formats.term_bases import load_terms as load_terms
    from nqpterms.matching.matcher import Matcher as Matcher
    from nqpterms.matching.term_lookup import lookup as lookup
    from nqpterms.model.alignment import Alignment as Alignment
    from nqpterms.model.alignment import Bead as Bead
    from nqpterms.model.alignment import Segment as Segment
    from nqpterms.model.candidates import Candidate as Candidate
    from nqpterms.model.document import Document as Document
    from nqpterms.model.document import Passage as Passage
    from nqpterms.model.document import Section as Section
    from nqpterms.model.findings import Finding as Finding
    from nqpterms.model.findings import Findings as Findings
    from nqpterms.model.termbase import Concept as Concept
    from nqpterms.model.termbase import Term as Term
    from nqpterms.model.termbase import TermBase as TermBase
    from nqpterms.project.decisions import decide as decide
    from nqpterms.project.project import Project as Project
    from nqpterms.project.project import glossaries as glossaries
    from nqpterms.readers.reading import read as read
    from nqpterms.readers.reading import read_page as read_page
    from nqpterms.renderings.concordance import concord as concord
    from nqpterms.renderings.source_terms import SourceTerm as SourceTerm
    from nqpterms.report.pictures import pictures as pictures
    from nqpterms.run.dated_texts import history as history
    from nqpterms.run.many import annotate as annotate
    from nqpterms.run.many import check as check
    from nqpterms.run.soundness import validate as validate
    from nqpterms.scoring.alignment_score import (
        score_alignment as score_alignment,
    )
    from nqpterms.scoring.terminology import (
        score_terminology as score_terminology,
    )
    from nqpterms.terms.differences import diff as diff
    from nqpterms.terms.merging import merge as merge

    __version__: str

_HOME = {
    "read": "readers.reading",
    "read_page": "readers.reading",
    "align": "aligner.documents",
    "load_segments": "formats.bitext_formats",
    "load_terms": "formats.term_bases",
    "dump_terms": "formats.term_bases",
    "Matcher": "matching.matcher",
    "lookup": "matching.term_lookup",
    "extract": "extraction.extracting",
    "concord": "renderings.concordance",
    "history": "run.dated_texts",
    "check": "run.many",
    "decide": "project.decisions",
    "annotate": "run.many",
    "term_block": "formats.results.annotated_rows",
    "pictures": "report.pictures",
    "validate": "run.soundness",
    "diff": "terms.differences",
    "merge": "terms.merging",
    "glossaries": "project.project",
    "score_terminology": "scoring.terminology",
    "score_alignment": "scoring.alignment_score",
    "Project": "project.project",
    "Document": "model.document",
    "Section": "model.document",
    "Passage": "model.document",
    "Alignment": "model.alignment",
    "Bead": "model.alignment",
    "Segment": "model.alignment",
    "TermBase": "model.termbase",
    "Concept": "model.termbase",
    "Term": "model.termbase",
    "Candidate": "model.candidates",
    "Finding": "model.findings",
    "Findings": "model.findings",
    "SourceTerm": "renderings.source_terms",
    "NqptermsError": "errors",
    "FormatError": "errors",
}
"""Each public name and the module that defines it."""

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("nqpterms.errors").installed_version()
    if name not in _HOME:
        raise AttributeError(f"module 'nqpterms' has no attribute {name!r}")
    return getattr(import_module(f"nqpterms.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOME)
