"""Aligned segments → ranked candidates with their evidence.

segments ──analysed──▶ pairs ──two models──▶ rows ──▶ Candidates, the likeliest terms first
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from nqpterms.errors import NqptermsError
from nqpterms.extraction.analysis import analysed
from nqpterms.extraction.features import Analysis, term_table
from nqpterms.extraction.spans import Spans
from nqpterms.extraction.suggesting import with_variants
from nqpterms.extraction.weights import Models, chosen_pairs, load_models
from nqpterms.lang.normal_form import fold, one_line
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.candidates import Candidate, Example, Rival
from nqpterms.model.places import Span
from nqpterms.model.termbase import TermBase
from nqpterms.renderings.blocks import Ints, Tokens
from nqpterms.renderings.given import SpanPair

ROWS = 2000  # candidates given unless asked otherwise
RIVALS = 3  # other renderings shown
EXAMPLES = 2  # aligned pairs shown
_RIVAL_SHARE = 0.1  # of the places of a candidate that a rival needs


def extract(
    segments: Iterable[Segment],
    *,
    terms: TermBase | None = None,
    limit: int = ROWS,
    models: Models | None = None,
    links: Sequence[Sequence[SpanPair]] | None = None,
) -> list[Candidate]:
    """The terms of aligned segments with their renderings, the likeliest terms first.

    Terms that stand once are not found. *terms* marks what is known already with its concept.
    *links* are the linked stretches of each segment by another word aligner (`load_links` reads
    them), taken instead of our own.

    >>> pairs = [("农业很重要", "Agriculture is important"), ("发展农业", "To develop agriculture")]
    >>> [(c.zh, c.en) for c in extract([Segment(zh, en) for zh, en in pairs])]
    [('农业', 'agriculture')]
    """
    rows = list(segments)
    if links is not None and len(links) != len(rows):
        raise NqptermsError(f"links of {len(links)} segments for {len(rows)}: expected as many")
    analysis = analysed(rows, given=links)
    if not len(analysis.pairs.zh):
        return []
    models = models or load_models()
    chosen, likely = chosen_pairs(analysis.pairs, models)
    term = models.term_probability(term_table(analysis, chosen=chosen, likely=likely))
    order = np.argsort(-term, kind="stable")
    kept = order[:limit]
    reader = _Reader(rows, analysis, models, _known(terms))
    found = [
        reader.candidate(int(chosen[n]), float(term[n]), float(likely[n])) for n in kept.tolist()
    ]
    return with_variants(found, rows, terms=terms)


class _Use(Struct, frozen=True):
    """A place of a pair in the segments."""

    segment: int
    zh: Span
    en: Span
    opens: bool  # the English begins a sentence: its capital says nothing


class _Reader:
    """Turns chosen pairs into what people read: surfaces, counts, examples, rivals."""

    def __init__(
        self, rows: Sequence[Segment], analysis: Analysis, models: Models, known: dict[str, str]
    ) -> None:
        self.rows, self.analysis, self.known = rows, analysis, known
        pairs = analysis.pairs
        self.likely = models.pair_probability(pairs.features)
        self.by_pair = np.argsort(pairs.of_place, kind="stable")
        sorted_pairs = pairs.of_place[self.by_pair]
        self.pair_first = np.searchsorted(sorted_pairs, np.arange(len(pairs.zh) + 1))
        self.zh_first = np.searchsorted(pairs.zh, np.arange(analysis.zh.types + 1))
        self.by_type = np.argsort(analysis.zh.type, kind="stable")
        types = analysis.zh.type[self.by_type]
        self.type_first = np.searchsorted(types, np.arange(analysis.zh.types + 1))
        self.block_opens = np.isin(
            np.arange(len(analysis.blocks.en.keys)), analysis.blocks.en.first
        )

    def candidate(self, pair: int, term: float, likely: float) -> Candidate:
        """The candidate of a pair, with p(term) and p(pair)."""
        zh_type = int(self.analysis.pairs.zh[pair])
        spans = self.by_type[self.type_first[zh_type] : self.type_first[zh_type + 1]]
        segments = self.analysis.blocks.segment[self.analysis.zh.block[spans]]
        rows = [self.rows[n] for n in np.unique(segments).tolist()]
        uses = self.uses(pair)
        zh = Counter(one_line(u.zh.of(self.rows[u.segment].zh)) for u in uses).most_common(1)[0][0]
        return Candidate(
            zh,
            self.english(uses),
            count=len(spans),
            documents=len({row.doc for row in rows}),
            sections=len({(row.doc, row.section) for row in rows if row.section}),
            p_term=round(term, 3),
            p_pair=round(likely, 3),
            rivals=self.rivals(pair, len(spans)),
            examples=tuple(self.example(use) for use in _different(uses)),
            concept=self.known.get(fold(zh), ""),
        )

    def uses(self, pair: int) -> list[_Use]:
        """The places of a pair, the best first."""
        places = self.by_pair[self.pair_first[pair] : self.pair_first[pair + 1]]
        found = self.analysis.places
        best = places[np.argsort(-found.score[places], kind="stable")]
        blocks, zh, en = self.analysis.blocks, self.analysis.zh, self.analysis.en
        left, right = found.zh[best], found.en[best]
        segments = blocks.segment[zh.block[left]].tolist()
        opens = self.block_opens[en.begin[right]].tolist()
        sides = _spans(blocks.zh, zh, left), _spans(blocks.en, en, right)
        return [*map(_Use, segments, *sides, opens)]

    def english(self, uses: Sequence[_Use]) -> str:
        """The commonest form; a capital counts only where no sentence begins."""
        forms: Counter[str] = Counter()
        for use in uses:
            form = one_line(use.en.of(self.rows[use.segment].en))
            if use.opens and form[1:2].islower():
                form = form[0].lower() + form[1:] if " " in form or len(uses) == 1 else form
                forms[form] += 0
            else:
                forms[form] += 1
        lower = {form.lower() for form in forms if form == form.lower() and forms[form]}
        return max(forms, key=lambda form: (forms[form], form.lower() not in lower, form))

    def rivals(self, pair: int, count: int) -> tuple[Rival, ...]:
        """The other renderings that are likeliest, with their counts."""
        pairs = self.analysis.pairs
        zh = int(pairs.zh[pair])
        others = np.arange(self.zh_first[zh], self.zh_first[zh + 1])
        others = others[(others != pair) & (pairs.count[others] >= max(1, _RIVAL_SHARE * count))]
        best = others[np.argsort(-self.likely[others], kind="stable")][:RIVALS]
        return tuple(
            Rival(self.english(self.uses(n)), int(pairs.count[n]), round(float(self.likely[n]), 3))
            for n in best.tolist()
        )

    def example(self, use: _Use) -> Example:
        """The aligned pair of a place, with where it stands in its files."""
        row = self.rows[use.segment]
        places = {"zh": use.zh.start, "en": use.en.start}
        sides: tuple[Side, Side] = ("zh", "en")
        zh, en = (row.locate(side, places[side]).place for side in sides)
        return Example(one_line(row.zh), one_line(row.en), row.doc, row.row, zh, en)


def _different(uses: Sequence[_Use]) -> list[_Use]:
    """A few places in different segments, in reading order."""
    first = {use.segment: use for use in reversed(uses)}
    best = list(dict.fromkeys(use.segment for use in uses))[:EXAMPLES]
    return [first[segment] for segment in sorted(best)]


def _spans(side: Tokens, spans: Spans, chosen: Ints) -> Iterator[Span]:
    """The code points of some spans."""
    starts, ends = side.start[spans.begin[chosen]], side.end[spans.end[chosen] - 1]
    return map(Span, starts.tolist(), ends.tolist())


def _known(terms: TermBase | None) -> dict[str, str]:
    """Each Chinese term of a base in the form that is compared, and its concept."""
    if terms is None:
        return {}
    return {
        fold(term.text): concept.id for concept in terms.concepts for term in concept.terms_in("zh")
    }
