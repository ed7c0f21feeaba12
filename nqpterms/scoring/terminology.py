"""How well a system's translation keeps to the terms, beside how good it is on the whole.

*Success* (as in the terminology tasks of WMT 2023 and 2025): of the places of source terms, the
share that is rendered by an acceptable term. It is counted in two ways, side by side:

    exclusive     the census's: a place is one of the longest source term, a stretch of the
                  translation serves one place, the longest first, and each place wants its own
    overlapping   each term is searched for by itself: one inside a longer one has places of its
                  own, and a longer term's rendering serves the shorter one inside it

*Consistency* (after Semenov and Bojar, 2022): each term of a document has one pseudo-reference, and
the share of its rendered places that use it is counted; the pseudo-reference is the first rendering
used, the most frequent one, or the preferred one of the base. BLEU and chrF are sacrebleu's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.errors import installed_version
from nqpterms.matching.matcher import Matcher, longest
from nqpterms.model.alignment import Segment, Side, other_side
from nqpterms.model.places import Span
from nqpterms.renderings.census import Rendering, renderings_of
from nqpterms.renderings.rows import Row, each_row, usable_concepts
from nqpterms.scoring.direction import found_target
from nqpterms.scoring.row_terms import (
    Matching,
    RowTerms,
    base_name,
    matcher_of,
    narrowed,
    terms_of_base,
    terms_of_rows,
)
from nqpterms.scoring.whole_texts import whole_text_scores
from nqpterms.scoring.wmt25 import wmt25_success


class ScoreOptions(Struct, frozen=True):
    """How terminology is scored.

    `target` is the side that is the translation, None to find it. `rows`: whether a term may be
    rendered in its segment only or anywhere in its document. `match` is how the forms of the
    translation are looked for: inflected and in any case, as written in case, or to the letter.
    Without `alternatives` only the preferred form counts. `own_terms` is the key under which rows
    carry terms of their own, which then stand in the place of the term base; "" ignores them. With
    `wmt25` that task's own figure is computed too, and chrF is chrF++ as there.
    """

    target: Side | None = None
    rows: Literal["segment", "document"] = "segment"
    match: Matching = "inflected"
    alternatives: bool = True
    own_terms: str = "terms"
    wmt25: bool = False


class TermRow(Struct, frozen=True):
    """How one term of the source was treated: how often it stands there, how often it is rendered
    by one of its terms, and by which ones, the most frequent first."""

    concept: str
    source: str
    places: int
    rendered: int
    renderings: tuple[tuple[str, int], ...]

    @property
    def success(self) -> float:
        """The share of its places that are rendered, 0 to 1."""
        return self.rendered / self.places


class PlaceCount(Struct, frozen=True):
    """Places of source terms, and how many of them are rendered."""

    places: int = 0
    rendered: int = 0

    @property
    def share(self) -> float | None:
        """0 to 1; None where there is no place."""
        return self.rendered / self.places if self.places else None


class TerminologyScore(Struct, frozen=True):
    """Shares from 0 to 1, None where there is nothing to count; `bleu` and `chrf` from 0 to 100,
    None without a reference.

    `success` is exclusive, `overlapping` the other count. `first`, `frequent` and `preferred` are
    consistency by their pseudo-references. `by_row` has the exclusive count of each row, for a
    comparison of systems. `direction` is zh-en or en-zh.
    """

    success: float | None
    first: float | None
    frequent: float | None
    preferred: float | None
    places: int
    table: tuple[TermRow, ...]
    bleu: float | None = None
    chrf: float | None = None
    signature: str = ""
    overlapping: float | None = None
    overlapping_places: int = 0
    wmt25: float | None = None
    by_row: tuple[PlaceCount, ...] = ()
    direction: str = ""


class _CountedTerm(Struct):
    """What is counted of one concept: its names, and the rendering of every place by document.

    A rendering is "" where no acceptable term stands there. It grows.
    """

    source: str
    preferred: str
    by_document: dict[str, list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )


class _RunningCounts(Struct):
    """What is counted over all rows. It grows."""

    terms: dict[str, _CountedTerm] = field(default_factory=dict)
    exclusive: list[PlaceCount] = field(default_factory=list)
    overlapping: list[PlaceCount] = field(default_factory=list)


def score_terminology(
    segments: Iterable[Segment],
    matcher: Matcher,
    *,
    references: Sequence[str] | Sequence[Segment] | None = None,
    options: ScoreOptions | None = None,
) -> TerminologyScore:
    """Term success and consistency of translated segments, whose target side is the system's.

    *references* are the right translations, one a segment, as texts or as segments with the same
    source; with them BLEU and chrF are told too, and segments say which side is the source.

    >>> from nqpterms.model.termbase import Concept, Term, TermBase
    >>> concept = Concept("c", (Term("生产力", "zh"), Term("productive forces", "en")))
    >>> pairs = [Segment("生产力", "productive forces"), Segment("生产力", "output")]
    >>> score = score_terminology(pairs, Matcher(TermBase((concept,))))
    >>> score.success, score.direction
    (0.5, 'zh-en')
    """
    options = options or ScoreOptions()
    rows = list(segments)
    rows_of_reference = [
        row for row in references or () if isinstance(row, Segment)
    ]
    own = terms_of_rows(rows, rows_of_reference, options.own_terms)
    target = options.target or found_target(rows, rows_of_reference, own)
    directed = [replace(segment, target=target) for segment in rows]
    texts = _texts_of(references, target)
    counts = _counts(directed, matcher, own, options)
    quality = whole_text_scores(
        [segment.text(target) for segment in directed],
        texts,
        target=target,
        word_order=2 if options.wmt25 else 0,
    )
    direction = f"{other_side(target)}-{target}"
    score = _score(counts, direction)
    names = {
        "terms": "rows" if own else base_name(matcher.base),
        "rows": options.rows,
        "match": f"longest,{options.match}",
        "alternatives": "yes" if options.alternatives else "no",
    }
    return replace(
        score,
        bleu=quality.bleu,
        chrf=quality.chrf,
        wmt25=_wmt25(directed, texts, matcher, own) if options.wmt25 else None,
        signature="; ".join(
            filter(None, (_signature(score, names), quality.signature))
        ),
    )


def _texts_of(
    references: Sequence[str] | Sequence[Segment] | None, target: Side
) -> list[str] | None:
    """The right translations."""
    if references is None:
        return None
    return [
        row.text(target) if isinstance(row, Segment) else row
        for row in references
    ]


def _counts(
    segments: Sequence[Segment],
    matcher: Matcher,
    own: Sequence[RowTerms] | None,
    options: ScoreOptions,
) -> _RunningCounts:
    """What the census says of all rows, in order."""
    counts = _RunningCounts()
    for rows in _rows(segments, matcher, own, options):
        for row in rows:
            _count(row, counts, takes_damaged=options.match == "inflected")
    return counts


def _rows(
    segments: Sequence[Segment],
    matcher: Matcher,
    own: Sequence[RowTerms] | None,
    options: ScoreOptions,
) -> Iterator[Iterator[Row]]:
    """The rows with the terms that hold for them: those of the base, or their own."""
    whole = options.rows == "document"
    if own is None:
        side = segments[0].target if segments else "en"
        finder = narrowed(
            matcher, side, options.match, alternatives=options.alternatives
        )
        yield each_row(_by_document(segments) if whole else segments, finder)
        return
    matchers: dict[RowTerms, Matcher] = {}
    numbered = zip(own, segments, strict=True)
    for terms, members in groupby(numbered, key=lambda pair: pair[0]):
        rows = [segment for _, segment in members]
        if terms not in matchers:
            matchers[terms] = matcher_of(
                terms,
                rows[0].target,
                options.match,
                alternatives=options.alternatives,
            )
        yield each_row(_by_document(rows) if whole else rows, matchers[terms])


def _by_document(segments: Iterable[Segment]) -> Iterator[Segment]:
    """The segments of each document as one; those that name none stand for themselves."""
    for name, group in groupby(segments, key=lambda segment: segment.doc):
        members = list(group)
        if not name:
            yield from members
            continue
        zh = "\n".join(segment.zh for segment in members)
        en = "\n".join(segment.en for segment in members)
        yield Segment(zh, en, doc=name, target=members[0].target)


def _count(row: Row, counts: _RunningCounts, *, takes_damaged: bool) -> None:
    """Add what the census says of a row."""
    rendered = 0
    damaged: Counter[frozenset[str]] = Counter()
    renderings = renderings_of(row)
    for rendering in renderings:
        is_damaged = rendering.how == "damaged"
        if is_damaged and takes_damaged:
            damaged[rendering.source.concepts] += 1
        key = rendering.concept.id
        if key not in counts.terms:
            counts.terms[key] = _counted_term(row, rendering)
        is_rendered = rendering.is_acceptable and (
            takes_damaged or not is_damaged
        )
        text = rendering.term.text if is_rendered and rendering.term else ""
        counts.terms[key].by_document[row.segment.doc].append(text)
        rendered += bool(text)
    counts.exclusive.append(PlaceCount(len(renderings), rendered))
    counts.overlapping.append(_overlapping(row, damaged))


def _overlapping(row: Row, damaged: Counter[frozenset[str]]) -> PlaceCount:
    """The places of every source term, also of one inside another, and those that have an answer
    when each term is searched for by itself; of *damaged* ones no search finds the place."""
    spans: dict[frozenset[str], set[Span]] = defaultdict(set)
    for match in row.source_matches:
        spans[match.concepts].add(match.span)
    usable = [
        (match, usable_concepts([match]))
        for match in (*row.target_matches, *row.defined)
    ]
    places = rendered = 0
    for concepts, of_term in spans.items():
        answers = longest(
            [match for match, of in usable if not concepts.isdisjoint(of)]
        )
        places += len(of_term)
        rendered += min(len(of_term), len(answers) + damaged[concepts])
    return PlaceCount(places, rendered)


def _counted_term(row: Row, rendering: Rendering) -> _CountedTerm:
    """A concept under the names that it has in the two languages."""
    concept = rendering.concept
    names = [
        r.term.text
        for r in rendering.source.candidates
        if r.concept.id == concept.id
    ]
    return _CountedTerm(names[0], concept.preferred(row.side) or "")


def _score(counts: _RunningCounts, direction: str) -> TerminologyScore:
    """The figures of what was counted."""
    table = [_row(concept, term) for concept, term in counts.terms.items()]
    table.sort(
        key=lambda row: (row.rendered - row.places, -row.places, row.concept)
    )
    exclusive, overlapping = (
        _total(counts.exclusive),
        _total(counts.overlapping),
    )
    first = frequent = preferred = 0
    for term in counts.terms.values():
        for renderings in term.by_document.values():
            texts = [text for text in renderings if text]
            if texts:
                first += texts.count(texts[0])
                frequent += Counter(texts).most_common(1)[0][1]
                preferred += texts.count(term.preferred)
    rendered = exclusive.rendered
    return TerminologyScore(
        success=exclusive.share,
        first=PlaceCount(rendered, first).share,
        frequent=PlaceCount(rendered, frequent).share,
        preferred=PlaceCount(rendered, preferred).share,
        places=exclusive.places,
        table=tuple(table),
        overlapping=overlapping.share,
        overlapping_places=overlapping.places,
        by_row=tuple(counts.exclusive),
        direction=direction,
    )


def _total(tallies: Iterable[PlaceCount]) -> PlaceCount:
    places = rendered = 0
    for tally in tallies:
        places += tally.places
        rendered += tally.rendered
    return PlaceCount(places, rendered)


def _row(concept: str, term: _CountedTerm) -> TermRow:
    """The row of one concept."""
    renderings = [text for texts in term.by_document.values() for text in texts]
    counts = Counter(text for text in renderings if text)
    return TermRow(
        concept,
        term.source,
        len(renderings),
        counts.total(),
        tuple(counts.most_common()),
    )


def _signature(score: TerminologyScore, names: dict[str, str]) -> str:
    """Everything that made the figures, in one line."""
    parts = [
        "terminology",
        score.direction,
        *(f"{name}:{value}" for name, value in names.items()),
        f"places:{score.places}",
        f"concepts:{len(score.table)}",
        "census",
        "micro",
        f"nqpterms:{installed_version()}",
        "v3",
    ]
    return "|".join(parts)


def _wmt25(
    segments: Sequence[Segment],
    references: Sequence[str] | None,
    matcher: Matcher,
    own: Sequence[RowTerms] | None,
) -> float | None:
    """WMT25's figure on the same rows."""
    if not segments:
        return None
    target = segments[0].target
    terms = own or [terms_of_base(matcher.base, target)] * len(segments)
    return wmt25_success(
        [segment.text(other_side(target)) for segment in segments],
        [segment.text(target) for segment in segments],
        references,
        terms,
    )
