"""How well a system's translation keeps to the terms, beside how good it is on the whole.

Success (as in the terminology tasks of WMT 2023 and 2025): of the places where the source has a
term of the base, the share whose segment has one of its acceptable renderings. Consistency (after
Semenov and Bojar, 2022): each term of a document has one pseudo-reference, and the share of its
rendered places that use it is counted; the pseudo-reference is the first rendering used, the most
frequent one, or the preferred one of the base. BLEU and chrF are sacrebleu's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec import Struct

from nqpterms.matching.matcher import Match, Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import DISCOURAGED, Concept


class TermRow(Struct, frozen=True):
    """How one term of the source was treated: how often it stands there, how often it is rendered
    by one of its terms, and by which ones, the most frequent first."""

    concept: str
    source: str
    said: int
    rendered: int
    renderings: tuple[tuple[str, int], ...]

    @property
    def success(self) -> float:
        """The share of its places that are rendered, 0 to 1."""
        return self.rendered / self.said


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


def score_terminology(
    segments: Iterable[Segment], matcher: Matcher, *, references: Sequence[str] | None = None
) -> TerminologyScore:
    """Term success and consistency of translated segments, the English side being the system's.

    *references* are the right translations, one a segment; with them BLEU and chrF are told too.

    >>> from nqpterms.model.termbase import Term, TermBase
    >>> concept = Concept("c", (Term("生产力", "zh"), Term("productive forces", "en")))
    >>> pairs = [Segment("生产力", "productive forces"), Segment("生产力", "output")]
    >>> score_terminology(pairs, Matcher(TermBase((concept,)))).success
    0.5
    """
    segments = list(segments)
    uses, names = _uses(segments, matcher)
    said = sum(len(found) for found in uses.values())
    rendered = [[term for term in found if term] for found in uses.values()]
    places = sum(map(len, rendered))
    first = sum(found.count(found[0]) for found in rendered if found)
    frequent = sum(Counter(found).most_common(1)[0][1] for found in rendered if found)
    wanted = sum(
        found.count(names[concept][1]) for (_, concept), found in uses.items() if names[concept][1]
    )
    bleu, chrf, signature = _whole([s.en for s in segments], references)
    counted = f"terminology|places:{said}|concepts:{len(names)}|longest match|micro|v1"
    return TerminologyScore(
        _share(places, said),
        _share(first, places),
        _share(frequent, places),
        _share(wanted, places),
        said,
        _table(uses, names),
        bleu,
        chrf,
        "; ".join(filter(None, (counted, signature))),
    )


_Uses = dict[tuple[str, str], list[str]]


def _uses(
    segments: Sequence[Segment], matcher: Matcher
) -> tuple[_Uses, dict[str, tuple[str, str]]]:
    """By document and concept the rendering of every place, "" where there is none, and by
    concept its names in the two languages."""
    uses: _Uses = defaultdict(list)
    names: dict[str, tuple[str, str]] = {}
    for doc, rows in groupby(segments, key=lambda s: s.doc):
        for row in rows:
            written = matcher.find_all(row.en, language="en")
            free = {id(match) for match in written}
            for match in matcher.find(row.zh, language="zh"):
                concept = match.candidates[0].concept
                names.setdefault(concept.id, (match.candidates[0].term.text, _preferred(concept)))
                uses[doc, concept.id].append(_rendering(concept, written, free))
    return uses, names


def _rendering(concept: Concept, written: Sequence[Match], free: set[int]) -> str:
    """The acceptable term of a concept that stands there and renders nothing else yet; "" if none.

    A place that is taken may be used again: English says once what Chinese says twice.
    """
    found = [
        (id(match) not in free, candidate.term.text, match)
        for match in written
        for candidate in match.candidates
        if candidate.concept.id == concept.id and candidate.term.status not in DISCOURAGED
    ]
    if not found:
        return ""
    _, text, match = min(found, key=lambda f: f[0])
    free.discard(id(match))
    return text


def _table(uses: _Uses, names: dict[str, tuple[str, str]]) -> tuple[TermRow, ...]:
    """One row a concept, the worst first: by how many places are not rendered."""
    together: dict[str, list[str]] = defaultdict(list)
    for (_, concept), found in uses.items():
        together[concept] += found
    rows = [
        TermRow(
            concept,
            names[concept][0],
            len(found),
            sum(map(bool, found)),
            tuple(Counter(filter(None, found)).most_common()),
        )
        for concept, found in together.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.rendered - row.said, -row.said, row.concept)))


def _preferred(concept: Concept) -> str:
    return concept.preferred("en") or ""


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
