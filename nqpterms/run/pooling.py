"""The candidates of many shards as one table.

    Candidates of each shard ──pooled──▶ Pool ──candidates_of──▶ Candidates of the corpus

A Pool holds sums only, one entry a pair of terms: the pool of two parts joined is the pool of the
whole, and memory grows with the terms, not with the texts. A term that stands once in every shard
is in none of their tables and so not here either: shards should be documents, not sentences.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.extraction.extracting import EXAMPLES, RIVALS
from nqpterms.lang.english import plural_key
from nqpterms.lang.normal_form import fold
from nqpterms.model.candidates import Candidate, Example, Rival

_MILLI = 1000  # probabilities have three decimals; whole thousandths add up the same in any order


class Pooled(Struct):
    """Sums over the candidates of one Chinese term with one rendering; it grows as they come.

    `term` and `pair` are p(term) and p(pair) in thousandths times the count.
    """

    count: int = 0
    documents: int = 0
    sections: int = 0
    term: int = 0
    pair: int = 0
    surfaces: Counter[tuple[str, str]] = field(default_factory=Counter)
    rivals: Counter[str] = field(default_factory=Counter)
    examples: set[Example] = field(default_factory=set)
    concepts: set[str] = field(default_factory=set)
    variants: set[Rival] = field(default_factory=set)


Key = tuple[str, str]
"""The Chinese term and its rendering, as they are compared."""


def pool_candidates(tables: Iterable[Iterable[Candidate]]) -> list[Candidate]:
    """The candidates of several tables as one, the likeliest terms first.

    >>> a = Candidate("农业", "agriculture", 4, 1, p_term=0.9, p_pair=0.9)
    >>> b = Candidate("农业", "farming", 1, 1, p_term=0.7, p_pair=0.6)
    >>> (one,) = pool_candidates([[a], [b], [a]])
    >>> one.en, one.count, one.documents, one.rivals[0].text
    ('agriculture', 9, 3, 'farming')
    """
    pool: dict[Key, Pooled] = {}
    for table in tables:
        for candidate in table:
            key = fold(candidate.zh), " ".join(map(plural_key, candidate.en.split()))
            _add(pool.setdefault(key, Pooled()), candidate)
    by_term: dict[str, list[Pooled]] = defaultdict(list)
    for (zh, _), pooled in sorted(pool.items()):
        by_term[zh].append(pooled)
    found = [_candidate(ways) for ways in by_term.values()]
    return sorted(found, key=lambda c: (-c.p_term, -c.count, c.zh))


def _add(pooled: Pooled, candidate: Candidate) -> None:
    pooled.count += candidate.count
    pooled.documents += candidate.documents
    pooled.sections += candidate.sections
    pooled.term += round(_MILLI * candidate.p_term) * candidate.count
    pooled.pair += round(_MILLI * candidate.p_pair) * candidate.count
    pooled.surfaces[candidate.zh, candidate.en] += candidate.count
    pooled.rivals.update({rival.text: rival.count for rival in candidate.rivals})
    pooled.variants.update(replace(v, count=0) for v in candidate.variants)
    pooled.concepts.update({candidate.concept} - {""})
    shown = sorted({*pooled.examples, *candidate.examples}, key=repr)
    pooled.examples = set(shown[:EXAMPLES])


def _candidate(ways: list[Pooled]) -> Candidate:
    """One Chinese term: its best rendering, the others as rivals."""
    best = max(ways, key=lambda way: (way.pair, way.count))
    count = sum(way.count for way in ways)
    (zh, en), _ = min(best.surfaces.items(), key=lambda item: (-item[1], item[0]))
    rivals: Counter[str] = sum((way.rivals for way in ways), Counter())
    likely: dict[str, float] = {}
    for way in ways:
        if way is not best:
            text = min(way.surfaces.items(), key=lambda item: (-item[1], item[0]))[0][1]
            rivals[text] += way.count
            likely[text] = _share(way.pair, way.count)
    rivals.pop(en, None)
    ranked = sorted(rivals.items(), key=lambda item: (-item[1], item[0]))[:RIVALS]
    return Candidate(
        zh,
        en,
        count,
        sum(way.documents for way in ways),
        sum(way.sections for way in ways),
        p_term=_share(sum(way.term for way in ways), count),
        p_pair=_share(best.pair, best.count),
        rivals=tuple(Rival(text, times, likely.get(text, 0.0)) for text, times in ranked),
        variants=tuple(sorted(best.variants, key=lambda v: v.text)),
        examples=tuple(sorted(best.examples, key=repr)),
        concept=min(set().union(*(way.concepts for way in ways)), default=""),
    )


def _share(milli: int, count: int) -> float:
    return round(milli / _MILLI / count, 3) if count else 0.0
