"""What structure pairs: which section of one text is which of the other.

    Document, Document ──pair_sections──▶ SectionPairs ──recover_headings──▶ SectionPairs

Sections are paired in order, with gaps. Every way of pairing the two rows of headings without
crossing is weighed by the likeness of its pairs (`likeness.py`) and a price for each heading left
alone. A pair's confidence is the share of the ways that hold it (forward-backward, as in Durbin
et al., Biological Sequence Analysis, ch. 4). Two pairs that cross, or share a heading, exclude
each other, so their confidences add up to 1 at most: those above one half can all stand together,
and they are the answer.

A heading that one text has lost is told by the layout its text kept. Where a heading falls out of
a page, its blank lines often stay: the text that stood under it begins after a wider gap than
other paragraphs do. If the other language has headings left alone there, exactly as many as there
are wider gaps, the text from each gap on is their counterpart: a Section without number and
title. Without such a gap nothing is guessed; the heading stays alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from statistics import median

import numpy as np
from msgspec.structs import replace

from nqpterms.aligner.likeness import Table, section_odds
from nqpterms.lexicon import Lexicon
from nqpterms.model.alignment import SectionPair, Side
from nqpterms.model.document import Document, Section

_ALONE = -1.0  # log weight of a heading without a counterpart; set by hand, see `likeness.py`
_TRUSTED = 50.0  # log odds of a pair that the user names: more than the rest can say against it
# The highest confidence that layout alone may give (by judgement).
_SUREST = 0.9


def pair_sections(
    zh: Document,
    en: Document,
    *,
    lexicon: Lexicon,
    anchors: Iterable[tuple[int, int]] = (),
) -> list[SectionPair]:
    """Every section of both texts in exactly one row, in reading order; the roots have none.

    Between two pairs the Chinese sections that stand alone come before the English ones.
    *anchors* are the lines (Chinese, English) of headings that belong together.
    """
    left, right = list(zh.sections())[1:], list(en.sections())[1:]
    scores = section_odds(left, right, lexicon=lexicon)
    zh_at = {section.line: k for k, section in enumerate(left)}
    en_at = {section.line: k for k, section in enumerate(right)}
    for zh_line, en_line in anchors:
        if zh_line in zh_at and en_line in en_at:
            scores[zh_at[zh_line], en_at[en_line]] = _TRUSTED
    chances = _posteriors(scores)
    rows: list[SectionPair] = []
    i = j = 0
    for a, b in [*np.argwhere(chances > 0.5).tolist(), (len(left), len(right))]:
        for k in range(i, a):
            rows.append(
                _alone(left[k], None, chances[k], has_headings=bool(right))
            )
        for k in range(j, b):
            rows.append(
                _alone(None, right[k], chances[:, k], has_headings=bool(left))
            )
        if a < len(left):
            rows.append(SectionPair(left[a], right[b], float(chances[a, b])))
        i, j = a + 1, b + 1
    return rows


def _alone(
    zh: Section | None,
    en: Section | None,
    chances: Table,
    *,
    has_headings: bool,
) -> SectionPair:
    """The row of a section without counterpart, with the reason.

    *chances* are those of its pairs; *has_headings* is about the other text.
    """
    language = "English" if zh else "Chinese"
    reason = f"no heading of the {language} text answers this one"
    if not has_headings:
        reason = f"the {language} text has no headings"
    return SectionPair(zh, en, max(0.0, 1.0 - float(chances.sum())), reason)


def _posteriors(scores: Table, *, alone: float = _ALONE) -> Table:
    """The probability of each pair among all pairings in order; same shape as *scores*.

    *scores* are log weights of pairs, *alone* is the log weight of one left out.

    >>> _posteriors(np.array([[4.0, -3.0], [-3.0, 4.0]])).round(2).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    before = _totals(scores, alone)
    after = _totals(scores[::-1, ::-1].T, alone).T[::-1, ::-1]
    logs = before[:-1, :-1] + scores + after[1:, 1:] - before[-1, -1]
    # A sum of rounded logs may pass 1 by a hair.
    chances: Table = np.exp(np.minimum(logs, 0.0))
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


def pair_alone(
    rows: Sequence[SectionPair],
    pairs: Iterable[tuple[SectionPair, SectionPair, float]],
) -> list[SectionPair]:
    """The rows, those alone that turned out to be *pairs* together, each with its confidence.

    A pair is the row of the Chinese heading, the row of the English one, and its confidence. Both
    stand alone between the same two paired headings, and no pair crosses another.
    """
    partners = {id(zh): (en, confidence) for zh, en, confidence in pairs}
    settled: list[SectionPair] = []
    for is_pair, group in groupby(
        rows, key=lambda row: bool(row.zh and row.en)
    ):
        run = list(group)
        settled += run if is_pair else _with_partners(run, partners)
    return settled


def _with_partners(
    alone: Sequence[SectionPair],
    partners: Mapping[int, tuple[SectionPair, float]],
) -> list[SectionPair]:
    """The rows alone between two pairs, those that have *partners*, by identity, with them."""
    english = [row for row in alone if row.en]
    settled: list[SectionPair] = []
    for row in alone:
        if row.zh is None:
            continue
        if id(row) not in partners:
            settled.append(row)
            continue
        partner, confidence = partners[id(row)]
        at = next(k for k, other in enumerate(english) if other is partner)
        settled += english[:at]
        settled.append(SectionPair(row.zh, partner.en, confidence))
        english = english[at + 1 :]
    return settled + english


# --- headings that one text has lost ---


def recover_headings(
    rows: Sequence[SectionPair], zh: Document, en: Document
) -> list[SectionPair]:
    """The rows with each heading that the other text lost paired to the text it stood over."""
    rows = list(rows)
    documents: tuple[tuple[Document, Side], ...] = ((zh, "zh"), (en, "en"))
    for document, side in documents:
        gaps, rate = _wide_gaps(document)
        paired = [k for k, row in enumerate(rows) if row.zh and row.en]
        for start, end in reversed(list(pairwise([*paired, len(rows)]))):
            # The last first, so that a stretch that grows moves no other.
            rows[start:end] = _recovered(
                rows[start:end], gaps, rate=rate, side=side
            )
    return rows


def _wide_gaps(document: Document) -> tuple[frozenset[int], float]:
    """The lines of paragraphs behind more blank lines than usual, and how often chance has one.

    Only gaps between two paragraphs of one section count; the rate is for one such gap.
    """
    blank_lines = _gaps(document)
    usual = median(blank_lines.values()) if blank_lines else 0
    wide = frozenset(line for line, gap in blank_lines.items() if gap > usual)
    # One wide gap is what a lost heading leaves; the rate is what the others amount to.
    return wide, max(len(wide) - 0.5, 0.0) / (len(blank_lines) + 1)


def _gaps(document: Document) -> dict[int, int]:
    """The number of blank lines before each paragraph that has one before it, by its line."""
    lines = document.text.split("\n")
    gaps: dict[int, int] = {}
    for section in document.sections():
        for before, after in pairwise(section.paragraphs):
            start, end = before.lines[-1:], after.line
            if start and end and start[0] < end <= len(lines):
                between = lines[start[0] : end - 1]
                gaps[end] = sum(not line.strip() for line in between)
    return gaps


def _recovered(
    rows: Sequence[SectionPair],
    gaps: frozenset[int],
    *,
    rate: float,
    side: Side,
) -> Sequence[SectionPair]:
    """A pair and the rows alone behind it, after cutting the pair's text on *side* at its gaps."""
    head, *alone = rows
    text = head.section(side)
    if text is None:
        return rows
    lost = [row for row in alone if row.section(side) is None]
    paragraphs = text.paragraphs
    cuts = [
        k for k, passage in enumerate(paragraphs) if k and passage.line in gaps
    ]
    confidence = min(_SUREST, 1 - rate * (len(paragraphs) - 1))
    if not lost or len(cuts) != len(lost) or confidence <= 0.5:
        return rows
    recovered = [
        _with(head, side, replace(text, paragraphs=paragraphs[: cuts[0]]))
    ]
    for row, start, end in zip(lost, cuts, [*cuts[1:], None], strict=True):
        other = row.zh or row.en
        level = other.level if other else text.level
        pair = _with(
            row, side, Section(None, None, level, paragraphs[start:end])
        )
        recovered.append(replace(pair, confidence=confidence, reason=""))
    return recovered + [row for row in alone if row.section(side)]


def _with(row: SectionPair, side: Side, section: Section) -> SectionPair:
    return (
        replace(row, zh=section) if side == "zh" else replace(row, en=section)
    )
