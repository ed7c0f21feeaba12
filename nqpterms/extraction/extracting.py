"""Aligned segments → ranked candidates with their evidence.

segments ──analyse──▶ pairs ──models──▶ rows ──▶ Candidates, the likeliest terms first
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from nqpterms.errors import NqptermsError
from nqpterms.extraction.row_judging import RIVALS as JUDGED_RIVALS
from nqpterms.extraction.row_judging import judged_rows
from nqpterms.extraction.spans import Spans
from nqpterms.extraction.suggesting import with_variants
from nqpterms.extraction.term_features import (
    Analysis,
    TermModels,
    analyse,
    load_models,
)
from nqpterms.lang.normal_form import fold, one_line
from nqpterms.matching.forms import is_acronym
from nqpterms.model.alignment import Segment
from nqpterms.model.candidates import Candidate, Example, Rival
from nqpterms.model.places import Span
from nqpterms.model.termbase import TermBase
from nqpterms.renderings.association import SpanPair
from nqpterms.renderings.blocks import Floats, Ints, Tokens

ROWS = 2000  # candidates given unless asked otherwise
RIVALS = 3  # other renderings shown
EXAMPLES = 2  # aligned pairs shown
_RIVAL_SHARE = 0.1  # of the places of a candidate that a rival needs


def extract(
    segments: Iterable[Segment],
    *,
    terms: TermBase | None = None,
    limit: int = ROWS,
    models: TermModels | None = None,
    links: Sequence[Sequence[SpanPair]] | None = None,
) -> list[Candidate]:
    """The terms of aligned segments with their renderings, the likeliest terms first.

    A segment that says the same as an earlier one, on both sides, is no evidence of its own. A
    term that stands once comes behind others that are as likely. *terms* marks what is known
    already with its concept. *links* are the linked stretches of each segment by another word
    aligner (`load_links` reads them), taken instead of our own.

    >>> pairs = [("农业很重要", "Agriculture is important"), ("发展农业", "To develop agriculture")]
    >>> [(c.zh, c.en) for c in extract([Segment(zh, en) for zh, en in pairs])]
    [('农业', 'agriculture'), ('重要', 'important')]
    """
    every_row = list(segments)
    if links is not None and len(links) != len(every_row):
        raise NqptermsError(
            f"links of {len(links)} segments for {len(every_row)}: expected as many"
        )
    originals = _originals(every_row)
    rows = [every_row[number] for number in originals]
    if links is not None:
        links = [links[number] for number in originals]
    analysis = analyse(rows, links=links, once=True)
    if not len(analysis.pairs.zh):
        return []
    # What another aligner says is not outvoted.
    rivals = JUDGED_RIVALS if links is None else 1
    judged = judged_rows(
        analysis, models or load_models(), limit=limit, rivals=rivals
    )
    reader = _CandidateReader(rows, analysis, judged.likely, _concepts(terms))
    candidates: list[Candidate] = []
    for pair, term in zip(
        judged.pair.tolist(), judged.term.tolist(), strict=True
    ):
        candidates.append(reader.candidate(pair, term))
    return with_variants(candidates, rows, terms=terms)


def _originals(segments: Sequence[Segment]) -> list[int]:
    """The numbers of the segments that are no copies of an earlier one, blanks apart."""
    first: dict[tuple[str, str], int] = {}
    for number, segment in enumerate(segments):
        first.setdefault((_line(segment.zh), _line(segment.en)), number)
    return list(first.values())


@lru_cache(maxsize=1 << 14)
def _line(text: str) -> str:
    """A text in one line; the same few are asked for again and again."""
    return one_line(text)


class _PairPlace(Struct, frozen=True):
    """A place of a pair in the segments."""

    segment: int
    zh: Span
    en: Span
    opens: bool  # the English begins a sentence: its capital says nothing


class _CandidateReader:
    """Turns chosen pairs into what people read: surfaces, counts, examples, rivals."""

    def __init__(
        self,
        rows: Sequence[Segment],
        analysis: Analysis,
        likely: Floats,
        concepts: Mapping[str, str],
    ) -> None:
        self.rows, self.analysis, self.concepts = rows, analysis, concepts
        pairs, zh, en = analysis.pairs, analysis.zh, analysis.blocks.en
        self.likely = likely  # p of every pair
        # Places by pair, pairs by Chinese type, spans by Chinese type: an order, and in it where
        # those of each number begin.
        self.by_pair = np.argsort(pairs.of_place, kind="stable")
        numbers = np.arange(len(pairs.zh) + 1)
        self.pair_first = np.searchsorted(pairs.of_place[self.by_pair], numbers)
        types = np.arange(zh.types + 1)
        self.zh_first = np.searchsorted(pairs.zh, types)
        self.by_type = np.argsort(zh.type, kind="stable")
        self.type_first = np.searchsorted(zh.type[self.by_type], types)
        self.block_opens = np.isin(np.arange(len(en.keys)), en.first)

    def candidate(self, pair: int, term: float) -> Candidate:
        """The candidate of a pair with p(term)."""
        zh_type = int(self.analysis.pairs.zh[pair])
        spans = self.by_type[
            self.type_first[zh_type] : self.type_first[zh_type + 1]
        ]
        segments = self.analysis.blocks.segment[self.analysis.zh.block[spans]]
        rows = [self.rows[n] for n in np.unique(segments).tolist()]
        places = self.places(pair)
        forms = Counter(
            _line(place.zh.of(self.rows[place.segment].zh)) for place in places
        )
        zh = forms.most_common(1)[0][0]
        en, short = _name_and_short_name(zh, self.english(places))
        return Candidate(
            zh,
            en,
            count=len(spans),
            documents=len({row.doc for row in rows}),
            sections=len(
                {(row.doc, row.section) for row in rows if row.section}
            ),
            p_term=round(term, 3),
            p_pair=round(float(self.likely[pair]), 3),
            rivals=self.rivals(pair, len(spans)),
            variants=(_short_form(short, len(places)),) if short else (),
            examples=tuple(self.example(place) for place in _different(places)),
            concept=self.concepts.get(fold(zh), ""),
        )

    def places(self, pair: int) -> list[_PairPlace]:
        """The places of a pair, the best first."""
        every = self.analysis.places
        own = self.by_pair[self.pair_first[pair] : self.pair_first[pair + 1]]
        best = own[np.argsort(-every.score[own], kind="stable")]
        blocks, zh, en = (
            self.analysis.blocks,
            self.analysis.zh,
            self.analysis.en,
        )
        zh_spans, en_spans = every.zh[best], every.en[best]
        return [
            _PairPlace(*place)
            for place in zip(
                blocks.segment[zh.block[zh_spans]].tolist(),
                _spans(blocks.zh, zh, zh_spans),
                _spans(blocks.en, en, en_spans),
                self.block_opens[en.begin[en_spans]].tolist(),
                strict=True,
            )
        ]

    def english(self, places: Sequence[_PairPlace]) -> str:
        """The commonest form; a capital counts only where no sentence begins."""
        forms: Counter[str] = Counter()
        for place in places:
            form = _line(place.en.of(self.rows[place.segment].en))
            if not (place.opens and form[1:2].islower()):
                forms[form] += 1
                continue
            if " " in form or len(places) == 1:
                form = form[0].lower() + form[1:]
            forms[form] += 0
        small = {
            form
            for form, count in forms.items()
            if form == form.lower() and count
        }
        return max(
            forms,
            key=lambda form: (forms[form], form.lower() not in small, form),
        )

    def rivals(self, pair: int, count: int) -> tuple[Rival, ...]:
        """The other renderings that are likeliest, with their counts."""
        pairs = self.analysis.pairs
        zh = int(pairs.zh[pair])
        others = np.arange(self.zh_first[zh], self.zh_first[zh + 1])
        frequent = pairs.count[others] >= max(1, _RIVAL_SHARE * count)
        others = others[(others != pair) & frequent]
        best = others[np.argsort(-self.likely[others], kind="stable")][:RIVALS]
        rivals: list[Rival] = []
        for n in best.tolist():
            english = self.english(self.places(n))
            rivals.append(
                Rival(
                    english,
                    int(pairs.count[n]),
                    round(float(self.likely[n]), 3),
                )
            )
        return tuple(rivals)

    def example(self, place: _PairPlace) -> Example:
        """The aligned pair of a place, with where it stands in its files."""
        row = self.rows[place.segment]
        zh = row.locate("zh", place.zh.start).place
        en = row.locate("en", place.en.start).place
        return Example(_line(row.zh), _line(row.en), row.doc, row.row, zh, en)


_SHORT_NAME = re.compile(r"(.*[^\s(（])\s*[(（]([^()（）]+)[)）]")


def _name_and_short_name(zh: str, en: str) -> tuple[str, str]:
    """The English of X（Y） as its name and the shorter one in brackets; "" where there is none."""
    match = _SHORT_NAME.fullmatch(en)
    if match is None or zh[-1] not in "）)":
        return en, ""
    return match[1], match[2]


def _short_form(text: str, count: int) -> Rival:
    """A shorter name as a variant."""
    if is_acronym(text):
        return Rival(text, count, type="acronym", change="acronym")
    return Rival(text, count, type="variant", change="words")


def _different(places: Sequence[_PairPlace]) -> list[_PairPlace]:
    """A few places in different segments, in reading order."""
    first: dict[int, _PairPlace] = {}
    for place in places:
        first.setdefault(place.segment, place)
    best = list(first.values())[:EXAMPLES]
    return sorted(best, key=lambda place: place.segment)


def _spans(side: Tokens, spans: Spans, chosen: Ints) -> Iterator[Span]:
    """The code points of some spans."""
    starts, ends = (
        side.start[spans.begin[chosen]],
        side.end[spans.end[chosen] - 1],
    )
    return map(Span, starts.tolist(), ends.tolist())


def _concepts(terms: TermBase | None) -> dict[str, str]:
    """The concept of each Chinese term of a base, by the form that is compared."""
    concepts: dict[str, str] = {}
    for concept in terms.concepts if terms else ():
        for term in concept.terms_in("zh"):
            concepts[fold(term.text)] = concept.id
    return concepts
