"""Paragraph beads from the sentences that link them.

    paragraphs ──split──▶ sentences ──engine──▶ sentence beads ──votes──▶ paragraph beads

Sentences are what the engine knows best: its weights were learned on them, while two long
paragraphs share some words whatever they say. So the sentences between two boundaries are aligned
first, and each bead votes with its text for the paragraphs that it joins. Two paragraphs belong
together when at least half of one lies in beads shared with the other: a stray sentence joins
nothing. What then stands at the edge of a bead is looked at again (`trimming.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count, product

from nqpterms.aligner.likeness import ENGLISH_PER_HAN
from nqpterms.aligner.pieces import Piece, Run, bead_of, bead_pieces
from nqpterms.aligner.trimming import Group, Link, read_words, supported, trimmed
from nqpterms.alignment import Bead, Side
from nqpterms.document import Passage
from nqpterms.lang.sentences import split_sentences
from nqpterms.lexicon import Lexicon

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
    pieces: Sequence[Piece],
    *,
    lexicon: Lexicon,
    run: Run,
    anchors: Sequence[tuple[int, int]] = (),
) -> list[list[Bead]]:
    """The paragraph beads of each piece, in order; every paragraph stands in exactly one.

    *run* is the engine; *anchors* are lines (Chinese, English) of paragraphs that begin together.
    """
    zh, en = _split([piece.zh for piece in pieces], "zh"), _split([p.en for p in pieces], "en")
    cut = [Piece([s for _, s in a], [s for _, s in b]) for a, b in zip(zh, en, strict=True)]
    beads = bead_pieces(cut, "sentence", run=run, anchors=anchors)
    votes = _count(chain(*beads), (k for k, _ in chain(*zh)), (k for k, _ in chain(*en)))
    read = (
        read_words([p for piece in pieces for p in piece.zh], lexicon=lexicon),
        read_words(
            [p for piece in pieces for p in piece.en], lexicon=lexicon, unit=ENGLISH_PER_HAN
        ),
    )
    links = supported(_links(*votes), *read)
    groups = deque(trimmed(group, *read) for group in _groups(links))
    found: list[list[Bead]] = []
    i = j = 0
    for piece in pieces:
        inside, i, j = [], i + len(piece.zh), j + len(piece.en)
        while groups and groups[0][0].stop <= i and groups[0][1].stop <= j:
            inside.append(groups.popleft())
        found.append(list(_beads(piece, inside, votes, ends=(i, j))))
    return found


def _split(groups: Sequence[Sequence[Passage]], side: Side) -> list[list[tuple[int, Passage]]]:
    """The sentences of each group of paragraphs, each behind its paragraph's number in the text."""
    number = count()
    return [
        [
            (k, paragraph.cut(span))
            for paragraph, k in zip(group, number, strict=False)
            for span in split_sentences(paragraph.text, side)
        ]
        for group in groups
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


def _links(zh: _Ballot, en: _Ballot) -> list[Link]:
    """The pairs of paragraphs with votes enough, in order."""
    return [
        (i, j)
        for i, j in sorted(zh.shared)
        if zh.shared[i, j] >= HALF * zh.whole[i] or en.shared[i, j] >= HALF * en.whole[j]
    ]


def _beads(
    piece: Piece, groups: Iterable[Group], votes: tuple[_Ballot, _Ballot], *, ends: tuple[int, int]
) -> Iterator[Bead]:
    """The beads of a piece's groups, and what stands alone between them."""
    zh, en = votes
    first_zh, first_en = ends[0] - len(piece.zh), ends[1] - len(piece.en)
    i, j = first_zh, first_en
    for left, right in [*groups, (range(ends[0], ends[0]), range(ends[1], ends[1]))]:
        for k in range(i, left.start):
            alone, one = 1 - zh.confidence([k]), [piece.zh[k - first_zh]]
            yield bead_of(piece, "paragraph", one, (), confidence=alone)
        for k in range(j, right.start):
            alone, one = 1 - en.confidence([k]), [piece.en[k - first_en]]
            yield bead_of(piece, "paragraph", (), one, confidence=alone)
        if left and right:
            both = [piece.zh[k - first_zh] for k in left], [piece.en[k - first_en] for k in right]
            sure = (zh.confidence(left) + en.confidence(right)) / 2
            yield bead_of(piece, "paragraph", *both, confidence=sure)
        i, j = left.stop, right.stop


def _groups(links: Iterable[Link]) -> list[Group]:
    """Links that share a paragraph, together: runs of paragraphs on both sides.

    >>> _groups([(0, 0), (1, 2), (1, 3), (2, 3)])
    [(range(0, 1), range(0, 1)), (range(1, 3), range(2, 4))]
    """
    groups: list[Group] = []
    for i, j in links:
        left, right = range(i, i + 1), range(j, j + 1)
        if groups and (i < groups[-1][0].stop or j < groups[-1][1].stop):
            first, second = groups.pop()
            left = range(first.start, max(left.stop, first.stop))
            right = range(second.start, max(right.stop, second.stop))
        groups.append((left, right))
    return groups
