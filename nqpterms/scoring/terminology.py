"""How well a system's translation keeps to the terms, beside how good it is on the whole.

Success (as in the terminology tasks of WMT 2023 and 2025): of the places of source terms, the share
that the census finds rendered by an acceptable term. Consistency (after Semenov and Bojar, 2022):
each term of a document has one pseudo-reference, and the share of its rendered places that use it
is counted; the pseudo-reference is the first rendering used, the most frequent one, or the
preferred one of the base. BLEU and chrF are sacrebleu's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.renderings.census import Rendering, renderings_of
from nqpterms.renderings.rows import Row, each_row


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


class TerminologyScore(Struct, frozen=True):
    """Shares from 0 to 1; `bleu` and `chrf` from 0 to 100, None without a reference.

    `first`, `frequent` and `preferred` are consistency by their pseudo-references; 1.0 where no
    term is rendered.
    """

    success: float
    first: float
    frequent: float
    preferred: float
    places: int
    table: tuple[TermRow, ...]
    bleu: float | None = None
    chrf: float | None = None
    signature: str = ""


class _CountedTerm(Struct):
    """What is counted of one concept: its names, and the rendering of every place by document.

    A rendering is "" where no acceptable term stands there. It grows.
    """

    source: str
    preferred: str
    by_document: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def score_terminology(
    segments: Iterable[Segment], matcher: Matcher, *, references: Sequence[str] | None = None
) -> TerminologyScore:
    """Term success and consistency of translated segments, whose target side is the system's.

    *references* are the right translations, one a segment; with them BLEU and chrF are told too.

    >>> from nqpterms.model.termbase import Concept, Term, TermBase
    >>> concept = Concept("c", (Term("生产力", "zh"), Term("productive forces", "en")))
    >>> pairs = [Segment("生产力", "productive forces"), Segment("生产力", "output")]
    >>> score_terminology(pairs, Matcher(TermBase((concept,)))).success
    0.5
    """
    segments = list(segments)
    terms = _source_terms(segments, matcher)
    table = [_row(concept, term) for concept, term in terms.items()]
    table.sort(key=lambda row: (row.rendered - row.places, -row.places, row.concept))
    places = sum(row.places for row in table)
    rendered = sum(row.rendered for row in table)
    first = frequent = preferred = 0
    for term in terms.values():
        for renderings in term.by_document.values():
            texts = [text for text in renderings if text]
            if texts:
                first += texts.count(texts[0])
                frequent += Counter(texts).most_common(1)[0][1]
                preferred += texts.count(term.preferred)
    bleu, chrf, signature = _whole([s.text(s.target) for s in segments], references)
    census = f"terminology|places:{places}|concepts:{len(terms)}|longest match|census|micro|v2"
    return TerminologyScore(
        success=_share(rendered, places),
        first=_share(first, rendered),
        frequent=_share(frequent, rendered),
        preferred=_share(preferred, rendered),
        places=places,
        table=tuple(table),
        bleu=bleu,
        chrf=chrf,
        signature="; ".join(filter(None, (census, signature))),
    )


def _source_terms(segments: Sequence[Segment], matcher: Matcher) -> dict[str, _CountedTerm]:
    """What was counted of each concept, in the order of their first places."""
    terms: dict[str, _CountedTerm] = {}
    for row in each_row(segments, matcher):
        for rendering in renderings_of(row):
            key = rendering.concept.id
            if key not in terms:
                terms[key] = _source_term(row, rendering)
            is_rendered = rendering.term is not None and rendering.is_acceptable
            text = rendering.term.text if is_rendered and rendering.term else ""
            terms[key].by_document[row.segment.doc].append(text)
    return terms


def _source_term(row: Row, rendering: Rendering) -> _CountedTerm:
    """A concept under the names that it has in the two languages."""
    concept = rendering.concept
    names = [r.term.text for r in rendering.source.candidates if r.concept.id == concept.id]
    return _CountedTerm(names[0], concept.preferred(row.side) or "")


def _row(concept: str, term: _CountedTerm) -> TermRow:
    """The row of one concept."""
    renderings = [text for texts in term.by_document.values() for text in texts]
    counts = Counter(text for text in renderings if text)
    return TermRow(
        concept, term.source, len(renderings), counts.total(), tuple(counts.most_common())
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _whole(
    system: Sequence[str], references: Sequence[str] | None
) -> tuple[float | None, float | None, str]:
    """BLEU and chrF with their signatures, where there are references."""
    if references is None or not system:
        return None, None, ""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    bleu, chrf = BLEU(), CHRF()
    scores = [m.corpus_score(list(system), [list(references)]).score for m in (bleu, chrf)]
    return scores[0], scores[1], f"BLEU|{bleu.get_signature()}; chrF|{chrf.get_signature()}"
