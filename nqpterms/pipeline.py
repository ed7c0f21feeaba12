"""One pair from start to end: the story in about a page.

paths ──read──▶ Documents ──align──▶ Alignment ──segments──▶ check ──▶ Findings
                                                              ▲
                                          TermBase ──Matcher──┘
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nqpterms.aligner.documents import align
from nqpterms.alignment import Alignment, Segment, TextLevel
from nqpterms.checks.running import check_document, check_segments
from nqpterms.document import Document
from nqpterms.errors import NqptermsError
from nqpterms.findings import Finding
from nqpterms.formats.termbases import load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.readers.reading import read, read_page
from nqpterms.termbase import TermBase


@dataclass(frozen=True, slots=True)
class Story:
    """What came out of one pair: how it is aligned, what was found, and with which terms."""

    alignment: Alignment
    findings: tuple[Finding, ...]
    base: TermBase


def read_pair(paths: Sequence[Path]) -> tuple[Document, Document]:
    """The Chinese and the English document, from two files in either order or from one page.

    Raises FormatError where a file cannot be read, NqptermsError where both are in one language.
    """
    if len(paths) == 1:
        return read_page(paths[0])
    first, second = (read(path) for path in paths)
    sides = [document.lang.startswith("zh") for document in (first, second)]
    if sides[0] == sides[1]:
        language = "Chinese" if sides[0] else "English"
        raise NqptermsError(
            f"{first.name} and {second.name} are both {language}: "
            "expected one Chinese and one English text"
        )
    return (first, second) if sides[0] else (second, first)


def check(
    target: Document | Iterable[Segment],
    source: Document | None = None,
    *,
    terms: TermBase | Matcher | None = None,
) -> list[Finding]:
    """What an editor should look at in a translation, in reading order.

    *target* is the translation alone, the translation with its *source* (they are aligned on the
    way), or aligned segments. *terms* is a term base, or a Matcher built from one before; without
    it the bundled glossaries are used.

    >>> segments = [Segment("发展新质生产力", "develop new quality productivity")]
    >>> [finding.code for finding in check(segments)]
    ['T101']
    """
    matcher = terms if isinstance(terms, Matcher) else Matcher(terms or load_terms())
    if not isinstance(target, Document):
        return check_segments(target, matcher)
    if source is None:
        return check_document(target, matcher)
    return check_alignment(aligned(target, source), matcher)


def aligned(one: Document, other: Document, *, level: TextLevel = "sentence") -> Alignment:
    """Two documents aligned, whichever of them is the Chinese one."""
    zh, en = (one, other) if one.lang.startswith("zh") else (other, one)
    return align(zh, en, level=level)


def check_alignment(alignment: Alignment, matcher: Matcher) -> list[Finding]:
    """Findings about the English side of an aligned pair: of its segments, then of the rest."""
    return check_segments(alignment.segments(), matcher)


def tell(paths: Sequence[Path], *, base: TermBase) -> Story:
    """The whole story of one pair: read, align, check."""
    zh, en = read_pair(paths)
    alignment = align(zh, en, level="sentence")
    findings = check_alignment(alignment, Matcher(base))
    return Story(alignment, tuple(findings), base)
