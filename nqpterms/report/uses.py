"""How each concept is said, and how often, in each stretch of a text or in each of several texts.

    columns of Segments, Matcher ──term_uses──▶ TermUses(concept, wordings with counts by column)

What a picture or a card shows of a concept rests on these values alone. A translation beside its
source is counted by the census; a text that stands alone by its own terms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from nqpterms.checks.wording_keys import wording
from nqpterms.matching.forms import is_acronym
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.termbase import (
    DISCOURAGED,
    Concept,
    Status,
    Term,
    status_rank,
)
from nqpterms.renderings.census import renderings_of
from nqpterms.renderings.rows import Row, each_row

_Key = tuple[str, ...]
_NO_TERM: _Key = ()


class Wording(Struct, frozen=True):
    """One way in which a concept is said, and how often in each column.

    Terms that differ in inflection or spelling alone are one wording, under the name of the first
    in the term base. `text` is "" for the places of the source that no term renders.
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
        usable = (
            w.total
            for w in self.wordings
            if w.text and w.status not in DISCOURAGED
        )
        return self.total - max(usable, default=0)


class _WordingTally(Struct):
    """What is counted of one concept, by column; it grows.

    `names` has a term for each wording that was met, `counts` how often each stands in a column.
    """

    sources: Counter[int] = field(default_factory=Counter)
    names: dict[_Key, Term] = field(default_factory=dict)
    counts: dict[_Key, Counter[int]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    def add(self, term: Term | None, column: int) -> None:
        """Count a place under the wording of a term; None: no term renders it."""
        key = _NO_TERM if term is None else _key(term)
        self.counts[key][column] += 1
        if term is not None:
            self.names.setdefault(key, term)


def term_uses(
    columns: Sequence[Iterable[Segment]],
    matcher: Matcher,
    *,
    target: Side = "en",
) -> tuple[TermUses, ...]:
    """The concepts that stand in some columns of segments, in the order of the base.

    Beside its source a text is asked for the terms of the source alone; a text that stands alone
    for all, save by terms that mean the concept only beside their Chinese.

    >>> from nqpterms.model.termbase import TermBase
    >>> tea = Concept("tea", (Term("茶", "zh"), Term("tea", "en"), Term("char", "en")))
    >>> pairs = [Segment("喝茶，喝茶。", "Tea! Drink tea."), Segment("喝茶。", "Drink it.")]
    >>> [uses] = term_uses([pairs[:1], pairs[1:]], Matcher(TermBase((tea,))))
    >>> [(w.text, w.counts) for w in uses.wordings]
    [('tea', (2, 0)), ('', (0, 1))]
    """
    tallies: dict[str, _WordingTally] = defaultdict(_WordingTally)
    for column, row in _rows_by_column(columns, matcher, target):
        if row.source_text.strip():
            _count_pair(row, column, tallies)
        else:
            _count_alone(row, column, tallies)
    uses = []
    for number, concept in enumerate(matcher.base.concepts):
        if concept.id in tallies:
            tally = tallies[concept.id]
            sources = tuple(
                tally.sources[column] for column in range(len(columns))
            )
            wordings = _wordings(concept, tally, len(columns), target)
            uses.append(TermUses(concept, number, sources, wordings))
    return tuple(uses)


def _rows_by_column(
    columns: Sequence[Iterable[Segment]], matcher: Matcher, target: Side
) -> Iterator[tuple[int, Row]]:
    """The rows of all columns, which may be parts of one document, each with its column."""
    placed = [
        (number, segment)
        for number, column in enumerate(columns)
        for segment in column
    ]
    rows = each_row([segment for _, segment in placed], matcher, target=target)
    for (number, _), row in zip(placed, rows, strict=True):
        yield number, row


def _count_pair(
    row: Row, column: int, tallies: dict[str, _WordingTally]
) -> None:
    """Count the places of a source; where there is no translation nothing is said of them."""
    for rendering in renderings_of(row):
        tally = tallies[rendering.concept.id]
        tally.sources[column] += 1
        if rendering.how != "untranslated":
            tally.add(rendering.term, column)


def _count_alone(
    row: Row, column: int, tallies: dict[str, _WordingTally]
) -> None:
    """Count the terms of a text that stands alone."""
    for match in row.target_terms:
        reading = match.candidates[0]
        if reading.term.scope != "pair":
            tallies[reading.concept.id].add(reading.term, column)


def _wordings(
    concept: Concept, tally: _WordingTally, columns: int, target: Side
) -> tuple[Wording, ...]:
    """The wordings of a concept, under the names that the base gives them, or else the document."""
    names: dict[_Key, Term] = {}
    for term in sorted(concept.terms_in(target), key=status_rank):
        names.setdefault(_key(term), term)
    wordings = []
    for key, by_column in tally.counts.items():
        term_or_none = names.get(key) or tally.names.get(key)
        text = term_or_none.text if term_or_none else ""
        status: Status = term_or_none.status if term_or_none else ""
        counts = tuple(by_column[column] for column in range(columns))
        wordings.append(Wording(text, status, counts))
    return tuple(sorted(wordings, key=lambda w: (not w.text, -w.total, w.text)))


def _key(term: Term) -> _Key:
    """What the terms of one wording share; what is discouraged stands apart."""
    text = term.text.removesuffix("s") if is_acronym(term.text) else term.text
    return (
        (*wording(text), "!") if term.status in DISCOURAGED else wording(text)
    )
