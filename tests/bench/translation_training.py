"""Learns P(translation): ``translation_training.py SHARED OUT [COPIES]``, OUT is a JSON file.

Prints how sure wrong and right beads are in three folds by document, then learns from all.
SHARED holds data/align-dev, data/laws, data/gwr-history and data/tico19. Every text is aligned as
it is and in copies: with single sentences and runs of three replaced by others of about the same
length, of its own kind or another; cut down to a few sentences, one of them replaced; and beside
passages of another text altogether. A bead of the gold is right; one that holds a replaced
sentence, or pairs two texts that have nothing to do with each other, is wrong; what is only nearly
right does not count. Both steps are logistic regressions; each kind of text weighs the same, and a
bead of a short copy more than one of a long text: there are few of them, and they are the hardest.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from scipy.optimize import minimize

from nqpterms.aligner.belief import TextBead, believed
from nqpterms.aligner.confidence import (
    CONTEXT,
    FEATURES,
    TranslationModel,
    WordEvidence,
    _bead_features,
    _chances_of,
    _context_features,
)
from nqpterms.aligner.engine import _decoded, _weighed, load_weights, prepare, taught_evidence
from nqpterms.aligner.training import load_samples
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.lang.sentences import split_sentences
from nqpterms.lexicon import load_lexicon

COMMON = 1200  # words of the list of common ones, a language
PENALTY = 2.0
SHORT = 4.0  # what a bead of a copy of a few sentences counts
SHORT_TEXT = 8  # Chinese sentences of such a copy, at most
STORIES = 60, 150  # lines of TICO-19 that make a text, and lines from one text to the next
WRONG = 2.0  # what a wrong bead counts, against 1 for a right one: too sure is worse than too shy
FOLDS = 3
READ = 40  # characters of English from which a wrong bead is judged: less says too little


class Text(Struct):
    """A text with its translation; each sentence belongs to the units (beads, rows, articles)."""

    name: str
    kind: str
    zh: list[str]
    en: list[str]
    zh_units: list[int | None]
    en_units: list[int | None]


class JudgedCopy(Struct):
    """The beads of an aligned copy with both sides: what they show, and which are right.

    `foreign` says that the copy pairs two texts that have nothing to do with each other.
    """

    text: Text
    foreign: bool
    beads: list[TextBead]
    features: np.ndarray
    labels: list[int | None]

    @property
    def is_short(self) -> bool:
        return len(self.text.zh) <= SHORT_TEXT

    def sure(
        self, learned: tuple[np.ndarray, np.ndarray]
    ) -> tuple[list[float], list[float], list[float]]:
        """How sure beads are: wrong ones of a long copy, of a short one, right ones of a long one.

        Wrong ones count from READ characters of English on; a bead that falls apart is 0 sure.
        """
        chances = _chances_of(self.features, *learned)
        lengths = [len(zh) for zh in self.text.zh]
        beads = believed(self.beads, chances, (), lengths=lengths)
        kept = {bead.zh: bead.confidence for bead in beads if bead.en}
        long: list[float] = []
        short: list[float] = []
        right: list[float] = []
        for bead, label in zip(self.beads, self.labels, strict=True):
            confidence = kept.get(bead.zh, 0.0)
            if label == 0 and sum(len(self.text.en[j]) for j in bead.en) >= READ:
                (short if self.is_short else long).append(confidence)
            elif label == 1 and not self.is_short:
                right.append(confidence)
        return long, short, right


def texts(shared: Path) -> list[Text]:
    """All texts; a unit is what must stand together for a bead to be right."""
    found = [*laws(shared / "data" / "laws")]
    for path in sorted((shared / "data" / "gwr-history" / "pairs").glob("*.tsv")):
        found += [report(path, by_sentence=True), report(path, by_sentence=False)]
    for name, sample in load_samples(shared / "data" / "align-dev").items():
        zh_units: list[int | None] = [None] * len(sample.zh)
        en_units: list[int | None] = [None] * len(sample.en)
        for unit, (left, right) in enumerate(sample.gold):
            for i in left if right else ():
                zh_units[i] = unit
            for j in right if left else ():
                en_units[j] = unit
        found.append(Text(name, "novel", sample.zh, sample.en, zh_units, en_units))
    return found + list(stories(shared / "data" / "tico19" / "all.en-zh.tmx"))


def stories(path: Path) -> Iterator[Text]:
    """Some stretches of TICO-19, sentence by sentence."""
    pairs = [(s.zh, s.en) for s in load_segments(path) if s.zh and s.en]
    size, step = STORIES
    for start in range(0, len(pairs) - size, step):
        zh, en = (list(side) for side in zip(*pairs[start : start + size], strict=True))
        yield Text(f"story {start}", "story", zh, en, list(range(size)), list(range(size)))


def laws(folder: Path) -> Iterator[Text]:
    """Statutes by line; lines of the gold that go together are a unit."""
    for path in sorted(folder.glob("*.gold.tsv")):
        name = path.name.removesuffix(".gold.tsv")
        zh, en = (
            {n: line.strip() for n, line in enumerate(lines, 1) if line.strip()}
            for lines in (
                (folder / f"{name}.{side}.txt").read_text(encoding="utf-8").split("\n")
                for side in ("zh", "en")
            )
        )
        zh_units, en_units = dict.fromkeys(zh), dict.fromkeys(en)
        with path.open(encoding="utf-8") as file:
            for unit, row in enumerate(csv.DictReader(file, delimiter="\t")):
                if row["zh_line"].isdigit() and row["en_line"].isdigit():
                    zh_units[int(row["zh_line"])] = en_units[int(row["en_line"])] = unit
        units = [zh_units[n] for n in zh], [en_units[n] for n in en]
        yield Text(name, "law", list(zh.values()), list(en.values()), *units)


def report(path: Path, *, by_sentence: bool) -> Text:
    """A report by row or by sentence; a row is a unit."""
    text = Text(path.stem, "report", [], [], [], [])
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    for unit, (zh, en) in enumerate(rows):
        left = [s.of(zh) for s in split_sentences(zh, "zh")] if by_sentence else [zh]
        right = [s.of(en) for s in split_sentences(en, "en")] if by_sentence else [en]
        text.zh += left
        text.en += right
        text.zh_units += [unit] * len(left)
        text.en_units += [unit] * len(right)
    return text


def labels(text: Text, beads: Sequence, replaced: set[int], *, foreign: bool) -> list[int | None]:
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


def replaced_copy(text: Text, pool: list[str], share: float, run: int, chance: random.Random):
    """The text with runs of English sentences replaced, and which ones."""
    en, replaced = list(text.en), set[int]()
    starts = list(range(0, max(1, len(en) - run), run + 2))
    chance.shuffle(starts)
    for start in starts:
        if len(replaced) >= share * len(en):
            break
        for j in range(start, min(len(en), start + run)):
            choice = chance.sample(pool, min(40, len(pool)))
            en[j] = min(choice, key=lambda other: abs(len(other) - len(text.en[j])))
            replaced.add(j)
    return Text(text.name, text.kind, text.zh, en, text.zh_units, text.en_units), replaced


def window(text: Text, chance: random.Random) -> Text | None:
    """Some units of a text that follow each other."""
    units = sorted({u for u in text.zh_units if u is not None} & {*text.en_units} - {None})
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
) -> Iterator[tuple[Text, set[int], bool]]:
    """The text and its copies: what is replaced in each, and whether nothing belongs together."""
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
    yield text, set(), False
    share, run = chance.choice([(0.06, 1), (0.1, 3), (0.33, 3)])
    yield (*replaced_copy(text, chance.choice(pools), share, run, chance), False)
    for _ in range(6):
        part = window(text, chance)
        if part is None:
            continue
        if chance.random() < 0.6:
            yield (*replaced_copy(part, chance.choice(pools), 1 / len(part.en), 1, chance), False)
        else:
            yield part, set(), False
    for size in (5, 5, 5, 60):
        other = chance.choice(others)
        i = chance.randrange(max(1, len(text.zh) - size))
        j = chance.randrange(max(1, len(other.en) - size))
        zh, en = text.zh[i : i + size], other.en[j : j + size]
        yield Text(text.name, text.kind, zh, en, [None] * len(zh), [None] * len(en)), set(), True


def common_words(every: Sequence[Text]) -> tuple[dict[str, float], dict[str, float]]:
    """The common words of both languages with their shares, each kind of text weighing the same."""
    totals: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for kind in sorted({text.kind for text in every}):
        counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for text in (t for t in every if t.kind == kind):
            tokens = prepare(text.zh, text.en, None, lexicon=load_lexicon()).tokens
            for side, count in zip(tokens, counts, strict=True):
                count.update(side.vocabulary[k] for k in side.type[~side.number].tolist())
        for count, total in zip(counts, totals, strict=True):
            size = 3 * count.total()
            total.update({word: n / size for word, n in count.items()})
    zh, en = (dict(total.most_common(COMMON)) for total in totals)
    return zh, en


def judged_copies(
    every: Sequence[Text], model: TranslationModel, count: int
) -> Iterator[JudgedCopy]:
    """Every text and its copies, aligned, *count* times; *model* has the common words."""
    chance = random.Random(1)
    for text in list(every) * count:
        for copy, replaced, foreign in copies(text, every, chance):
            search = prepare(copy.zh, copy.en, load_weights().draft, lexicon=load_lexicon())
            evidence = WordEvidence.of(search.tokens, search.links, model)
            decoded = _decoded(search, load_weights().final, evidence)
            beads = [bead for bead in decoded if bead.zh and bead.en]
            if not beads:
                continue
            features = _bead_features(beads, taught_evidence(search, decoded, model))
            yield JudgedCopy(
                copy,
                foreign=foreign,
                beads=[_weighed(bead, search.trust) for bead in beads],
                features=features,
                labels=labels(copy, beads, replaced, foreign=foreign),
            )


def learn(judged: Sequence[JudgedCopy]) -> tuple[np.ndarray, np.ndarray]:
    """The weights of both steps, the bias last."""
    right = np.array([-1 if label is None else label for one in judged for label in one.labels])
    weights = bead_weights(judged, right)
    known = right >= 0
    features = np.vstack([one.features for one in judged])
    alone = fit(features[known], right[known], weights[known])
    odds = [one.features @ alone[:-1] + alone[-1] for one in judged]
    context = np.hstack([features, np.vstack([_context_features(o) for o in odds])])
    return alone, fit(context[known], right[known], weights[known])


def bead_weights(judged: Sequence[JudgedCopy], right: np.ndarray) -> np.ndarray:
    """What each bead counts: each kind of text the same, wrong beads and short copies more."""
    kinds = [one.text.kind for one in judged for _ in one.labels]
    sizes = Counter(kind for kind, label in zip(kinds, right, strict=True) if label >= 0)
    weights = np.array([1000 / sizes[kind] for kind in kinds])
    weights *= np.where(right == 0, WRONG, 1.0)
    is_short = [one.is_short and not one.foreign for one in judged for _ in one.labels]
    return weights * np.where(is_short, SHORT, 1.0)


def fold_table(judged: Sequence[JudgedCopy]) -> str:
    """How sure the beads of each kind of text are, by what was learned from the other folds."""
    names = sorted({(one.text.kind, one.text.name) for one in judged})
    lines = ["kind     long: replaced, mean, > .8   short: replaced, mean, > .8   right > .95"]
    sure: dict[str, list[list[float]]] = {kind: [[], [], []] for kind, _ in names}
    for fold in range(FOLDS):
        test = set(names[fold::FOLDS])
        learned = learn([one for one in judged if (one.text.kind, one.text.name) not in test])
        for one in judged:
            if (one.text.kind, one.text.name) in test and not one.foreign:
                for group, confidences in zip(sure[one.text.kind], one.sure(learned), strict=True):
                    group.extend(confidences)
    for kind, (long, short, right) in sure.items():
        lines.append(
            f"{kind:8} {len(long):5} {np.mean(long):.3f} {share_above(long, 0.8):.3f}"
            f"            {len(short):5} {np.mean(short):.3f} {share_above(short, 0.8):.3f}"
            f"            {share_above(right, 0.95):.3f}"
        )
    return "\n".join(lines)


def share_above(values: Sequence[float], limit: float) -> float:
    return float(np.mean(np.array(values) > limit))


def fit(features: np.ndarray, right: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """A logistic regression with an L2 penalty on standardised weights; the bias last."""
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
    scaled = (features - mean) / scale

    def objective(values: np.ndarray) -> tuple[float, np.ndarray]:
        odds = scaled @ values[:-1] + values[-1]
        loss = weights @ (np.logaddexp(0, odds) - right * odds)
        slope = weights * (1 / (1 + np.exp(-odds)) - right)
        gradient = np.append(scaled.T @ slope + PENALTY * values[:-1], slope.sum())
        return loss + PENALTY / 2 * values[:-1] @ values[:-1], gradient

    start = np.zeros(features.shape[1] + 1)
    values = minimize(objective, start, jac=True, method="L-BFGS-B").x
    slopes = values[:-1] / scale
    return np.append(slopes, values[-1] - slopes @ mean)


def main(shared: Path, out: Path, count: int = 2) -> None:
    every = texts(shared)
    zh_words, en_words = common_words([text for text in every if text.kind != "story"])
    model = TranslationModel(np.zeros(0), np.zeros(0), zh_words, en_words)
    judged = list(judged_copies(every, model, count))
    print(fold_table(judged))
    alone, context = learn(judged)
    size = sum(len(one.labels) for one in judged)
    learned = {
        "about": f"{size} beads of statutes, reports, novels and TICO-19; no text of them",
        "alone": dict(zip((*FEATURES, "bias"), alone.round(4).tolist(), strict=True)),
        "context": dict(zip((*CONTEXT, "bias"), context.round(4).tolist(), strict=True)),
        "zh": {word: round(share * 1e6) for word, share in zh_words.items()},
        "en": {word: round(share * 1e6) for word, share in en_words.items()},
    }
    out.write_text(json.dumps(learned, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
