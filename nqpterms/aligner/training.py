"""Learns the weights and says how good they are: ``python -m nqpterms.aligner.training DATA``.

DATA holds zh/, en/ (one text a line) and gold/ (``[zh]:[en]`` a line, 0-based). The table is a
cross-validation over documents, with gaps and calibration.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from nqpterms.aligner.encoder import Encoder, load_encoder
from nqpterms.aligner.engine import TextBead, align_texts
from nqpterms.aligner.features import NAMES
from nqpterms.aligner.learning import PENALTY, GoldBead, Sample, learn
from nqpterms.aligner.weights import Weights
from nqpterms.lexicon import load_lexicon
from nqpterms.scoring import score_alignments
from nqpterms.scoring.beads import load_beads

FOLDS = 3
_SURE = 0.95
Scored = list[tuple[list[GoldBead], list[TextBead]]]


def load_samples(folder: Path) -> dict[str, Sample]:
    """The samples of a folder with zh/, en/ and gold/, by stem."""
    found = {}
    for gold in sorted((folder / "gold").iterdir()):
        zh, en = (
            (folder / side / gold.stem).read_text(encoding="utf-8").removesuffix("\n").split("\n")
            for side in ("zh", "en")
        )
        found[gold.stem] = Sample(gold.stem, zh, en, load_beads(gold))
    return found


def cross_validate(
    sets: Mapping[str, Mapping[str, Sample]], encoder: Encoder | None = None
) -> dict[str, Scored]:
    """Gold and found beads of every document, aligned with weights learned on the other folds.

    Learns from the first of the sets; every FOLDS-th document belongs to one fold.
    """
    lexicon = load_lexicon()
    names = sorted(next(iter(sets.values())))
    scored: dict[str, Scored] = {name: [] for name in sets}
    for fold in range(FOLDS):
        held = names[fold::FOLDS]
        train = [s for n, s in sorted(next(iter(sets.values())).items()) if n not in held]
        weights = learn(train, lexicon=lexicon, encoder=encoder)
        for name, samples in sets.items():
            for sample in (samples[n] for n in held):
                beads = align_texts(
                    sample.zh, sample.en, lexicon=lexicon, weights=weights, encoder=encoder
                )
                scored[name].append((sample.gold, beads))
    return scored


def table(scored: Mapping[str, Scored]) -> str:
    """The figures, one line a set, and how sure the sure beads are to be right."""
    lines = ["set         strict P  R      F1     both sides F1   sure: right, share"]
    for name, pairs in scored.items():
        found = score_alignments(pairs)
        sure = [bead[:2] in gold for gold, beads in pairs for bead in beads if bead[2] > _SURE]
        right, share = sum(sure) / max(1, len(sure)), len(sure) / max(1, found.said)
        lines.append(
            f"{name:11} {found.strict.precision:.4f} {found.strict.recall:.4f} "
            f"{found.strict.f1:.4f} {found.strict_pairs.f1:.4f}          {right:.4f}, {share:.3f}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command: prints the table, and with --write the weights learned on all documents."""
    parser = argparse.ArgumentParser(prog="python -m nqpterms.aligner.training")
    parser.add_argument("data", type=Path, help="folder with zh/, en/ and gold/")
    parser.add_argument("--test", action="append", default=[], metavar="NAME=FOLDER")
    parser.add_argument("--encoder", choices=["lexicon", "use"], default="lexicon")
    parser.add_argument("--write", type=Path, help="weights file to bring up to date")
    parser.add_argument("--no-table", action="store_true", help="learn only")
    options = parser.parse_args(arguments)
    sets = {"whole": load_samples(options.data)}
    for name, _, folder in (test.partition("=") for test in options.test):
        sets[name] = load_samples(Path(folder))
    encoder = load_encoder() if options.encoder == "use" else None
    if not options.no_table:
        sys.stdout.write(table(cross_validate(sets, encoder)) + "\n")
    if options.write:
        weights = learn(list(sets["whole"].values()), lexicon=load_lexicon(), encoder=encoder)
        _write(options.write, "encoder" if encoder else "lexicon", weights, options.data.name)


def _write(path: Path, mode: str, weights: Weights, data: str) -> None:
    """Brings one mode's weights up to date in a weights file."""
    learned = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    about = {
        "data": data,
        "date": datetime.now(UTC).date().isoformat(),
        "folds": f"{FOLDS}, by document",
        "penalty": PENALTY,
        "note": "Numbers learned from MAC-dev (evaluation data, copyrighted novels); no text of it",
    }
    named = (dict(zip(NAMES, map(float, v), strict=True)) for v in (weights.draft, weights.final))
    draft, final = ({k: round(v, 5) for k, v in one.items()} for one in named)
    learned[mode] = {"about": about, "draft": draft, "final": final}
    path.write_text(json.dumps(learned, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
