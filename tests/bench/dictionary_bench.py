"""A dictionary from a sample bitext: how much of another text it covers with a right form.

    python tests/bench/dictionary_bench.py PAIRS.tsv GLOSSARY.tsv

Candidates are extracted from the first half of the pairs, without any glossary; those that are
likely (p(pair) of .3 and more) are the dictionary, with variants and with rivals of .2 and more: a
list for a prompt may hold more than one that a person is to accept. Covered are, of the places of
GLOSSARY's terms in the second half, those for which the dictionary has a form that stands in the
official translation of the row. The score is that of the official translations by the dictionary,
as ``nqpterms score terminology`` prints it.
"""

from __future__ import annotations

import sys

from nqpterms.extraction.extracting import extract
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.formats.term_bases import load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.model.candidates import Candidate
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.renderings.census import renderings_of
from nqpterms.renderings.rows import Row, each_row
from nqpterms.scoring.terminology import score_terminology

MOST = 20_000  # candidates: all
LIKELY = 0.3  # p(pair); of .5 and more 58 % of the places of check-dev's second half were covered
LIKELY_RIVAL = 0.2


def dictionary_of(candidates: list[Candidate]) -> TermBase:
    concepts = []
    for number, candidate in enumerate(candidates):
        forms = [candidate.en]
        forms += [
            rival.text
            for rival in candidate.rivals
            if rival.probability >= LIKELY_RIVAL
        ]
        forms += [variant.text for variant in candidate.variants]
        terms = [Term(form, "en") for form in dict.fromkeys(forms)]
        concepts.append(
            Concept(f"d{number}", (Term(candidate.zh, "zh"), *terms))
        )
    return TermBase(tuple(concepts))


def renders(row: Row, source: str, dictionary: Matcher) -> bool:
    """Whether the dictionary has the source term with a form that stands in the translation."""
    concepts = {
        candidate.concept.id
        for match in dictionary.find(source, language="zh")
        if match.span == (0, len(source))
        for candidate in match.candidates
    }
    stands = dictionary.find_all_in([row.text], language="en")[0]
    return any(not concepts.isdisjoint(match.concepts) for match in stands)


def main(pairs: str, glossary: str) -> None:
    segments = list(load_segments(pairs))
    half = len(segments) // 2
    candidates = [
        c for c in extract(segments[:half], limit=MOST) if c.p_pair >= LIKELY
    ]
    dictionary = Matcher(dictionary_of(candidates))
    places = covered = 0
    for row in each_row(segments[half:], Matcher(load_terms(glossary))):
        for rendering in renderings_of(row):
            places += 1
            covered += renders(
                row, rendering.source.span.of(row.source_text), dictionary
            )
    print(f"entries {len(candidates)}")
    print(
        f"places covered with a right form {covered} of {places} = {covered / places:.3f}"
    )
    score = score_terminology(segments[half:], dictionary)
    print(
        f"success of the official translations by the dictionary {score.success}"
    )
    print(score.signature)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
