"""One pair from start to end: the story in about a page.

paths ──read──▶ Documents ──align──▶ Alignment ──segments──▶ check ──▶ Findings
                                                              ▲
                                          TermBase ──Matcher──┘
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from itertools import chain
from pathlib import Path

from msgspec import Struct

from nqpterms.checks.registry import check_document, check_segments
from nqpterms.errors import NqptermsError
from nqpterms.formats.registry import load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Alignment, Segment, Side
from nqpterms.model.document import Document
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import TermBase
from nqpterms.project.decisions import unsuppressed
from nqpterms.readers.reading import read, read_page


class Story(Struct, frozen=True):
    """What came out of one pair: how it is aligned, what was found, and the page to look at."""

    alignment: Alignment
    findings: tuple[Finding, ...]
    report: str


def read_pair(paths: Sequence[Path], *, type: str | None = None) -> tuple[Document, Document]:
    """The Chinese and the English document, from two files in either order or from one page.

    Raises FormatError where a file cannot be read, NqptermsError where both are in one language.
    """
    if len(paths) == 1:
        return read_page(paths[0], type=type)
    first, second = (read(path, type=type) for path in paths)
    return in_order(first, second)


def in_order(first: Document, second: Document) -> tuple[Document, Document]:
    """The Chinese document, then the English one; NqptermsError where both are in one language."""
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
    codes: Container[str] | None = None,
) -> list[Finding]:
    """What an editor should look at in a translation, in reading order.

    *target* is the translation alone, the translation with its *source* (they are aligned on the
    way), or aligned segments. *terms* is a term base, or a Matcher built from one before; without
    it the bundled glossaries are used. *codes* are those to check, see `chosen_codes`.

    >>> segments = [Segment("发展新质生产力", "develop new quality productivity")]
    >>> [finding.code for finding in check(segments)]
    ['T101']
    """
    matcher = terms if isinstance(terms, Matcher) else Matcher(terms or load_terms())
    if not isinstance(target, Document):
        return check_segments(target, matcher, codes=codes)
    if source is None:
        return check_document(target, matcher, codes=codes)
    side: Side = "zh" if target.lang.startswith("zh") else "en"
    return check_alignment(aligned(target, source), matcher, target=side, codes=codes)


def aligned(one: Document, other: Document) -> Alignment:
    """Two documents aligned to the sentence, whichever of them is the Chinese one."""
    from nqpterms.aligner.documents import align  # with numpy, which a bitext does not need

    return align(*in_order(one, other), level="sentence")


def check_alignment(
    alignment: Alignment,
    matcher: Matcher,
    *,
    target: Side = "en",
    codes: Container[str] | None = None,
) -> list[Finding]:
    """Findings about one side of an aligned pair, in reading order; what stands alone included."""
    text = alignment.segments(target=target, alone=True)
    segments = chain(alignment.contents(target=target), text)
    findings = check_segments(segments, matcher, target=target, codes=codes)
    return unsuppressed(findings, (alignment.zh if target == "zh" else alignment.en).text)


def report_of(
    alignment: Alignment,
    findings: Sequence[Finding] | None,
    *,
    matcher: Matcher | None = None,
    target: Side = "en",
) -> str:
    """The report of an aligned pair as the text of one HTML file; findings None: not checked."""
    from nqpterms.report.page import render_report

    matcher = matcher or Matcher(load_terms())
    return render_report(alignment, findings, matcher, target=target)


def page_of(
    documents: Sequence[Document],
    *,
    matcher: Matcher,
    codes: Container[str] | None = None,
    sift: Callable[[Iterable[Finding]], Iterable[Finding]] = list,
) -> tuple[list[Finding], str]:
    """The findings of some documents, and the HTML file that shows them.

    One text is shown alone, a Chinese and an English one side by side, the first of them the
    translation, and several texts of one language as a comparison. *sift* chooses among the
    findings before they are shown. Raises NqptermsError for any other company of texts.
    """
    sides = {document.lang.startswith("zh") for document in documents}
    if len(documents) == 2 and len(sides) == 2:
        target: Side = "zh" if documents[0].lang.startswith("zh") else "en"
        alignment = aligned(documents[0], documents[1])
        findings = list(sift(check_alignment(alignment, matcher, target=target, codes=codes)))
        return findings, report_of(alignment, findings, matcher=matcher, target=target)
    if len(sides) != 1:
        raise NqptermsError(
            "the HTML report shows one text, a translation beside its source, or several texts of "
            f"one language: these are {len(documents)} of both languages"
        )
    found = [list(sift(check(document, terms=matcher, codes=codes))) for document in documents]
    if len(documents) == 1:
        from nqpterms.report.single import one_text

        side: Side = "zh" if sides == {True} else "en"
        alone = one_text(documents[0])
        return found[0], report_of(alone, found[0], matcher=matcher, target=side)
    from nqpterms.report.comparison import render_comparison

    every = [finding for findings in found for finding in findings]
    return every, render_comparison(documents, found, matcher)


def tell_story(zh: Document, en: Document, *, base: TermBase) -> Story:
    """The whole story of one pair: align, check, report."""
    alignment = aligned(zh, en)
    matcher = Matcher(base)
    findings = check_alignment(alignment, matcher)
    return Story(alignment, tuple(findings), report_of(alignment, findings, matcher=matcher))
