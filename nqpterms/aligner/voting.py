"""Which paragraphs the sentence beads join: each bead votes with its text.

Two paragraphs belong together when at least half of one lies in beads shared with the other, so
that a stray sentence joins nothing. Paragraphs are numbered through the whole of each text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from msgspec import Struct, field

from nqpterms.aligner.trimming import Group, Link
from nqpterms.model.alignment import Bead

HALF = 0.5
"""Share of a paragraph's characters that links it to another; with less, the bead is a stray."""


class Vote(NamedTuple):
    """A sentence bead, with the characters it has of each Chinese and each English paragraph."""

    bead: Bead
    zh: Counter[int]
    en: Counter[int]


class Ballot(Struct):
    """The votes of one side, in characters of its own text.

    `whole` and `sure` by paragraph: its text, and that in beads with both sides weighed by their
    confidence. `shared` by pair of paragraphs: the text in beads that join the two.
    """

    whole: Counter[int] = field(default_factory=Counter)
    sure: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    shared: defaultdict[Link, float] = field(default_factory=lambda: defaultdict(float))

    def confidence(self, paragraphs: Iterable[int]) -> float:
        """How surely the text of some paragraphs has a counterpart, 0 to 1."""
        chosen = list(paragraphs)
        return sum(self.sure[k] for k in chosen) / max(1, sum(self.whole[k] for k in chosen))


def cast(beads: Iterable[Bead], zh: Iterable[int], en: Iterable[int]) -> Iterator[Vote]:
    """The votes of sentence beads; *zh* and *en* are the paragraphs of the sentences, in order."""
    zh_owners, en_owners = iter(zh), iter(en)
    for bead in beads:
        left, right = Counter[int](), Counter[int]()
        for sentence in bead.zh:
            left[next(zh_owners)] += len(sentence.text)
        for sentence in bead.en:
            right[next(en_owners)] += len(sentence.text)
        yield Vote(bead, left, right)


def counted(votes: Iterable[Vote]) -> tuple[Ballot, Ballot]:
    """The ballots of the Chinese and the English side."""
    zh, en = Ballot(), Ballot()
    for bead, left, right in votes:
        for ballot, own, other in ((zh, left, right), (en, right, left)):
            for paragraph, length in own.items():
                ballot.whole[paragraph] += length
                ballot.sure[paragraph] += length * bead.confidence * bool(other)
        for i, j in product(left, right):
            zh.shared[i, j] += left[i] * right[j] / right.total()
            en.shared[i, j] += left[i] * right[j] / left.total()
    return zh, en


def elected(zh: Ballot, en: Ballot) -> list[Link]:
    """The pairs of paragraphs with votes enough, in order."""
    return [
        (i, j)
        for i, j in sorted(zh.shared)
        if zh.shared[i, j] >= HALF * zh.whole[i] or en.shared[i, j] >= HALF * en.whole[j]
    ]


def grouped(links: Iterable[Link]) -> list[Group]:
    """Links that share a paragraph, together: runs of paragraphs on both sides.

    >>> grouped([(0, 0), (1, 2), (1, 3), (2, 3)])
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


def filled(groups: Sequence[Group], corners: Sequence[Link]) -> list[list[Group]]:
    """The groups between each corner and the next, each paragraph alone as a group of its own.

    >>> filled([(range(0, 1), range(1, 2))], [(0, 0), (2, 2)])
    [[(range(0, 0), range(0, 1)), (range(0, 1), range(1, 2)), (range(1, 2), range(2, 2))]]
    """
    found: list[list[Group]] = []
    rest = iter([*groups, None])
    ahead = next(rest)
    i, j = corners[0]
    for end_zh, end_en in corners[1:]:
        inside: list[Group] = []
        while i < end_zh or j < end_en:
            until = ahead or (range(end_zh, end_zh), range(end_en, end_en))
            stop_zh, stop_en = min(until[0].start, end_zh), min(until[1].start, end_en)
            inside += [(range(k, k + 1), range(j, j)) for k in range(i, stop_zh)]
            inside += [(range(stop_zh, stop_zh), range(k, k + 1)) for k in range(j, stop_en)]
            i, j = stop_zh, stop_en
            if ahead and i < end_zh and j < end_en:
                inside.append(ahead)
                i, j = ahead[0].stop, ahead[1].stop
                ahead = next(rest)
        found.append(inside)
    return found
