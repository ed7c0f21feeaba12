"""How each concept is said, and how often, in each stretch of a text or in each of several texts.

    columns of Segments, Matcher ──term_uses──▶ TermUses(concept, wordings with counts by column)

What a picture or a card shows of a concept rests on these values alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set

from msgspec import Struct

from nqpterms.checks.wording_keys import wording
from nqpterms.matching.forms import is_acronym
from nqpterms.matching.matcher import Match, Matcher, longest
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.termbase import DISCOURAGED, Concept, Status, Term


class Wording(Struct, frozen=True):
    """One way in which a concept is said, and how often in each column.

    Terms that differ in inflection or spelling alone are one wording, under the name of the first
    in the term base. `text` is "" for the places of the source that no term of the base renders.
    """

    text: str
    status: Status
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How often in all columns."""
        return sum(self.counts)


class TermUses(Struct, frozen=True):
    """A concept with its number in the base, how often its source stands in each column, and its
    wordings, the commonest first and what no term renders last."""

    concept: Concept
    number: int
    sources: tuple[int, ...]
    wordings: tuple[Wording, ...]

    @property
    def total(self) -> int:
        """How many places of the concept are told."""
        return sum(wording.total for wording in self.wordings)

    @property
    def strays(self) -> int:
        """How many places leave the commonest wording that may be used: 0 where none does."""
        usable = (w.total for w in self.wordings if w.text and w.status not in DISCOURAGED)
        return self.total - max(usable, default=0)


def term_uses(
    columns: Sequence[Iterable[Segment]], matcher: Matcher, *, target: Side = "en"
) -> tuple[TermUses, ...]:
    """The concepts that stand in some columns of segments, in the order of the base.

    Beside its source a text is asked for the concepts of the source alone; a text that stands
    alone for all, save by terms that mean the concept only beside their Chinese.

    >>> from nqpterms.model.termbase import TermBase
    >>> tea = Concept("tea", (Term("茶", "zh"), Term("tea", "en"), Term("char", "en")))
    >>> pairs = [Segment("喝茶。茶好。", "Drink tea. Tea is good."), Segment("茶叶", "leaves")]
    >>> [uses] = term_uses([pairs[:1], pairs[1:]], Matcher(TermBase((tea,))))
    >>> [(w.text, w.counts) for w in uses.wordings]
    [('tea', (2, 0)), ('', (0, 1))]
    """
    source: Side = "en" if target == "zh" else "zh"
    written: dict[str, dict[tuple[str, ...], Counter[int]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    said: dict[str, Counter[int]] = defaultdict(Counter)
    for column, segments in enumerate(columns):
        for segment in segments:
            counted = _counted(segment, matcher, source, target)
            for concept, times in counted.said.items():
                said[concept][column] += times
            for (concept, key), times in counted.written.items():
                written[concept][key][column] += times
    found = []
    for number, entry in enumerate(matcher.base.concepts):
        if entry.id in written or entry.id in said:
            there = tuple(said[entry.id][column] for column in range(len(columns)))
            ways = _wordings(entry, written[entry.id], len(columns), target)
            found.append(TermUses(entry, number, there, ways))
    return tuple(found)


class _Counted(Struct, frozen=True):
    """What one segment says of its concepts: places in the source, wordings in the target."""

    said: Counter[str]
    written: Counter[tuple[str, tuple[str, ...]]]


def _counted(segment: Segment, matcher: Matcher, source: Side, target: Side) -> _Counted:
    theirs = matcher.find_all(segment.text(source), language=source)
    written: Counter[tuple[str, tuple[str, ...]]] = Counter()
    meant = frozenset(concept for match in theirs for concept in match.concepts)
    ours = matcher.find_all(segment.text(target), language=target)
    if segment.text(source).strip():
        ours = [match for match in ours if match.concepts & meant]
    for match in longest(ours):
        concept, term = _read(match, meant)
        if concept in meant or term.scope != "pair":
            written[concept, _key(term)] += 1
    told = Counter(concept for concept, _ in written.elements())
    said: Counter[str] = Counter()
    places = Counter[str]()
    for match in longest(theirs):
        concept, _ = _read(match, told.keys())
        said[concept] += 1
        if not _told_by_parts(match, theirs, told):
            places[concept] += 1
    if segment.text(target).strip():
        for concept, times in places.items():
            if times > told[concept]:
                written[concept, ()] += times - told[concept]
    return _Counted(said, written)


def _read(match: Match, likely: Set[str]) -> tuple[str, Term]:
    """The concept and the term that a match stands for, of several the one that is *likely*."""
    best = next((c for c in match.candidates if c.concept.id in likely), match.candidates[0])
    return best.concept.id, best.term


def _told_by_parts(match: Match, every: Sequence[Match], told: Counter[str]) -> bool:
    """Whether a shorter term inside this one is rendered, so that the longer one is not missing."""
    return any(
        inner.span.overlaps(match.span) and any(told[concept] for concept in inner.concepts)
        for inner in every
        if inner.span != match.span
    )


def _wordings(
    concept: Concept, counts: dict[tuple[str, ...], Counter[int]], columns: int, target: Side
) -> tuple[Wording, ...]:
    names: dict[tuple[str, ...], Term] = {}
    for term in sorted(concept.terms_in(target), key=lambda term: term.status != "preferred"):
        names.setdefault(_key(term), term)
    ways = [
        Wording(
            names[key].text if key in names else "",
            names[key].status if key in names else "",
            tuple(by_column[column] for column in range(columns)),
        )
        for key, by_column in counts.items()
    ]
    return tuple(sorted(ways, key=lambda way: (not way.text, -way.total, way.text)))


def _key(term: Term) -> tuple[str, ...]:
    """What the terms of one wording share; what is discouraged stands apart."""
    text = term.text.removesuffix("s") if is_acronym(term.text) else term.text
    return (*wording(text), "!") if term.status in DISCOURAGED else wording(text)
