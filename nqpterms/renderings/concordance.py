"""A bilingual concordance: every place of a term with its rendering on the other side.

term, segments ──concord──▶ Concordance(lines, groups)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from nqpterms.lang.chinese import has_han
from nqpterms.lang.english import plural_key
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Anchored, Span
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.renderings.finding import Rendering, Use, find_renderings
from nqpterms.renderings.model import RenderingModel, learn_renderings


class ConcordanceLine(Struct, frozen=True):
    """One place of the term: its segment, its span there, and the rendering (span None: not there).

    `group` is the rendering as it is counted: the commonest form of those that differ in case and
    number only.
    """

    segment: Segment
    span: Span
    rendering: Rendering
    group: str = ""

    def place(self, side: Side) -> Anchored:
        """Where the term stands in its file."""
        return self.segment.locate(side, self.span.start)


class Concordance(Struct, frozen=True):
    """All places of a term, in reading order, and its renderings, each with how often, ranked.

    `side` is the language of the term; a rendering "" counts the places where none was found.
    """

    term: str
    side: Side
    lines: tuple[ConcordanceLine, ...]
    groups: tuple[tuple[str, int], ...]


def concord(
    term: str,
    segments: Iterable[Segment],
    *,
    terms: TermBase | None = None,
    model: RenderingModel | None = None,
) -> Concordance:
    """Every place of a Chinese or English term, in either script, any case, number or spelling.

    The segments themselves teach which words translate which, unless a *model* is given; *terms*
    lists known renderings.

    >>> pairs = [Segment("发展农业和教育", "Develop agriculture and education")]
    >>> concord("农业", pairs).groups
    (('agriculture', 1),)
    """
    rows = list(segments)
    side: Side = "zh" if has_han(term) else "en"
    model = model or learn_renderings(rows, matcher=Matcher(terms) if terms else None)
    finder = Matcher(TermBase((Concept("term", (Term(term, side, match=""),)),)))
    uses = [
        Use(row, match.span) for row in rows for match in finder.find(row.text(side), language=side)
    ]
    found = find_renderings(uses, side=side, model=model)
    other: Side = "en" if side == "zh" else "zh"
    lines = tuple(
        ConcordanceLine(use.segment, use.span, rendering)
        for use, rendering in zip(uses, found, strict=True)
    )
    return _grouped(term, side, lines, other)


def _grouped(term: str, side: Side, lines: tuple[ConcordanceLine, ...], other: Side) -> Concordance:
    """The lines with the group of each, and the groups counted."""
    surfaces = [
        line.rendering.span.of(line.segment.text(other)) if line.rendering.span else ""
        for line in lines
    ]
    forms: dict[str, Counter[str]] = {}
    for surface in surfaces:
        forms.setdefault(_key(surface), Counter())[surface] += 1
    names = {key: _usual(found) for key, found in forms.items()}
    named = tuple(
        ConcordanceLine(line.segment, line.span, line.rendering, names[_key(surface)])
        for line, surface in zip(lines, surfaces, strict=True)
    )
    counts = Counter(line.group for line in named)
    ranked = sorted(counts.items(), key=lambda item: (item[0] == "", -item[1], item[0]))
    return Concordance(term, side, named, tuple(ranked))


def _usual(forms: Counter[str]) -> str:
    """The commonest form; of equals the one with fewer capitals."""
    return min(forms, key=lambda form: (-forms[form], sum(c.isupper() for c in form), form))


def _key(surface: str) -> str:
    """A rendering without case, number, hyphens and blanks at line ends."""
    return " ".join(plural_key(word) for word in surface.replace("-", " ").split())
