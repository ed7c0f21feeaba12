"""Several texts against one term base: who says what, in pictures and in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.document import Document
from nqpterms.model.findings import SEVERITIES, Finding
from nqpterms.report.page import BARS, STRIPS, Column, cards
from nqpterms.report.shell import rendered
from nqpterms.report.strips import share_bar, strip, wavering
from nqpterms.report.uses import TermUses, term_uses

LISTED = 200  # findings of one text that the page lists; the other formats list all


class TextSummary(Struct, frozen=True):
    """One of the texts: its name, its language, how much of it there is, what was found in it."""

    name: str
    lang: str
    passages: int
    terms: int
    severities: dict[str, int]
    codes: Counter[str]
    findings: tuple[Finding, ...]


def render_comparison(
    documents: Sequence[Document], findings: Sequence[Sequence[Finding]], matcher: Matcher
) -> str:
    """The comparison of texts in one language as the text of an HTML file.

    *findings* has those of each document, in the same order.
    """
    side = "zh" if documents[0].lang.startswith("zh") else "en"
    columns = [[_alone(p.text, side) for p in d.passages()] for d in documents]
    uses = term_uses(columns, matcher, target="zh" if side == "zh" else "en")
    ranked = sorted(uses, key=lambda u: (-u.total, u.number))
    names = names_of(documents)
    return rendered(
        "comparison.html.j2",
        title=f"{len(documents)} texts compared",
        texts=[
            _summary(document, name, found, len(column), sum(_in_column(uses, number)))
            for number, (document, name, found, column) in enumerate(
                zip(documents, names, findings, columns, strict=True)
            )
        ],
        codes=sorted({finding.code for found in findings for finding in found}),
        columns=[Column(name, name, -1) for name in names],
        strips=[strip(u, names) for u in wavering(uses, most=STRIPS)],
        shares=[share_bar(u, ranked[0].total) for u in ranked[:BARS]],
        differing=[strip(u, names) for u in differing(uses)],
        cards=cards(
            matcher.base.concepts, uses, named=(), findings=[f for fs in findings for f in fs]
        ),
        listed=LISTED,
    )


def differing(uses: Sequence[TermUses]) -> list[TermUses]:
    """The concepts that not all texts say alike, those with most places first.

    >>> from nqpterms.report.uses import Wording
    >>> from nqpterms.model.termbase import Concept
    >>> ways = (Wording("tea", "", (2, 1)), Wording("char", "", (1, 0)))
    >>> [u.total for u in differing([TermUses(Concept("tea"), 0, (0, 0), ways)])]
    [4]
    """
    chosen = [u for u in uses if len(u.wordings) > 1]
    return sorted(chosen, key=lambda u: (-u.total, u.number))


def names_of(documents: Sequence[Document]) -> list[str]:
    """A name for each text that tells it from the others: of its file, or else its whole path.

    >>> from nqpterms.model.document import Section
    >>> paths = ["x/a.md", "y/a.md", "b.md"]
    >>> names_of([Document(path, "en", Section(None, None, 0)) for path in paths])
    ['x/a.md', 'y/a.md', 'b.md']
    """
    short = Counter(Path(document.name).name for document in documents)
    return [d.name if short[Path(d.name).name] > 1 else Path(d.name).name for d in documents]


def _alone(text: str, side: str) -> Segment:
    return Segment(text, "") if side == "zh" else Segment("", text)


def _in_column(uses: Sequence[TermUses], number: int) -> list[int]:
    return [wording.counts[number] for use in uses for wording in use.wordings]


def _summary(
    document: Document, name: str, found: Sequence[Finding], passages: int, terms: int
) -> TextSummary:
    severities = Counter(finding.severity for finding in found)
    return TextSummary(
        name,
        document.lang,
        passages,
        terms,
        {severity: severities[severity] for severity in SEVERITIES},
        Counter(finding.code for finding in found),
        tuple(found),
    )
