"""How far the bundled glossaries carry on official texts: ``python … PAIRS.tsv…``.

For each bitext: the places of their Chinese terms; the share of them that one of the concept's
usable forms renders, by the census, where a form serves one place; the share whose paragraph has
such a form at all; and the warnings T201 for 1,000 places. The same for the terms that the checks
ask for, without everyday words (`scope` `word`), of which they only inform.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

from nqpterms import check, load_segments, load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.model.termbase import Concept
from nqpterms.renderings.census import renderings_of
from nqpterms.renderings.rows import each_row


class Place(NamedTuple):
    """A place of a Chinese term: its concept, and how far its paragraph renders it."""

    concept: Concept
    is_rendered: bool
    has_form: bool


def shares(places: Sequence[Place]) -> str:
    """Both shares of some places."""
    rendered = sum(place.is_rendered for place in places) / len(places)
    near = sum(place.has_form for place in places) / len(places)
    return f"{len(places)} places, usable {rendered:.3f}, form in the paragraph {near:.3f}"


def is_everyday_word(concept: Concept) -> bool:
    """Whether the checks only inform of a concept."""
    return any(term.scope == "word" for term in concept.terms_in("zh"))


def supported(path: str) -> str:
    """The figures of one bitext."""
    segments = list(load_segments(path))
    base = load_terms()
    places = [
        Place(found.concept, bool(found.term), found.concept.id in row.rendered)
        for row in each_row(segments, Matcher(base))
        for found in renderings_of(row)
    ]
    asked_for = [
        place for place in places if not is_everyday_word(place.concept)
    ]
    findings = [
        finding
        for finding in check(segments, terms=base)
        if finding.code == "T201"
    ]
    warnings = sum(finding.severity == "warning" for finding in findings)
    per_thousand = 1000 * warnings / len(places)
    return (
        f"{path}: {len(base)} concepts\n"
        f"  all: {shares(places)}, T201 {warnings} = {per_thousand:.0f} per 1,000\n"
        f"  without everyday words: {shares(asked_for)}"
    )


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(supported(name))
