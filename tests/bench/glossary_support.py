"""How far the bundled glossaries carry on official texts: ``python … PAIRS.tsv…``.

For each bitext: the places of their Chinese terms, the share of them that one of the concept's
usable forms renders (by the census), and the warnings T201 for 1,000 places.
"""

from __future__ import annotations

import sys

from nqpterms import check, load_segments, load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.run.counting import count_renderings


def supported(path: str) -> str:
    """The figures of one bitext as a line."""
    segments = list(load_segments(path))
    base = load_terms()
    uses = count_renderings(segments, Matcher(base)).uses
    places = sum(uses.values())
    without = sum(count for use, count in uses.items() if not use.rendering)
    findings = [finding for finding in check(segments, terms=base) if finding.code == "T201"]
    warnings = sum(finding.severity == "warning" for finding in findings)
    return (
        f"{path}: {len(base)} concepts, {places} places, usable {1 - without / places:.3f}, "
        f"T201 {warnings} = {1000 * warnings / places:.0f} per 1,000"
    )


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(supported(name))
