"""Which section of one text is which of the other: pairs in order, with gaps.

Every way of pairing the two rows of headings without crossing is weighed by the likeness of its
pairs (`likeness.py`) and a price for each heading left alone. A pair's confidence is the share of
the ways that hold it (forward-backward, as in Durbin et al., Biological Sequence Analysis, ch. 4).
Two pairs that cross, or share a heading, exclude each other, so their confidences add up to 1 at
most: those above one half can all stand together, and they are the answer.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from nqpterms.aligner.likeness import Table, section_odds
from nqpterms.lexicon import Lexicon
from nqpterms.model.alignment import SectionPair
from nqpterms.model.document import Document, Section

ALONE = -1.0
"""Log weight of a heading without a counterpart; set by hand, see `likeness.py`."""
TRUSTED = 50.0
"""Log odds of a pair that the user names: more than what the rest can say against it."""


def pair_sections(
    zh: Document, en: Document, *, lexicon: Lexicon, anchors: Iterable[tuple[int, int]] = ()
) -> list[SectionPair]:
    """Every section of both texts in exactly one row, in reading order; the roots have none.

    Between two pairs the Chinese sections that stand alone come before the English ones.
    *anchors* are the lines (Chinese, English) of headings that belong together.
    """
    left, right = list(zh.sections())[1:], list(en.sections())[1:]
    scores = section_odds(left, right, lexicon=lexicon)
    zh_lines, en_lines = ({s.line: k for k, s in enumerate(side)} for side in (left, right))
    for zh_line, en_line in anchors:
        if zh_line in zh_lines and en_line in en_lines:
            scores[zh_lines[zh_line], en_lines[en_line]] = TRUSTED
    chances = posteriors(scores)
    rows: list[SectionPair] = []
    i = j = 0
    for a, b in [*np.argwhere(chances > 0.5).tolist(), (len(left), len(right))]:
        rows += [_alone(left[k], None, chances[k], heard=bool(right)) for k in range(i, a)]
        rows += [_alone(None, right[k], chances[:, k], heard=bool(left)) for k in range(j, b)]
        if a < len(left):
            rows.append(SectionPair(left[a], right[b], float(chances[a, b])))
        i, j = a + 1, b + 1
    return rows


def posteriors(scores: Table, *, alone: float = ALONE) -> Table:
    """The probability of each pair among all pairings in order; same shape as *scores*.

    *scores* are log weights of pairs, *alone* is the log weight of one left out.

    >>> posteriors(np.array([[4.0, -3.0], [-3.0, 4.0]])).round(2).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    before = _totals(scores, alone)
    after = _totals(scores[::-1, ::-1].T, alone).T[::-1, ::-1]
    logs = before[:-1, :-1] + scores + after[1:, 1:] - before[-1, -1]
    chances: Table = np.exp(np.minimum(logs, 0.0))  # a sum of rounded logs may pass 1 by a hair
    return chances


def _totals(scores: Table, alone: float) -> Table:
    """Log of the summed weight of all pairings of the first i and the first j: (n + 1, m + 1).

    Those left alone between two pairs come in one order, rows first, so that each pairing counts
    once. Hence two sums: without and with columns left alone at the end, the second from the
    first by a running sum along the row.
    """
    n, m = scores.shape
    totals = np.empty((n + 1, m + 1))
    steps = alone * np.arange(m + 1)
    row = np.full(m + 1, -np.inf)
    row[0] = 0.0
    for i in range(n + 1):
        if i:
            row = row + alone
            row[1:] = np.logaddexp(row[1:], totals[i - 1, :-1] + scores[i - 1])
        totals[i] = np.logaddexp.accumulate(row - steps) + steps
    return totals


def _alone(zh: Section | None, en: Section | None, chances: Table, *, heard: bool) -> SectionPair:
    """The row of a section without counterpart, with the reason."""
    language = "English" if zh else "Chinese"
    reason = f"no heading of the {language} text answers this one"
    if not heard:
        reason = f"the {language} text has no headings"
    return SectionPair(zh, en, max(0.0, 1.0 - float(chances.sum())), reason)
