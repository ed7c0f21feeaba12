"""Paragraph beads from the sentences that link them.

    paragraphs ──split──▶ sentences ──engine──▶ sentence beads ──votes──▶ paragraph beads

Sentences are what the engine knows best: its weights were learned on them, while two long
paragraphs share some words whatever they say. So the sentences between two boundaries are aligned
first and vote for the paragraphs that they join: each bead votes with its characters, and two
paragraphs belong together when at least half of one lies in beads shared with the other, so that
a stray sentence joins nothing.

Say paragraph 1 has two sentences of 30 characters and paragraph 2 one of 40, and the English
paragraph A answers all of them but the last 10 characters' worth. A holds 30 + 30 of paragraph
1's 60 and 30 of paragraph 2's 40: both are linked to A, and the bead is 1, 2 | A. Had A only the
first sentence, half of paragraph 1, that alone would link them; had it none but the last, a
quarter, nothing would, and paragraph 2 stood alone.

What then stands at the edge of a bead is looked at again. The engine would rather join a
paragraph to its neighbour's bead than leave it alone, for in the texts it learned from little is
missing. In a translation that was cut or added to, much is. So a paragraph at the edge of a bead
must bring something: words that answer what nothing else in the bead answers (`likeness.py`).

A *piece* is what stands between two boundaries: the paragraphs under a pair of headings, or the
sentences of a bead of paragraphs. No bead leaves its piece. Paragraphs are numbered through the
whole of each text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count, pairwise, product
from math import inf

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.aligner.belief import TextBead
from nqpterms.aligner.likeness import ParagraphWords, link_odds, member_odds
from nqpterms.lang.sentences import split_sentences
from nqpterms.lexicon import Lexicon
from nqpterms.model.alignment import Bead, Side, TextLevel
from nqpterms.model.document import Passage

_LONGEST_BEAD = 5  # sentences of one side that the engine can join
_HALF = 0.5  # share of a paragraph's characters that links it to another

_SURELY_ALONE = 0.9  # from it on, nobody asks which partner there might be

# Log odds, chosen on novels cut into paragraphs with none, a tenth and a third of them missing,
# and on a government report: the best of a coarse grid, a little off it changes little.
_OVERRULED = -2.0  # under it the engine's bead loses its edge
_MEMBER = 1.0  # more for each paragraph of the bead beyond three
_CONTRADICTED = -6.0  # under it a link falls where a better one stands beside

_Point = tuple[int, int]
"""How many Chinese and English passages are behind us."""
Run = Callable[[Sequence[str], Sequence[str], Sequence[_Point]], list[TextBead]]
"""The engine: all texts of both sides, and the walls between them -> their beads, in order."""
_Link = tuple[int, int]
"""A Chinese and an English paragraph."""
_Group = tuple[range, range]
"""The Chinese and the English paragraphs of a bead."""


class ParagraphPiece(Struct, frozen=True):
    """Texts of both sides between two boundaries.

    `confidence`, 0 to 1, is how sure the boundaries are; no bead inside is surer. `reason` says
    why a side is empty.
    """

    zh: Sequence[Passage]
    en: Sequence[Passage]
    confidence: float = 1.0
    reason: str = ""


class Joined(Struct, frozen=True):
    """A bead of paragraphs and the beads of its sentences.

    `sentences` is None where a sentence bead reaches into another paragraph bead: they are to be
    aligned anew.
    """

    bead: Bead
    sentences: tuple[Bead, ...] | None = ()


# --- beads of paragraphs ---


def bead_paragraphs(
    pieces: Sequence[ParagraphPiece],
    *,
    lexicon: Lexicon,
    run: Run,
    anchors: Iterable[tuple[int, int]] = (),
) -> list[list[Joined]]:
    """The paragraph beads of each piece, in order; every paragraph stands in exactly one.

    *run* is the engine; *anchors* are lines (Chinese, English) of paragraphs that begin together.
    """
    zh = [passage for piece in pieces for passage in piece.zh]
    en = [passage for piece in pieces for passage in piece.en]
    votes = _votes(pieces, run=run, anchors=anchors)
    zh_ballot, en_ballot = _counted(votes)
    zh_words = ParagraphWords.of(zh, lexicon, is_english=False)
    en_words = ParagraphWords.of(en, lexicon, is_english=True)
    links = _supported(_elected(zh_ballot, en_ballot), zh_words, en_words)
    corners = _corners(pieces)
    groups = [_trimmed(group, zh_words, en_words) for group in _grouped(links)]
    groups_by_piece = _filled(
        _grown(groups, corners, zh_words, en_words), corners
    )
    sentences = iter(_sentences_by_group(list(chain(*groups_by_piece)), votes))
    partners = _best_partners(zh_ballot, 0), _best_partners(en_ballot, 1)
    joined: list[list[Joined]] = []
    for piece, inside in zip(pieces, groups_by_piece, strict=True):
        joined.append([])
        for left, right in inside:
            sure = (
                zh_ballot.confidence(left) + en_ballot.confidence(right)
            ) / 2
            if not (left and right):
                lonely = (
                    zh_ballot.loneliness(left)
                    if left
                    else en_ballot.loneliness(right)
                )
                sure = max(0.0, lonely)
            zh_part, en_part = (
                zh[left.start : left.stop],
                en[right.start : right.stop],
            )
            bead = _bead(piece, "paragraph", zh_part, en_part, sure)
            inner = next(sentences)
            if not (left and right) and sure < _SURELY_ALONE:
                bead = _with_likeliest(
                    bead, (left, right), zh, en, partners=partners
                )
            joined[-1].append(
                Joined(
                    bead, None if _is_one_beside_many(left, right) else inner
                )
            )
    return joined


def mend_sentences(
    joined: Sequence[Sequence[Joined]], *, run: Run
) -> list[list[Joined]]:
    """The same with the sentences aligned anew where they were torn."""
    torn = [
        _sentence_piece(one.bead)
        for one in chain(*joined)
        if one.sentences is None
    ]
    anew = iter(bead_pieces(torn, "sentence", run=_with_long_beads(run)))
    mended: list[list[Joined]] = []
    for group in joined:
        mended.append([])
        for one in group:
            if one.sentences is None:
                one = replace(one, sentences=_agreeing(next(anew), one.bead))
            mended[-1].append(one)
    return mended


def _agreeing(sentences: Sequence[Bead], paragraphs: Bead) -> tuple[Bead, ...]:
    """The sentences of a bead of paragraphs; all together where none of them has a partner.

    Of two rows that say the opposite, a reader believes neither.
    """
    if any(bead.zh and bead.en for bead in sentences):
        return tuple(sentences)
    zh = tuple(passage for bead in sentences for passage in bead.zh)
    en = tuple(passage for bead in sentences for passage in bead.en)
    if not (paragraphs.zh and paragraphs.en and zh and en):
        return tuple(sentences)
    return (Bead("sentence", zh, en, paragraphs.confidence),)


def _with_long_beads(run: Run) -> Run:
    """The engine, but one sentence beside more than its beads can hold is one bead."""

    def aligned(
        zh: Sequence[str], en: Sequence[str], walls: Sequence[_Point]
    ) -> list[TextBead]:
        beads = iter(run(zh, en, walls))
        result: list[TextBead] = []
        for start, end in pairwise([(0, 0), *walls, (len(zh), len(en))]):
            left, right = range(start[0], end[0]), range(start[1], end[1])
            inside = list(_beads_up_to(beads, start, end))
            if _is_one_beside_many(left, right):
                inside = [_as_one(inside, left, right)]
            result += inside
        return result

    return aligned


def _beads_up_to(
    beads: Iterator[TextBead], start: _Point, end: _Point
) -> Iterator[TextBead]:
    """The next beads, those between two points of the texts."""
    point = start
    while point != end:
        bead = next(beads)
        point = point[0] + len(bead.zh), point[1] + len(bead.en)
        yield bead


def _as_one(beads: Iterable[TextBead], zh: range, en: range) -> TextBead:
    """One bead of all texts of both sides, as sure as the surest of some beads."""
    confidence = max(
        (bead.confidence for bead in beads if bead.zh and bead.en), default=0.0
    )
    return TextBead(tuple(zh), tuple(en), confidence)


def _with_likeliest(
    alone: Bead,
    group: _Group,
    zh: Sequence[Passage],
    en: Sequence[Passage],
    *,
    partners: tuple[Mapping[int, int], Mapping[int, int]],
) -> Bead:
    """The bead of one paragraph alone, with the paragraph that would be its partner, if any."""
    left, right = group
    if left:
        best = partners[0].get(left[0])
        return alone if best is None else replace(alone, likeliest=(en[best],))
    best = partners[1].get(right[0])
    return alone if best is None else replace(alone, likeliest=(zh[best],))


def _sentence_piece(bead: Bead) -> ParagraphPiece:
    """The sentences of a bead of paragraphs."""
    zh = [
        sentence
        for passage in bead.zh
        for sentence in _sentences(passage, "zh")
    ]
    en = [
        sentence
        for passage in bead.en
        for sentence in _sentences(passage, "en")
    ]
    return ParagraphPiece(zh, en, bead.confidence, bead.reason)


def _sentences(passage: Passage, side: Side) -> list[Passage]:
    return [passage.cut(span) for span in split_sentences(passage.text, side)]


def _sentences_by_group(
    groups: Sequence[_Group], votes: Iterable[_Vote]
) -> list[tuple[Bead, ...] | None]:
    """The sentence beads of each group; None where one of them reaches into another group."""
    zh_home = _homes([zh for zh, _ in groups])
    en_home = _homes([en for _, en in groups])
    inside: list[list[Bead]] = [[] for _ in groups]
    torn: set[int] = set()
    for vote in votes:
        homes = {zh_home[k] for k in vote.zh} | {en_home[k] for k in vote.en}
        if len(homes) == 1:
            inside[homes.pop()].append(vote.bead)
        else:
            torn |= homes
    return [
        None if n in torn else tuple(beads) for n, beads in enumerate(inside)
    ]


def _homes(sides: Sequence[range]) -> dict[int, int]:
    """The group of each paragraph."""
    homes: dict[int, int] = {}
    for n, side in enumerate(sides):
        homes |= dict.fromkeys(side, n)
    return homes


# --- the votes of the sentences ---


class _Vote(Struct, frozen=True):
    """A sentence bead, with the characters it has of each Chinese and each English paragraph.

    `likeliest` are the paragraphs of the other side that hold the likeliest partner of a sentence
    alone.
    """

    bead: Bead
    zh: Counter[int]
    en: Counter[int]
    likeliest: tuple[int, ...] = ()


class _Ballot(Struct):
    """The votes of one side, in characters of its own text.

    By paragraph: `whole` is its text, `sure` that in beads with both sides, weighed by their
    confidence, and `doubtful` that in beads alone, weighed by what they lack of it. By link:
    `shared` is the text in beads that join the two paragraphs, and `conceivable` what stands alone
    and may belong to the other paragraph after all.
    """

    whole: Counter[int] = field(default_factory=Counter)
    sure: defaultdict[int, float] = field(
        default_factory=lambda: defaultdict(float)
    )
    doubtful: defaultdict[int, float] = field(
        default_factory=lambda: defaultdict(float)
    )
    shared: defaultdict[_Link, float] = field(
        default_factory=lambda: defaultdict(float)
    )
    conceivable: defaultdict[_Link, float] = field(
        default_factory=lambda: defaultdict(float)
    )

    def confidence(self, paragraphs: range) -> float:
        """How surely the text of some paragraphs has a counterpart, 0 to 1."""
        whole = sum(self.whole[k] for k in paragraphs)
        return sum(self.sure[k] for k in paragraphs) / max(1, whole)

    def loneliness(self, paragraphs: range) -> float:
        """How surely no text of some paragraphs has a counterpart, 0 to 1."""
        whole = sum(self.whole[k] for k in paragraphs)
        doubt = sum(self.sure[k] + self.doubtful[k] for k in paragraphs)
        return 1 - doubt / max(1, whole)

    def add(
        self, lengths: Counter[int], confidence: float, *, is_alone: bool
    ) -> None:
        """Counts the characters of a bead, which has a counterpart, or none, so surely."""
        for paragraph, length in lengths.items():
            self.whole[paragraph] += length
            if is_alone:
                self.doubtful[paragraph] += length * (1 - confidence)
            else:
                self.sure[paragraph] += length * confidence


def _votes(
    pieces: Sequence[ParagraphPiece],
    *,
    run: Run,
    anchors: Iterable[tuple[int, int]],
) -> list[_Vote]:
    """The votes of the sentences of all pieces."""
    zh = _numbered_sentences([piece.zh for piece in pieces], "zh")
    en = _numbered_sentences([piece.en for piece in pieces], "en")
    by_sentence: list[ParagraphPiece] = []
    for piece, zh_part, en_part in zip(pieces, zh, en, strict=True):
        zh_sentences = [sentence for _, sentence in zh_part]
        en_sentences = [sentence for _, sentence in en_part]
        by_sentence.append(replace(piece, zh=zh_sentences, en=en_sentences))
    beads = bead_pieces(by_sentence, "sentence", run=run, anchors=anchors)
    owners = {id(sentence): k for k, sentence in chain(*zh, *en)}
    return _cast(chain(*beads), owners)


def _numbered_sentences(
    groups: Sequence[Sequence[Passage]], side: Side
) -> list[list[tuple[int, Passage]]]:
    """The sentences of each group of paragraphs, each behind its paragraph's number in the text."""
    number = count()
    numbered: list[list[tuple[int, Passage]]] = []
    for group in groups:
        numbered.append([])
        for paragraph in group:
            k = next(number)
            numbered[-1] += [
                (k, sentence) for sentence in _sentences(paragraph, side)
            ]
    return numbered


def _cast(beads: Iterable[Bead], owners: Mapping[int, int]) -> list[_Vote]:
    """The votes of sentence beads; *owners* has the paragraph of each sentence, by identity."""
    votes: list[_Vote] = []
    for bead in beads:
        left, right = Counter[int](), Counter[int]()
        for sentence in bead.zh:
            left[owners[id(sentence)]] += len(sentence.text)
        for sentence in bead.en:
            right[owners[id(sentence)]] += len(sentence.text)
        likeliest = dict.fromkeys(
            owners[id(sentence)] for sentence in bead.likeliest
        )
        votes.append(_Vote(bead, left, right, tuple(likeliest)))
    return votes


def _counted(votes: Iterable[_Vote]) -> tuple[_Ballot, _Ballot]:
    """The ballots of the Chinese and the English side."""
    zh, en = _Ballot(), _Ballot()
    for vote in votes:
        left, right = vote.zh, vote.en
        confidence = vote.bead.confidence
        zh.add(left, confidence, is_alone=not right)
        en.add(right, confidence, is_alone=not left)
        for i, j in product(left, right):
            zh.shared[i, j] += left[i] * right[j] / right.total()
            en.shared[i, j] += left[i] * right[j] / left.total()
        for i, j in product(left, vote.likeliest):
            zh.conceivable[i, j] += left[i]
        for i, j in product(vote.likeliest, right):
            en.conceivable[i, j] += right[j]
    return zh, en


def _best_partners(ballot: _Ballot, place: int) -> dict[int, int]:
    """For each paragraph of a ballot's side the one across that has most of it, or may have.

    *place* is that of the side in a link.
    """
    votes = Counter(ballot.conceivable)
    votes.update(ballot.shared)
    best: dict[int, tuple[float, int]] = {}
    for link, characters in votes.items():
        own, other = link[place], link[1 - place]
        if characters > best.get(own, (0.0, 0))[0]:
            best[own] = characters, other
    return {own: other for own, (_, other) in best.items()}


def _elected(zh: _Ballot, en: _Ballot) -> list[_Link]:
    """The pairs of paragraphs with votes enough, in order."""
    links: list[_Link] = []
    for i, j in sorted(zh.shared):
        is_half_of_zh = zh.shared[i, j] >= _HALF * zh.whole[i]
        if is_half_of_zh or en.shared[i, j] >= _HALF * en.whole[j]:
            links.append((i, j))
    return links


# --- from links to groups ---


def _supported(
    links: Sequence[_Link], zh: ParagraphWords, en: ParagraphWords
) -> list[_Link]:
    """The links without those whose words speak against them where a better one stands beside.

    A paragraph of little meaning, or freely translated, keeps its only link.
    """
    odds = {(i, j): link_odds(zh, i, en, j) for i, j in links}
    zh_best: defaultdict[int, float] = defaultdict(lambda: -inf)
    en_best: defaultdict[int, float] = defaultdict(lambda: -inf)
    for (i, j), value in odds.items():
        zh_best[i] = max(zh_best[i], value)
        en_best[j] = max(en_best[j], value)
    return [
        (i, j)
        for (i, j), value in odds.items()
        if value >= _CONTRADICTED or max(zh_best[i], en_best[j]) < 0
    ]


def _grouped(links: Iterable[_Link]) -> list[_Group]:
    """Links that share a paragraph, together: runs of paragraphs on both sides.

    >>> _grouped([(0, 0), (1, 2), (1, 3), (2, 3)])
    [(range(0, 1), range(0, 1)), (range(1, 3), range(2, 4))]
    """
    groups: list[_Group] = []
    for i, j in links:
        left, right = range(i, i + 1), range(j, j + 1)
        if groups and (i < groups[-1][0].stop or j < groups[-1][1].stop):
            first, second = groups.pop()
            left = range(first.start, max(left.stop, first.stop))
            right = range(second.start, max(right.stop, second.stop))
        groups.append((left, right))
    return groups


def _trimmed(group: _Group, zh: ParagraphWords, en: ParagraphWords) -> _Group:
    """The group without the paragraphs at its edges that do not belong, the worst first."""
    zh_side, en_side = group
    while len(zh_side) + len(en_side) > 2:
        odds: list[tuple[float, Side, int]] = []
        for k in _edges(zh_side):
            odds.append(
                (member_odds(k, zh_side, en_side, own=zh, other=en), "zh", k)
            )
        for k in _edges(en_side):
            odds.append(
                (member_odds(k, en_side, zh_side, own=en, other=zh), "en", k)
            )
        least, side, k = min(odds)
        if least >= _OVERRULED + _MEMBER * (len(zh_side) + len(en_side) - 3):
            break
        if side == "zh":
            zh_side = _without(zh_side, k)
        else:
            en_side = _without(en_side, k)
    return zh_side, en_side


def _grown(
    groups: Sequence[_Group],
    corners: Sequence[_Point],
    zh: ParagraphWords,
    en: ParagraphWords,
) -> list[_Group]:
    """The groups with what one paragraph answers beyond the longest bead of sentences.

    A paragraph that lists ten things in one sentence may be ten lines in the other language.
    """
    grown: list[_Group] = []
    for n, (left, right) in enumerate(groups):
        if not _is_one_beside_many(left, right, least=_LONGEST_BEAD):
            grown.append((left, right))
            continue
        end_zh, end_en = next(
            c for c in corners if left.stop <= c[0] and right.stop <= c[1]
        )
        if n + 1 < len(groups):
            end_zh = min(end_zh, groups[n + 1][0].start)
            end_en = min(end_en, groups[n + 1][1].start)
        if len(left) == 1:
            right = _extended(right, end_en, left, own=en, other=zh)
        else:
            left = _extended(left, end_zh, right, own=zh, other=en)
        grown.append((left, right))
    return grown


def _extended(
    side: range,
    end: int,
    across: range,
    *,
    own: ParagraphWords,
    other: ParagraphWords,
) -> range:
    """One side of a bead up to the last paragraph before *end* that belongs to it."""
    extended = side
    for k in range(side.stop, end):
        candidate = range(side.start, k + 1)
        if member_odds(k, candidate, across, own=own, other=other) > 0:
            extended = candidate
    return extended


def _is_one_beside_many(
    zh: range, en: range, *, least: int = _LONGEST_BEAD + 1
) -> bool:
    """Whether one side has one text and the other *least* or more."""
    return min(len(zh), len(en)) == 1 and max(len(zh), len(en)) >= least


def _edges(side: range) -> set[int]:
    return {side[0], side[-1]} if len(side) > 1 else set()


def _without(side: range, edge: int) -> range:
    return side[1:] if edge == side[0] else side[:-1]


def _filled(
    groups: Sequence[_Group], corners: Sequence[_Point]
) -> list[list[_Group]]:
    """The groups between each corner and the next, each paragraph alone as a group of its own.

    >>> _filled([(range(0, 1), range(1, 2))], [(0, 0), (2, 2)])
    [[(range(0, 0), range(0, 1)), (range(0, 1), range(1, 2)), (range(1, 2), range(2, 2))]]
    """
    filled: list[list[_Group]] = []
    number = 0
    for (i, j), (end_zh, end_en) in pairwise(corners):
        inside: list[_Group] = []
        while number < len(groups):
            left, right = groups[number]
            if left.start >= end_zh or right.start >= end_en:
                break
            inside += _alone(i, left.start, j, right.start)
            inside.append((left, right))
            i, j = left.stop, right.stop
            number += 1
        filled.append(inside + _alone(i, end_zh, j, end_en))
    return filled


def _alone(i: int, end_zh: int, j: int, end_en: int) -> list[_Group]:
    """A group for each paragraph between two points, the Chinese ones first."""
    groups = [(range(k, k + 1), range(j, j)) for k in range(i, end_zh)]
    return groups + [
        (range(end_zh, end_zh), range(k, k + 1)) for k in range(j, end_en)
    ]


# --- pieces ---


def bead_pieces(
    pieces: Sequence[ParagraphPiece],
    level: TextLevel,
    *,
    run: Run,
    anchors: Iterable[tuple[int, int]] = (),
) -> list[list[Bead]]:
    """The beads of each piece, in order; every passage of a piece stands in exactly one.

    *anchors* are the lines (Chinese, English) of passages known to begin together; one that
    contradicts the pieces or an earlier anchor is left out.
    """
    zh = [passage for piece in pieces for passage in piece.zh]
    en = [passage for piece in pieces for passage in piece.en]
    corners = _corners(pieces)
    cuts = _cuts(corners, _trusted_points(anchors, zh, en))
    text_beads = iter(run([p.text for p in zh], [p.text for p in en], cuts))
    beads_by_piece: list[list[Bead]] = []
    for piece, (start, end) in zip(pieces, pairwise(corners), strict=True):
        beads: list[Bead] = []
        for bead in _beads_up_to(text_beads, start, end):
            left, right = [zh[k] for k in bead.zh], [en[k] for k in bead.en]
            likeliest = tuple(
                (en if bead.zh else zh)[k] for k in bead.likeliest
            )
            bead_here = _bead(
                piece, level, left, right, bead.confidence * piece.confidence
            )
            beads.append(replace(bead_here, likeliest=likeliest))
        beads_by_piece.append(beads)
    return beads_by_piece


def _corners(pieces: Sequence[ParagraphPiece]) -> list[_Point]:
    """Where each piece begins, in passages of both sides, and where the last one ends.

    >>> english = ParagraphPiece((), [Passage("A"), Passage("B")])
    >>> _corners([english, ParagraphPiece([Passage("C")], ())])
    [(0, 0), (0, 2), (1, 2)]
    """
    corners = [(0, 0)]
    for piece in pieces:
        i, j = corners[-1]
        corners.append((i + len(piece.zh), j + len(piece.en)))
    return corners


def _trusted_points(
    anchors: Iterable[tuple[int, int]],
    zh: Sequence[Passage],
    en: Sequence[Passage],
) -> list[_Point]:
    """The indices of the passages that begin on the lines of the anchors."""
    # Backwards, so that of several passages on a line the first is the one that begins there.
    zh_at = {zh[k].line: k for k in reversed(range(len(zh)))}
    en_at = {en[k].line: k for k in reversed(range(len(en)))}
    return [
        (zh_at[i], en_at[j]) for i, j in anchors if i in zh_at and j in en_at
    ]


def _cuts(corners: Sequence[_Point], trusted: Iterable[_Point]) -> list[_Point]:
    """The boundaries inside the texts, in order: those of the pieces and what agrees with them."""
    cuts = set(corners)
    for point in trusted:
        if all(_agree(point, cut) for cut in cuts):
            cuts.add(point)
    return sorted(cuts - {corners[0], corners[-1]})


def _agree(one: _Point, other: _Point) -> bool:
    """Whether two boundaries do not cross."""
    return (one[0] <= other[0] and one[1] <= other[1]) or (
        one[0] >= other[0] and one[1] >= other[1]
    )


def _bead(
    piece: ParagraphPiece,
    level: TextLevel,
    zh: Sequence[Passage],
    en: Sequence[Passage],
    confidence: float,
) -> Bead:
    """A bead of a piece; the reason stands where a side is empty."""
    reason = ""
    if not (zh and en):
        language = "English" if zh else "Chinese"
        reason = (
            piece.reason
            or f"no {level} of the {language} text answers this one"
        )
    return Bead(level, tuple(zh), tuple(en), confidence, reason)
