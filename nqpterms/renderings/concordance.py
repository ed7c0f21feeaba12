"""A bilingual concordance: every place of a term with its rendering on the other side.

term, segments ──concord──▶ Concordance(lines, groups)
segments ──Concordancer──▶ ready to be asked for many terms
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.chinese import has_han
from nqpterms.lang.english import plural_key
from nqpterms.lang.normal_form import fold, fold_each
from nqpterms.matching.matcher import Matcher, longest
from nqpterms.model.alignment import Segment, Side, other_side
from nqpterms.model.html_tables import (
    ShownCell,
    ShownTable,
    TextPrinter,
    counted,
    first_rows,
    html_of,
    text_of,
)
from nqpterms.model.places import Anchored, Span
from nqpterms.model.termbase import Concept, Context, Term, TermBase
from nqpterms.renderings.census import Rendering, renderings_of
from nqpterms.renderings.finding import (
    Counterpart,
    SoughtPlace,
    find_counterparts,
)
from nqpterms.renderings.linked_blocks import RenderingModel, learn_renderings
from nqpterms.renderings.rows import Row, each_row

_SIDES: tuple[Side, Side] = ("zh", "en")
_PlaceInRow = tuple[int, Span]  # the number of a segment, and where in its text


class ConcordanceLine(Struct, frozen=True):
    """One place of the term: its segment, its span there, and the rendering (span None: not there).

    `group` is the rendering as it is counted: the commonest form of those that differ in case and
    number only.
    """

    segment: Segment
    span: Span
    rendering: Counterpart
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

    def to_dicts(self) -> list[dict[str, Any]]:
        """A row a place, for a data frame.

        `rendering` is what stands there, "" where none was found, `group` the form under which it
        is counted; `score` (0–1) how sure that is. `row` is the row of a bitext and `line` the line
        of a text, 0 where there is none. Every row has every key and every key one type, so that
        pandas and polars take the list as it is.

        >>> rows = concord("农业", [Segment("发展农业", "Develop agriculture")]).to_dicts()
        >>> [(row["zh"], row["rendering"]) for row in rows]
        [('发展农业', 'agriculture')]
        """
        return [_line_row(line, self.side) for line in self.lines]

    def _repr_html_(self) -> str:
        return html_of(self._shown())

    def _repr_pretty_(self, printer: TextPrinter, _is_cycle: bool) -> None:
        printer.text(text_of(self._shown()))

    def _shown(self) -> ShownTable:
        """The concordance as a notebook shows it: its renderings counted, its first places."""
        renderings = [
            f"{name or '(none found)'} ×{count}" for name, count in self.groups
        ]
        there = other_side(self.side)
        rows = (_line_cells(line, self.side, there) for line in self.lines)
        return ShownTable(
            f"{self.term}: {counted(len(self.lines), 'place')}",
            ("where", self.side, there),
            first_rows(rows),
            len(self.lines),
            ("; ".join(renderings),) if renderings else (),
        )


def _line_row(line: ConcordanceLine, side: Side) -> dict[str, Any]:
    """A place as a row of a data frame."""
    segment = line.segment
    return {
        "document": segment.doc,
        "row": segment.row or 0,
        "line": line.place(side).place.line or 0,
        "section": segment.section,
        "term": line.span.of(segment.text(side)),
        "rendering": _surface(line, other_side(side)),
        "group": line.group,
        "score": float(line.rendering.score),
        "by": line.rendering.by,
        "zh": segment.zh,
        "en": segment.en,
    }


def _line_cells(
    line: ConcordanceLine, here: Side, there: Side
) -> tuple[ShownCell | str, ...]:
    """A place as a line of a table, with the words that are meant on either side."""
    segment = line.segment
    at = (
        line.place(here).place.label
        if segment.row is None
        else f"row {segment.row}"
    )
    return (
        ":".join(filter(None, (segment.doc, at))),
        ShownCell(segment.text(here), here, line.span),
        ShownCell(segment.text(there), there, line.rendering.span),
    )


def concord(
    term: str,
    segments: Iterable[Segment],
    *,
    terms: TermBase | Matcher | None = None,
) -> Concordance:
    """Every place of a Chinese or English term, in either script, any case, number or spelling.

    The segments themselves teach which words translate which. Where the term is one of *terms*,
    its places have the renderings of the census, and words render only what the census leaves.

    >>> pairs = [Segment("发展农业和教育", "Develop agriculture and education")]
    >>> concord("农业", pairs).groups
    (('agriculture', 1),)
    """
    return Concordancer(segments, terms=terms).ask(term)


class Concordancer:
    """Segments that are asked for one term after another.

    What they teach about words, and where the *terms* stand in them, is found out once, with the
    first question that needs it.

    >>> ready = Concordancer([Segment("发展农业和教育", "Develop agriculture and education")])
    >>> [ready.ask(term).groups[0][0] for term in ("农业", "教育")]
    ['agriculture', 'education']
    """

    def __init__(
        self,
        segments: Iterable[Segment],
        *,
        terms: TermBase | Matcher | None = None,
    ) -> None:
        self._segments = list(segments)
        self._matcher = Matcher(terms) if isinstance(terms, TermBase) else terms
        self._model: RenderingModel | None = None
        self._rows: dict[Side, list[Row]] = {}
        self._folded: list[str] | None = None

    def ask(self, term: str, *, by_words: bool = True) -> Concordance:
        """Every place of a term, as `concord` gives them.

        Without *by_words* only the census says what renders it: an answer in no time, in which
        what is no listed term has no rendering yet.
        """
        side: Side = "zh" if has_han(term) else "en"
        places = self._places(term, side)
        rows = self._rows_from(side)
        asked = (
            [each for each in places if by_words or _is_term(each, rows)]
            if rows
            else []
        )
        census = {
            number: renderings_of(rows[number])
            for number in {at for at, _ in asked}
        }
        uses = [
            _use(self._segments[number], span, census.get(number, ()))
            for number, span in places
        ]
        if by_words:
            counterparts = find_counterparts(
                uses, side=side, model=self.learnt()
            )
        else:
            counterparts = [_told_by_census(use) for use in uses]
        lines = tuple(
            ConcordanceLine(use.segment, use.span, counterpart)
            for use, counterpart in zip(uses, counterparts, strict=True)
        )
        return _grouped(term, side, lines)

    def make_ready(self) -> None:
        """Find out now what questions in either language need."""
        self.learnt()
        for side in _SIDES:
            self._rows_from(side)
        self._likely("", "zh")

    def learnt(self) -> RenderingModel:
        """What the segments teach about which words translate which."""
        if self._model is None:
            self._model = learn_renderings(self._segments)
        return self._model

    def concepts(self, side: Side = "zh") -> list[tuple[Concept, int]]:
        """The concepts of the terms that stand on a side, and how often, the commonest first."""
        counts: Counter[str] = Counter()
        concepts: dict[str, Concept] = {}
        for row in self._rows_from(side):
            for rendering in renderings_of(row):
                concepts[rendering.concept.id] = rendering.concept
                counts[rendering.concept.id] += 1
        return [(concepts[name], count) for name, count in counts.most_common()]

    def _places(self, term: str, side: Side) -> list[_PlaceInRow]:
        """Where the term stands: the number of a segment, and a span of its text."""
        finder = Matcher(
            TermBase((Concept("term", (Term(term, side, match=""),)),))
        )
        numbers = self._likely(term, side)
        texts = [self._segments[number].text(side) for number in numbers]
        matches_by_text = finder.find_all_in(texts, language=side)
        return [
            (number, match.span)
            for number, matches in zip(numbers, matches_by_text, strict=True)
            for match in longest(matches)
        ]

    def _likely(self, term: str, side: Side) -> Sequence[int]:
        """The segments in which the term may stand: of a Chinese one those with all its signs."""
        if side == "en":
            return range(len(self._segments))
        if self._folded is None:
            self._folded = fold_each([segment.zh for segment in self._segments])
        signs = {sign for sign in fold(term) if sign.isalnum()}
        return [
            number
            for number, text in enumerate(self._folded)
            if all(sign in text for sign in signs)
        ]

    def _rows_from(self, side: Side) -> list[Row]:
        """The segments with the terms that stand in them, seen from a side; none without terms.

        The side of the term is the source here, whichever of them was translated.
        """
        if self._matcher is None:
            return []
        if side not in self._rows:
            self._rows[side] = list(
                each_row(self._segments, self._matcher, target=other_side(side))
            )
        return self._rows[side]


def _is_term(place: _PlaceInRow, rows: Sequence[Row]) -> bool:
    """Whether a place is one of a listed term: only there has the census an answer."""
    number, span = place
    return any(match.span == span for match in rows[number].source_terms)


def _told_by_census(use: SoughtPlace) -> Counterpart:
    """What the census alone says of a place."""
    if use.answer is None:
        return Counterpart(None, 0.0)
    return Counterpart(use.answer, 1.0, "terms")


def attested(segments: Iterable[Segment], matcher: Matcher) -> TermBase:
    """The concepts that stand in the segments, each term with the first sentence that has it.

    A context keeps its place, and that of a translation names its document. Relations to concepts
    that do not stand there are left out. The order is that of the term base.

    >>> base = TermBase((Concept("c1", (Term("生产力", "zh"),)), Concept("c2")))
    >>> small = attested([Segment("发展生产力", "develop")], Matcher(base))
    >>> [(c.id, c.terms[0].contexts[0].text) for c in small.concepts]
    [('c1', '发展生产力')]
    """
    contexts: dict[_TermKey, Context] = {}
    for segment in segments:
        for side in _SIDES:
            text = segment.text(side)
            for match in matcher.find(text, language=side):
                best = match.candidates[0]
                key = _key_of(best.concept, best.term)
                if key not in contexts:
                    place = segment.locate(side, match.span.start).place
                    source = segment.doc if side == segment.target else ""
                    contexts[key] = Context(text, source, place)
    ids = {concept for concept, _, _ in contexts}
    concepts = [
        concept for concept in matcher.base.concepts if concept.id in ids
    ]
    return replace(
        matcher.base,
        concepts=tuple(_with_contexts(c, contexts, ids) for c in concepts),
    )


def _use(
    segment: Segment, span: Span, renderings: Sequence[Rendering]
) -> SoughtPlace:
    """A place of the term with what the census says of it, and what renders other places."""
    answer: Span | None = None
    is_open = True
    others = []
    for rendering in renderings:
        if rendering.source.span == span:
            answer, is_open = rendering.span, rendering.how != "elsewhere"
        elif rendering.span and not rendering.source.span.overlaps(span):
            others.append(rendering.span)
    return SoughtPlace(segment, span, answer, tuple(others), is_open)


def _grouped(
    term: str, side: Side, lines: Sequence[ConcordanceLine]
) -> Concordance:
    """The lines with the group of each, and the groups counted."""
    surfaces = [_surface(line, other_side(side)) for line in lines]
    forms: dict[str, Counter[str]] = {}
    for surface in surfaces:
        forms.setdefault(_key(surface), Counter())[surface] += 1
    names = {key: _usual(counts) for key, counts in forms.items()}
    grouped = tuple(
        replace(line, group=names[_key(surface)])
        for line, surface in zip(lines, surfaces, strict=True)
    )
    counts = Counter(line.group for line in grouped)
    ranked = sorted(
        counts.items(), key=lambda item: (item[0] == "", -item[1], item[0])
    )
    return Concordance(term, side, grouped, tuple(ranked))


def _surface(line: ConcordanceLine, side: Side) -> str:
    """The rendering as it stands on its side; "" where there is none."""
    span = line.rendering.span
    return span.of(line.segment.text(side)) if span else ""


def _usual(forms: Counter[str]) -> str:
    """The commonest form; of equals the one with fewer capitals."""
    return min(
        forms,
        key=lambda form: (-forms[form], sum(c.isupper() for c in form), form),
    )


def _key(surface: str) -> str:
    """A rendering without case, number, hyphens and blanks at line ends."""
    return " ".join(
        plural_key(word) for word in surface.replace("-", " ").split()
    )


# Of a concept's id, and the language and text of a term.
_TermKey = tuple[str, str, str]


def _key_of(concept: Concept, term: Term) -> _TermKey:
    return concept.id, term.lang, term.text


def _with_contexts(
    concept: Concept, contexts: Mapping[_TermKey, Context], ids: Collection[str]
) -> Concept:
    """A concept with the contexts of its terms, related only to others that were seen."""
    terms = []
    for term in concept.terms:
        context = contexts.get(_key_of(concept, term))
        terms.append(
            replace(term, contexts=(*term.contexts, context))
            if context
            else term
        )
    return replace(
        concept,
        terms=tuple(terms),
        broader=tuple(name for name in concept.broader if name in ids),
        related=tuple(name for name in concept.related if name in ids),
    )
