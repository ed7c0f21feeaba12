"""Learns P(translation): ``translation_training.py SHARED OUT [COPIES] [use]``, OUT is a JSON file.

With ``use`` the texts are aligned with the encoder, whose features are learned beside the others;
OUT, which must be there, gets these weights, and how often words are answered stays as it is.

Prints how sure wrong and right beads are in three folds by document, then learns from all.
SHARED holds data/align-dev, data/laws, data/gwr-history and data/tico19. Every text is aligned as
it is and in copies: with single sentences, runs of three, and runs of three up to a third replaced
by others of about the same length, of its own kind or another; cut down to a few sentences, one of
them replaced; and beside passages of another text altogether. A bead of the gold is right; one that
holds a replaced sentence, or pairs two texts that have nothing to do with each other, is wrong;
what is only nearly right does not count.

How often words are answered is learned first, from the right beads of whole texts on the one hand,
from wrong ones and from beads whose sides are shifted against each other on the other. Then, from
beads of which a part was replaced, which texts belong to theirs; P is learned from beads without
the others. Both steps of P are logistic regressions; each kind of text weighs the same, and a bead
of a short copy more than one of a long text: there are few of them, and they are the hardest.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from scipy.optimize import minimize

from nqpterms.aligner.belief import TextBead, believed
from nqpterms.aligner.confidence import (
    FEATURES,
    SURROUNDINGS,
    WITH_ENCODER,
    TranslationWeights,
    _bead_features,
    _chances_of,
    _context_features,
    load_model,
)
from nqpterms.aligner.encoder import Encoder, load_encoder
from nqpterms.aligner.engine import (
    _decoded,
    _weighed,
    cosines_of,
    load_weights,
    prepare,
)
from nqpterms.aligner.links import Ints, TextTokens, VocabularyLinks, relink
from nqpterms.aligner.strangers import (
    MEMBER,
    OuterText,
    member_features,
    outer_texts,
    without_strangers,
)
from nqpterms.aligner.training import load_samples
from nqpterms.aligner.word_evidence import (
    ANSWERED,
    BY_CHANCE,
    LISTED,
    OTHER_WORDS,
    Answers,
    WordEvidence,
    WordRates,
    _meeting_odds,
    bead_answers,
    bead_sides,
    is_listed,
)
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.lang.sentences import split_sentences
from nqpterms.lexicon import load_lexicon

COMMON = 1200  # words of the list of common ones, a language
PENALTY = 2.0
SHORT = 4.0  # what a bead of a copy of a few sentences counts
SHORT_TEXT = 8  # Chinese sentences of such a copy, at most
# Lines of TICO-19 that make a text, and lines from one text to the next.
STORIES = (60, 150)
WRONG = 2.0  # what a wrong bead counts, against 1 for a right one: too sure is worse than too shy
FOLDS = 3
READ = 40  # characters of English from which a wrong sentence is judged: less says too little
REPLACED = (
    ("one by one", 0.06, 1),
    ("in threes", 0.1, 3),
    ("a third", 0.33, 3),
)
WINDOWS = 8  # short copies of a text
WINDOWS_REPLACED = 0.65  # of them, those with a foreign sentence
SHIFTS = 3, 7  # beads between the sides of shifted ones
SHIFTED_TEXT = 12  # beads of a text that may be shifted, more than these
RATE_WORDS = 20_000.0  # words that each kind of text counts for the rates
PRIOR = 1.25  # what a common word is held to the rate of its like with: five words at even odds
MOST_USUAL = 3.0  # log odds
ROUNDS = 8  # of Newton's method for the common words


class Text(Struct):
    """A text with its translation; each sentence belongs to the units (beads, rows, articles)."""

    name: str
    kind: str
    zh: list[str]
    en: list[str]
    zh_units: list[int | None]
    en_units: list[int | None]
    by_sentence: bool = False


class JudgedCopy(Struct):
    """The beads of an aligned copy with both sides: what they show, and which are right.

    `what` names the kind of copy; `foreign` says that it pairs two texts that have nothing to do
    with each other. `tokens` and `links`, taught ones too, are what evidence is made of; `cosines`
    are the encoder's features, None without one.
    """

    what: str
    text: Text
    replaced: set[int]
    foreign: bool
    every_bead: list[TextBead]
    tokens: tuple[TextTokens, TextTokens]
    links: VocabularyLinks
    labels: list[int | None]
    cosines: np.ndarray | None = None

    @property
    def name(self) -> tuple[str, str]:
        """Kind and name of the text."""
        return self.text.kind, self.text.name

    @property
    def beads(self) -> list[TextBead]:
        """Those with both sides."""
        return [bead for bead in self.every_bead if bead.zh and bead.en]

    def without_strangers(
        self, rates: tuple[WordRates, WordRates], weights: np.ndarray
    ) -> JudgedCopy:
        """The copy without texts that do not belong to their beads; as it is with an encoder."""
        if self.cosines is not None:
            return self
        evidence = WordEvidence.of(self.tokens, self.links, rates)
        every = without_strangers(self.every_bead, evidence, weights)
        paired = [bead for bead in every if bead.zh and bead.en]
        right = labels(self.text, paired, self.replaced, foreign=self.foreign)
        return replace(self, every_bead=every, labels=right)

    @property
    def is_short(self) -> bool:
        return len(self.text.zh) <= SHORT_TEXT

    def features(self, rates: tuple[WordRates, WordRates]) -> np.ndarray:
        """The features of its beads, shape (beads, FEATURES or WITH_ENCODER)."""
        features = _bead_features(
            self.beads, WordEvidence.of(self.tokens, self.links, rates)
        )
        if self.cosines is None:
            return features
        return np.hstack([features, self.cosines])

    def believed(
        self, features: np.ndarray, weights: TranslationWeights
    ) -> list[TextBead]:
        """Its beads as the engine gives them out."""
        chances = np.ones(len(self.every_bead))
        paired = [
            n for n, bead in enumerate(self.every_bead) if bead.zh and bead.en
        ]
        chances[paired] = _chances_of(features, weights)
        return believed(
            self.every_bead,
            chances,
            (),
            lengths=[len(zh) for zh in self.text.zh],
        )


def texts(shared: Path) -> list[Text]:
    """All texts; a unit is what must stand together for a bead to be right."""
    found = [*laws(shared / "data" / "laws")]
    for path in sorted(
        (shared / "data" / "gwr-history" / "pairs").glob("*.tsv")
    ):
        found += [
            report(path, by_sentence=True),
            report(path, by_sentence=False),
        ]
    for name, sample in load_samples(shared / "data" / "align-dev").items():
        zh_units: list[int | None] = [None] * len(sample.zh)
        en_units: list[int | None] = [None] * len(sample.en)
        for unit, (left, right) in enumerate(sample.gold):
            for i in left if right else ():
                zh_units[i] = unit
            for j in right if left else ():
                en_units[j] = unit
        found.append(
            Text(name, "novel", sample.zh, sample.en, zh_units, en_units)
        )
    return found + list(stories(shared / "data" / "tico19" / "all.en-zh.tmx"))


def stories(path: Path) -> Iterator[Text]:
    """Some stretches of TICO-19, sentence by sentence."""
    pairs = [(s.zh, s.en) for s in load_segments(path) if s.zh and s.en]
    size, step = STORIES
    for start in range(0, len(pairs) - size, step):
        zh, en = (
            list(side)
            for side in zip(*pairs[start : start + size], strict=True)
        )
        yield Text(
            f"story {start}",
            "story",
            zh,
            en,
            list(range(size)),
            list(range(size)),
        )


def laws(folder: Path) -> Iterator[Text]:
    """Statutes by line; lines of the gold that go together are a unit."""
    for path in sorted(folder.glob("*.gold.tsv")):
        name = path.name.removesuffix(".gold.tsv")
        zh, en = (
            {n: line.strip() for n, line in enumerate(lines, 1) if line.strip()}
            for lines in (
                (folder / f"{name}.{side}.txt")
                .read_text(encoding="utf-8")
                .split("\n")
                for side in ("zh", "en")
            )
        )
        zh_units, en_units = dict.fromkeys(zh), dict.fromkeys(en)
        with path.open(encoding="utf-8") as file:
            for unit, row in enumerate(csv.DictReader(file, delimiter="\t")):
                if row["zh_line"].isdigit() and row["en_line"].isdigit():
                    zh_units[int(row["zh_line"])] = en_units[
                        int(row["en_line"])
                    ] = unit
        units = [zh_units[n] for n in zh], [en_units[n] for n in en]
        yield Text(name, "law", list(zh.values()), list(en.values()), *units)


def report(path: Path, *, by_sentence: bool) -> Text:
    """A report by row or by sentence; a row is a unit."""
    text = Text(path.stem, "report", [], [], [], [], by_sentence=by_sentence)
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[
            1:
        ]
    for unit, (zh, en) in enumerate(rows):
        left = (
            [s.of(zh) for s in split_sentences(zh, "zh")]
            if by_sentence
            else [zh]
        )
        right = (
            [s.of(en) for s in split_sentences(en, "en")]
            if by_sentence
            else [en]
        )
        text.zh += left
        text.en += right
        text.zh_units += [unit] * len(left)
        text.en_units += [unit] * len(right)
    return text


def labels(
    text: Text, beads: Sequence, replaced: set[int], *, foreign: bool
) -> list[int | None]:
    """1 right, 0 wrong, None neither, for each bead with both sides."""
    found: list[int | None] = []
    for bead in beads:
        left = {text.zh_units[i] for i in bead.zh}
        right = {text.en_units[j] for j in bead.en}
        if foreign or not replaced.isdisjoint(bead.en):
            found.append(0)
        elif None in left | right:
            found.append(None)
        else:
            found.append(1 if left == right else None if left & right else 0)
    return found


def replaced_copy(
    text: Text, pool: list[str], share: float, run: int, chance: random.Random
):
    """The text with runs of English sentences replaced, and which ones."""
    en, replaced = list(text.en), set[int]()
    starts = list(range(0, max(1, len(en) - run), run + 2))
    chance.shuffle(starts)
    for start in starts:
        if len(replaced) >= share * len(en):
            break
        for j in range(start, min(len(en), start + run)):
            choice = chance.sample(pool, min(40, len(pool)))
            en[j] = min(
                choice, key=lambda other: abs(len(other) - len(text.en[j]))
            )
            replaced.add(j)
    return replace(text, en=en), replaced


def window(text: Text, chance: random.Random) -> Text | None:
    """Some units of a text that follow each other."""
    units = sorted(
        {u for u in text.zh_units if u is not None} & {*text.en_units} - {None}
    )
    size = chance.randint(2, 6)
    if len(units) <= size:
        return None
    first = chance.randrange(len(units) - size)
    chosen = set(units[first : first + size])
    zh = [i for i, unit in enumerate(text.zh_units) if unit in chosen]
    en = [j for j, unit in enumerate(text.en_units) if unit in chosen]
    return Text(
        text.name,
        text.kind,
        [text.zh[i] for i in zh],
        [text.en[j] for j in en],
        [text.zh_units[i] for i in zh],
        [text.en_units[j] for j in en],
    )


def copies(
    text: Text, every: Sequence[Text], chance: random.Random
) -> Iterator[tuple[str, Text, set[int], bool]]:
    """The text and its copies: the kind of copy, what is replaced in it, and whether nothing
    belongs together."""
    others = [other for other in every if other.name != text.name]
    pools = [
        [
            t
            for other in others
            if (other.kind == text.kind) == same
            for t in other.en
            if len(t) > 30
        ]
        for same in (True, False)
    ]
    yield "whole", text, set(), False
    for what, share, run in REPLACED:
        yield (
            what,
            *replaced_copy(text, chance.choice(pools), share, run, chance),
            False,
        )
    for _ in range(WINDOWS):
        part = window(text, chance)
        if part is None:
            continue
        if chance.random() < WINDOWS_REPLACED:
            share = 1 / len(part.en)
            yield (
                "small",
                *replaced_copy(part, chance.choice(pools), share, 1, chance),
                False,
            )
        else:
            yield "small, whole", part, set(), False
    for size in (5, 5, 5, 60):
        other = chance.choice(others)
        i = chance.randrange(max(1, len(text.zh) - size))
        j = chance.randrange(max(1, len(other.en) - size))
        zh, en = text.zh[i : i + size], other.en[j : j + size]
        units = [None] * len(zh), [None] * len(en)
        yield (
            f"foreign, {size}",
            Text(text.name, text.kind, zh, en, *units),
            set(),
            True,
        )


def common_words(
    every: Sequence[Text],
) -> tuple[dict[str, float], dict[str, float]]:
    """The common words of both languages with their shares, each kind of text weighing the same."""
    totals: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for kind in sorted({text.kind for text in every}):
        counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for text in (t for t in every if t.kind == kind):
            tokens = prepare(
                text.zh, text.en, None, lexicon=load_lexicon()
            ).tokens
            for side, count in zip(tokens, counts, strict=True):
                count.update(
                    side.vocabulary[k] for k in side.type[~side.number].tolist()
                )
        for count, total in zip(counts, totals, strict=True):
            size = 3 * count.total()
            total.update({word: n / size for word, n in count.items()})
    zh, en = (dict(total.most_common(COMMON)) for total in totals)
    return zh, en


def judged_copies(
    every: Sequence[Text], count: int, encoder: Encoder | None = None
) -> Iterator[JudgedCopy]:
    """Every text and its copies, aligned, *count* times."""
    chance = random.Random(1)
    weights = load_weights("encoder" if encoder else "lexicon")
    for text in list(every) * count:
        for what, copy, replaced, foreign in copies(text, every, chance):
            search = prepare(
                copy.zh,
                copy.en,
                weights.draft,
                lexicon=load_lexicon(),
                encoder=encoder,
            )
            evidence = WordEvidence.of(
                search.tokens, search.links, load_model().rates
            )
            decoded = _decoded(search, weights.final, evidence)
            paired = [bead for bead in decoded if bead.zh and bead.en]
            if not paired:
                continue
            yield JudgedCopy(
                what,
                copy,
                replaced,
                foreign=foreign,
                every_bead=[_weighed(bead, search.trust) for bead in decoded],
                tokens=search.tokens,
                links=relink(*search.tokens, search.links, decoded),
                labels=labels(copy, paired, replaced, foreign=foreign),
                cosines=cosines_of(search, decoded),
            )


# --- how often words are answered ---


class AnsweredWords(Struct):
    """Words of one side that have links: whether each is answered, what tells how often, what it
    counts, and its number among the common words, -1 for none."""

    is_hit: list[np.ndarray]
    features: list[np.ndarray]
    kinds: list[str]
    common: list[np.ndarray]

    def fit(self) -> tuple[np.ndarray, np.ndarray]:
        """Weights of a regression, the bias last, and the log odds that it gives each word."""
        features = np.vstack(self.features)
        weights = fit(
            features, np.concatenate(self.is_hit).astype(float), self.weights()
        )
        return weights, features @ weights[:-1] + weights[-1]

    def weights(self) -> np.ndarray:
        """What each word counts: each kind of text the same."""
        totals: Counter[str] = Counter()
        for kind, hits in zip(self.kinds, self.is_hit, strict=True):
            totals[kind] += len(hits)
        pairs = zip(self.kinds, self.is_hit, strict=True)
        return np.concatenate(
            [np.full(len(h), RATE_WORDS / totals[kind]) for kind, h in pairs]
        )


def learn_rates(
    judged: Sequence[JudgedCopy],
    common: tuple[Mapping[str, float], Mapping[str, float]],
) -> tuple[WordRates, WordRates]:
    """How often Chinese and English words are answered, by some judged copies."""
    nothing = (
        np.zeros(len(ANSWERED) + 2),
        np.zeros(len(LISTED) + 1),
        np.zeros(len(BY_CHANCE) + 2),
    )
    blank = tuple(WordRates(*nothing, shares, {}) for shares in common)
    answered = [AnsweredWords([], [], [], []) for _ in common]
    listed = [AnsweredWords([], [], [], []) for _ in common]
    elsewhere = [AnsweredWords([], [], [], []) for _ in common]
    for one in judged:
        right = [
            bead
            for bead, label in zip(one.beads, one.labels, strict=True)
            if label == 1
        ]
        wrong = [
            bead
            for bead, label in zip(one.beads, one.labels, strict=True)
            if label == 0
        ]
        evidence = WordEvidence.of(one.tokens, one.links, blank)
        if one.what == "whole":
            add_words(answered, right, evidence, one.text.kind, by_chance=False)
            add_listed(listed, right, evidence, one.text.kind)
            add_words(
                elsewhere,
                shifted(right),
                evidence,
                one.text.kind,
                by_chance=True,
            )
        elif one.foreign or not one.is_short:
            add_words(elsewhere, wrong, evidence, one.text.kind, by_chance=True)
    zh, en = (
        word_rates(*words, shares)
        for *words, shares in zip(
            answered, listed, elsewhere, common, strict=True
        )
    )
    return zh, en


def shifted(beads: Sequence[TextBead]) -> list[TextBead]:
    """Beads whose sides do not belong together, of a text of enough beads."""
    size = len(beads)
    if size <= SHIFTED_TEXT:
        return []
    return [
        TextBead(bead.zh, beads[(n + shift) % size].en, 0.9)
        for shift in SHIFTS
        for n, bead in enumerate(beads)
    ]


def add_words(
    sides: Sequence[AnsweredWords],
    beads: Sequence[TextBead],
    evidence: WordEvidence,
    kind: str,
    *,
    by_chance: bool,
) -> None:
    """Adds the words of some beads to those of both sides."""
    if not beads:
        return
    both = bead_answers(*bead_sides(beads, evidence), evidence)
    for words, answers in zip(sides, both, strict=True):
        types = answers.words.types
        if by_chance:
            meeting = _meeting_odds(answers.every_rate, answers.among)
            features = np.stack(
                [meeting, np.log(answers.every_rate + 1e-7)], axis=1
            )
        else:
            features = answers.links.features[types]
        features = np.hstack([features, np.log1p(answers.among)[:, None]])
        words.is_hit.append(answers.is_hit[answers.has_links])
        words.features.append(features[answers.has_links])
        words.common.append(_numbers_of_common(answers)[answers.has_links])
        words.kinds.append(kind)


def _numbers_of_common(answers: Answers) -> Ints:
    """The number of each word among the common ones, -1 for one that is not."""
    numbers = {word: n for n, word in enumerate(answers.links.weights.common)}
    vocabulary = answers.words.tokens.vocabulary
    of_types = np.array(
        [numbers.get(word, -1) for word in vocabulary], dtype=int
    )
    return of_types[answers.words.types]


def add_listed(
    sides: Sequence[AnsweredWords],
    beads: Sequence[TextBead],
    evidence: WordEvidence,
    kind: str,
) -> None:
    """Adds the words of some right beads that have renderings, in these texts or not."""
    if not beads:
        return
    both = bead_answers(*bead_sides(beads, evidence), evidence)
    for words, answers in zip(sides, both, strict=True):
        types = answers.words.types
        features = answers.links.listed[types]
        known = is_listed(features)
        words.is_hit.append(answers.is_hit[known])
        words.features.append(features[known])
        words.common.append(_numbers_of_common(answers)[known])
        words.kinds.append(kind)


def word_rates(
    answered: AnsweredWords,
    listed: AnsweredWords,
    elsewhere: AnsweredWords,
    common: Mapping[str, float],
) -> WordRates:
    """The rates of one language."""
    weights, odds = answered.fit()
    by_chance, _ = elsewhere.fit()
    usual = usual_odds(answered, odds, len(common))
    number = np.concatenate(listed.common)
    of_words = np.where(number >= 0, usual[np.maximum(number, 0)], 0.0)
    every = np.vstack(listed.features)
    every[:, LISTED.index("usually")] = of_words
    listed.features = [every]
    listed_weights = fit(
        every, np.concatenate(listed.is_hit).astype(float), listed.weights()
    )
    usually = {
        word: round(u, 1)
        for word, u in zip(common, usual.tolist(), strict=True)
    }
    usually = {word: value for word, value in usually.items() if value}
    return WordRates(weights, listed_weights, by_chance, common, usually)


def usual_odds(
    answered: AnsweredWords, odds: np.ndarray, size: int
) -> np.ndarray:
    """How much more often than its like each common word is answered, in log odds.

    The few times that a word is seen are held against PRIOR.
    """
    number = np.concatenate(answered.common)
    known = number >= 0
    number, odds = number[known], odds[known]
    is_hit = np.concatenate(answered.is_hit)[known]
    weights = answered.weights()
    weights = weights[known] / weights.mean()
    usual = np.zeros(size)
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-odds - usual[number]))
        slope = (
            np.bincount(number, weights * (is_hit - likely), size)
            - PRIOR * usual
        )
        curve = (
            np.bincount(number, weights * likely * (1 - likely), size) + PRIOR
        )
        usual = np.clip(
            usual + np.clip(slope / curve, -1, 1), -MOST_USUAL, MOST_USUAL
        )
    return usual


# --- which texts belong to their beads ---


def belongs(one: JudgedCopy, text: OuterText) -> int | None:
    """1 for a text that belongs to its bead, 0 for a stranger, None where it cannot be said.

    A stranger's unit has nothing on the other side, while the rest has its partner there.
    """
    if one.foreign:
        return None
    genuine = [j for j in text.whole.en if j not in one.replaced]
    zh_units = {one.text.zh_units[i] for i in text.whole.zh}
    en_units = {one.text.en_units[j] for j in genuine}
    if text.is_english and text.position in one.replaced:
        return 0 if genuine else None
    own, others = (
        (one.text.en_units[text.position], zh_units)
        if text.is_english
        else (one.text.zh_units[text.position], en_units)
    )
    if own is None or None in others or not genuine:
        return None
    if own in others:
        return 1
    return 0 if zh_units & en_units else None


def learn_members(
    judged: Sequence[JudgedCopy], rates: tuple[WordRates, WordRates]
) -> np.ndarray:
    """The weights of MEMBER, the bias last; each kind of text weighs the same."""
    features: list[np.ndarray] = []
    right: list[int] = []
    kinds: list[str] = []
    counts: list[float] = []
    for one in judged:
        evidence = WordEvidence.of(one.tokens, one.links, rates)
        for is_english in (False, True):
            outer = outer_texts(
                dict(enumerate(one.beads)), is_english=is_english
            )
            sure = [belongs(one, text) for text in outer]
            known = [n for n, label in enumerate(sure) if label is not None]
            if not known:
                continue
            features.append(member_features(outer, evidence)[known])
            right += [label for label in sure if label is not None]
            kinds += [one.text.kind] * len(known)
            counts += [SHORT if one.is_short else 1.0] * len(known)
    sizes = Counter(kinds)
    weights = np.array([1000 / sizes[kind] for kind in kinds])
    return fit(
        np.vstack(features),
        np.array(right, dtype=float),
        weights * np.array(counts),
    )


# --- both steps ---


def learn(
    judged: Sequence[JudgedCopy], features: Sequence[np.ndarray]
) -> TranslationWeights:
    """The weights of both steps, the bias last, by the *features* of each copy."""
    right = np.array(
        [
            -1 if label is None else label
            for one in judged
            for label in one.labels
        ]
    )
    weights = bead_weights(judged, right)
    known = right >= 0
    every = np.vstack(features)
    alone = fit(every[known], right[known], weights[known])
    odds = [each @ alone[:-1] + alone[-1] for each in features]
    context = np.hstack(
        [every, np.vstack([_context_features(o) for o in odds])]
    )
    return TranslationWeights(
        alone, fit(context[known], right[known], weights[known])
    )


def bead_weights(judged: Sequence[JudgedCopy], right: np.ndarray) -> np.ndarray:
    """What each bead counts: each kind of text the same, wrong beads and short copies more."""
    kinds = [one.text.kind for one in judged for _ in one.labels]
    sizes = Counter(
        kind for kind, label in zip(kinds, right, strict=True) if label >= 0
    )
    weights = np.array([1000 / sizes[kind] for kind in kinds])
    weights *= np.where(right == 0, WRONG, 1.0)
    is_short = [
        one.is_short and not one.foreign for one in judged for _ in one.labels
    ]
    return weights * np.where(is_short, SHORT, 1.0)


# --- what comes of it ---


class Tally(Struct):
    """How sure beads of one kind of text are, and how many are those of the gold."""

    replaced: dict[str, list[float]]
    right: list[float]
    small_right: list[float]
    gold: dict[str, list[int]]

    def line(self, kind: str) -> str:
        """The row of the table."""
        parts = [f"{kind:7}"]
        for what in (*(what for what, _, _ in REPLACED), "small"):
            values = np.array(self.replaced.get(what, [0.0]))
            parts.append(
                f"{values.mean():.3f} {share_above(values, 0.8):6.1%} {len(values):5}"
            )
        small = np.array(self.replaced.get("small", [0.0]))
        parts.append(
            f"{(small > 0.5).sum():3} {len(self.replaced.get('foreign, 5', [])):3}"
        )
        parts.append(
            f"{share_above(self.right, 0.95):.3f} {share_above(self.small_right, 0.95):.3f}"
        )
        for what in ("whole", "a third"):
            hits, ours, theirs = self.gold.get(what, [0, 0, 1])
            parts.append(f"{2 * hits / (ours + theirs):.4f}")
        return "   ".join(parts)

    def add(self, one: JudgedCopy, beads: Sequence[TextBead]) -> None:
        """Counts a copy, by its beads as they are given out."""
        confidences = {
            j: bead.confidence for bead in beads if bead.zh for j in bead.en
        }
        if one.what == "foreign, 5":
            sure = [bead.confidence for bead in beads if bead.zh and bead.en]
            self.replaced.setdefault(one.what, []).extend(
                c for c in sure if c > 0.5
            )
        for j in one.replaced:
            if len(one.text.en[j]) >= READ:
                self.replaced.setdefault(one.what, []).append(
                    confidences.get(j, 0.0)
                )
        if one.what in {"whole", "small", "small, whole"}:
            group = self.right if one.what == "whole" else self.small_right
            found = labels(one.text, beads, one.replaced, foreign=one.foreign)
            for bead, label in zip(beads, found, strict=True):
                if label == 1 and bead.zh and bead.en:
                    group.append(bead.confidence)
        gold = gold_beads(one) if one.what in {"whole", "a third"} else None
        if gold is not None:
            counts = self.gold.setdefault(one.what, [0, 0, 0])
            ours = {bead[:2] for bead in beads}
            for n, size in enumerate((len(ours & gold), len(ours), len(gold))):
                counts[n] += size


def gold_beads(
    one: JudgedCopy,
) -> set[tuple[tuple[int, ...], tuple[int, ...]]] | None:
    """The beads that a copy should have, if its units are as small as beads.

    What was replaced stands alone, and so does what had nothing else.
    """
    if one.text.by_sentence:
        return None
    units: dict[int, tuple[list[int], list[int]]] = {}
    alone: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    for i, unit in enumerate(one.text.zh_units):
        if unit is None:
            alone.append(((i,), ()))
        else:
            units.setdefault(unit, ([], []))[0].append(i)
    for j, unit in enumerate(one.text.en_units):
        if unit is None or j in one.replaced:
            alone.append(((), (j,)))
        else:
            units.setdefault(unit, ([], []))[1].append(j)
    for zh, en in units.values():
        if zh and en:
            alone.append((tuple(zh), tuple(en)))
        else:
            alone += [((i,), ()) for i in zh] + [((), (j,)) for j in en]
    return set(alone)


def fold_table(
    judged: Sequence[JudgedCopy],
    common: tuple[Mapping[str, float], Mapping[str, float]],
) -> str:
    """How sure the beads of each kind of text are, by what was learned from the other folds."""
    names = sorted({one.name for one in judged})
    tallies = {kind: Tally({}, [], [], {}) for kind, _ in names}
    for fold in range(FOLDS):
        test = set(names[fold::FOLDS])
        training = [one for one in judged if one.name not in test]
        rates = learn_rates(training, common)
        members = learn_members(training, rates)
        training = [one.without_strangers(rates, members) for one in training]
        weights = learn(training, [one.features(rates) for one in training])
        for one in judged:
            if one.name in test:
                rest = one.without_strangers(rates, members)
                beads = rest.believed(rest.features(rates), weights)
                tallies[one.text.kind].add(rest, beads)
    head = (
        "kind      replaced, mean, > .8, of: "
        + ", ".join(what for what, _, _ in REPLACED)
        + ", in small texts;   > .5 of these, in foreign small texts;"
        "   right > .95: long, small;   F: whole, a third replaced"
    )
    return "\n".join(
        [head, *(tally.line(kind) for kind, tally in tallies.items())]
    )


def share_above(values: Sequence[float], limit: float) -> float:
    return float(np.mean(np.array(values) > limit))


def fit(
    features: np.ndarray, right: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """A logistic regression with an L2 penalty on standardised weights; the bias last."""
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
    scaled = (features - mean) / scale

    def objective(values: np.ndarray) -> tuple[float, np.ndarray]:
        odds = scaled @ values[:-1] + values[-1]
        loss = weights @ (np.logaddexp(0, odds) - right * odds)
        slope = weights * (1 / (1 + np.exp(-odds)) - right)
        gradient = np.append(
            scaled.T @ slope + PENALTY * values[:-1], slope.sum()
        )
        return loss + PENALTY / 2 * values[:-1] @ values[:-1], gradient

    start = np.zeros(features.shape[1] + 1)
    values = minimize(objective, start, jac=True, method="L-BFGS-B").x
    slopes = values[:-1] / scale
    return np.append(slopes, values[-1] - slopes @ mean)


def rates_by_name(rates: WordRates) -> dict[str, object]:
    """The rates of one language as they are written: shares in millionths."""
    answered = (*ANSWERED, OTHER_WORDS, "bias")
    by_chance = (*BY_CHANCE, OTHER_WORDS, "bias")
    listed = dict(
        zip((*LISTED, "bias"), rates.listed.round(4).tolist(), strict=True)
    )
    return {
        "listed": listed,
        "answered": dict(
            zip(answered, rates.answered.round(4).tolist(), strict=True)
        ),
        "by chance": dict(
            zip(by_chance, rates.by_chance.round(4).tolist(), strict=True)
        ),
        "common": {
            word: round(share * 1e6) for word, share in rates.common.items()
        },
        "usually": rates.usually,
    }


def remembering(encoder: Encoder) -> Encoder:
    """The encoder, asked once for each text: copies hold mostly the same."""
    vectors: dict[str, np.ndarray] = {}

    def encode(texts: list[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in vectors]
        if new:
            vectors.update(zip(new, encoder(new), strict=True))
        return np.stack([vectors[text] for text in texts])

    return encode


def weights_by_name(
    weights: TranslationWeights, features: Sequence[str]
) -> dict[str, dict[str, float]]:
    """The weights of both steps as they are written."""
    alone = (*features, "bias")
    context = (*features, *SURROUNDINGS, "bias")
    return {
        "alone": dict(zip(alone, weights.alone.round(4).tolist(), strict=True)),
        "context": dict(
            zip(context, weights.context.round(4).tolist(), strict=True)
        ),
    }


def learned_by_words(judged: Sequence[JudgedCopy], common) -> dict[str, object]:
    """All that is learned without an encoder, as it is written."""
    rates = learn_rates(judged, common)
    members = learn_members(judged, rates)
    judged = [one.without_strangers(rates, members) for one in judged]
    weights = learn(judged, [one.features(rates) for one in judged])
    size = sum(len(one.labels) for one in judged)
    return {
        "about": f"{size} beads of statutes, reports, novels and TICO-19; no text of them",
        "members": dict(
            zip((*MEMBER, "bias"), members.round(4).tolist(), strict=True)
        ),
        "lexicon": weights_by_name(weights, FEATURES),
        "zh": rates_by_name(rates[0]),
        "en": rates_by_name(rates[1]),
    }


def learned_with_encoder(judged: Sequence[JudgedCopy]) -> dict[str, object]:
    """The weights with an encoder, beside the rates that ship."""
    rates = load_model().rates
    weights = learn(judged, [one.features(rates) for one in judged])
    return {"encoder": weights_by_name(weights, WITH_ENCODER)}


def main(
    shared: Path, out: Path, count: int = 1, mode: str = "lexicon"
) -> None:
    every = texts(shared)
    common = common_words([text for text in every if text.kind != "story"])
    encoder = remembering(load_encoder()) if mode == "use" else None
    judged = list(judged_copies(every, count, encoder))
    print(fold_table(judged, common))
    before = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    new = (
        learned_with_encoder(judged)
        if encoder
        else learned_by_words(judged, common)
    )
    learned = {**before, **new}
    out.write_text(
        json.dumps(learned, ensure_ascii=False, indent=0) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    counts = [int(word) for word in sys.argv[3:] if word.isdigit()]
    main(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        *(counts or [1]),
        "use" if "use" in sys.argv[3:] else "lexicon",
    )
