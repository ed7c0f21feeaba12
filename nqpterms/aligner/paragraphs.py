"""Paragraph beads from the sentences that link them.

    paragraphs ──split──▶ sentences ──engine──▶ sentence beads ──votes──▶ paragraph beads

Sentences are what the engine knows best: its weights were learned on them, while two long
paragraphs share some words whatever they say. So the sentences between two boundaries are aligned
first, and each bead votes with its text for the paragraphs that it joins. Two paragraphs belong
together when at least half of one lies in beads shared with the other: a stray sentence joins
nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from nqpterms.aligner.pieces import Piece, Run, bead_of, bead_pieces
from nqpterms.alignment import Bead, Side
from nqpterms.document import Passage
from nqpterms.lang.sentences import split_sentences

HALF = 0.5
"""Share of a paragraph's characters that links it to another; with less, the bead is a stray."""


@dataclass(slots=True)
class _Ballot:
    """The votes of one side, in characters of its own text.

    `whole` and `sure` by paragraph: its text, and that in beads with both sides weighed by their
    confidence. `shared` by pair of paragraphs: the text in beads that join the two.
    """

    whole: Counter[int] = field(default_factory=Counter)
    sure: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    shared: defaultdict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))

    def confidence(self, paragraphs: Iterable[int]) -> float:
        """How surely the text of some paragraphs has a counterpart, 0 to 1."""
        chosen = list(paragraphs)
        return sum(self.sure[k] for k in chosen) / max(1, sum(self.whole[k] for k in chosen))


def bead_paragraphs(
    pieces: Sequence[Piece], *, run: Run, anchors: Sequence[tuple[int, int]] = ()
) -> list[list[Bead]]:
    """The paragraph beads of each piece, in order; every paragraph stands in exactly one.

    *run* is the engine; *anchors* are lines (Chinese, English) of paragraphs that begin together.
    """
    zh = [_sentences(piece.zh, "zh") for piece in pieces]
    en = [_sentences(piece.en, "en") for piece in pieces]
    cut = [Piece([s for _, s in a], [s for _, s in b]) for a, b in zip(zh, en, strict=True)]
    beads = bead_pieces(cut, "sentence", run=run, anchors=anchors)
    found: list[list[Bead]] = []
    for piece, group, left, right in zip(pieces, beads, zh, en, strict=True):
        ballots = _count(group, iter(k for k, _ in left), iter(k for k, _ in right))
        found.append(list(_joined(piece, *ballots)))
    return found


def _sentences(paragraphs: Sequence[Passage], side: Side) -> list[tuple[int, Passage]]:
    """The sentences of some paragraphs, each behind its paragraph's index."""
    return [
        (k, paragraph.cut(span))
        for k, paragraph in enumerate(paragraphs)
        for span in split_sentences(paragraph.text, side)
    ]


def _count(
    beads: Iterable[Bead], zh_owners: Iterator[int], en_owners: Iterator[int]
) -> tuple[_Ballot, _Ballot]:
    """The votes of the sentence beads; the owners are the paragraphs of the sentences in order."""
    zh, en = _Ballot(), _Ballot()
    for bead in beads:
        left, right = Counter[int](), Counter[int]()
        for sentence in bead.zh:
            left[next(zh_owners)] += len(sentence.text)
        for sentence in bead.en:
            right[next(en_owners)] += len(sentence.text)
        for ballot, own, other in ((zh, left, right), (en, right, left)):
            for paragraph, length in own.items():
                ballot.whole[paragraph] += length
                ballot.sure[paragraph] += length * bead.confidence * bool(other)
        for i, j in product(left, right):
            zh.shared[i, j] += left[i] * right[j] / right.total()
            en.shared[i, j] += left[i] * right[j] / left.total()
    return zh, en


def _joined(piece: Piece, zh: _Ballot, en: _Ballot) -> Iterator[Bead]:
    """The paragraph beads that the votes make, with what stands alone between them."""
    links = [
        (i, j)
        for i, j in sorted(zh.shared)
        if zh.shared[i, j] >= HALF * zh.whole[i] or en.shared[i, j] >= HALF * en.whole[j]
    ]
    i = j = 0
    for left, right in [*_groups(links), (range(len(piece.zh), 0), range(len(piece.en), 0))]:
        for k in range(i, left.start):
            alone = 1 - zh.confidence([k])
            yield bead_of(piece, "paragraph", piece.zh[k : k + 1], (), confidence=alone)
        for k in range(j, right.start):
            alone = 1 - en.confidence([k])
            yield bead_of(piece, "paragraph", (), piece.en[k : k + 1], confidence=alone)
        if left and right:
            both = (zh.confidence(left) + en.confidence(right)) / 2
            texts = piece.zh[left.start : left.stop], piece.en[right.start : right.stop]
            yield bead_of(piece, "paragraph", *texts, confidence=both)
        i, j = left.stop, right.stop


def _groups(links: Iterable[tuple[int, int]]) -> list[tuple[range, range]]:
    """Links that share a paragraph, together: runs of paragraphs on both sides.

    >>> _groups([(0, 0), (1, 2), (1, 3), (2, 3)])
    [(range(0, 1), range(0, 1)), (range(1, 3), range(2, 4))]
    """
    groups: list[tuple[range, range]] = []
    for i, j in links:
        left, right = range(i, i + 1), range(j, j + 1)
        if groups and (i < groups[-1][0].stop or j < groups[-1][1].stop):
            first, second = groups.pop()
            left = range(first.start, max(left.stop, first.stop))
            right = range(second.start, max(right.stop, second.stop))
        groups.append((left, right))
    return groups
