"""Every benchmark beside its peers, in one command.

    python tests/bench/all.py FOLDER [--rounds 3] [--only matching,aligning,…] [--segments 100000]

FOLDER holds data/tico19, data/check-dev and data/align-dev. Peers are installed into an environment
of their own (`peers.py`). Times are CPU seconds, medians of several rounds; every ratio is against
a peer that was measured in the same run. Prints Markdown for docs/accuracy.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import corpus_bench
import peers
import tbx_bench
from measuring import command_cost, cpu_seconds, machine, table

from nqpterms.checks.registry import check_segments
from nqpterms.formats.bitext_formats import dump_segments
from nqpterms.formats.term_bases import load_terms
from nqpterms.formats.terms import tbx
from nqpterms.matching.matcher import Match, Matcher
from nqpterms.matching.term_lookup import lookup
from nqpterms.model.alignment import Segment
from nqpterms.scoring.alignment_score import load_beads, score_alignments

"""Strict F1 on the test part of MAC, of which FOLDER holds the development part."""


class Options(NamedTuple):
    """What every section is given."""

    folder: Path
    rounds: int
    segments: int


def matching(options: Options) -> None:
    """MB/s of UTF-8 over Chinese and English segments, building left out."""
    tools = corpus_bench.prepared(str(options.folder))
    base = tools.matcher.base
    for side, language in (("zh", "Chinese"), ("en", "English")):
        texts = [pair.zh if side == "zh" else pair.en for pair in tools.pairs]
        terms = [
            t.text.lower()
            for _, t in base.terms()
            if t.lang.partition("-")[0] == side
        ]
        patterns = sorted(set(terms))
        for shape, parts in (
            ("segments", texts),
            ("whole", ["\n".join(texts)]),
        ):
            size = len("".join(parts).encode()) / 1e6
            found = _matching_peers(parts, patterns, options.rounds)
            for name, find in _ours(tools.matcher, side).items():
                seconds = cpu_seconds(
                    partial(find, parts), rounds=options.rounds
                )
                found[f"nqpterms {name}"] = (
                    seconds,
                    sum(map(len, find(parts))),
                )
            bare = found["ahocorasick-rs"][0]
            rows = [
                (name, f"{size / seconds:.1f}", f"{bare / seconds:.2f}", count)
                for name, (seconds, count) in found.items()
            ]
            title = f"Matching {language}, {len(patterns):,} terms, {size:.1f} MB as {shape}"
            table(
                title,
                ("matcher", "MB/s", "of bare ahocorasick-rs", "matches"),
                rows,
            )


def _ours(
    matcher: Matcher, side: str
) -> dict[str, Callable[[list[str]], list[list[Match]]]]:
    """Our ways to read many texts."""
    return {
        "find": lambda texts: [
            matcher.find(text, language=side) for text in texts
        ],
        "find_all_in": lambda texts: matcher.find_all_in(texts, language=side),
    }


def _matching_peers(
    texts: list[str], patterns: list[str], rounds: int
) -> dict[str, tuple[float, int]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "given.json")
        given = {
            "texts": [text.lower() for text in texts],
            "patterns": patterns,
        }
        path.write_text(json.dumps(given), encoding="utf-8")
        return {
            name: tuple(row)
            for name, row in peers.told(
                "peer_matching.py", path, rounds
            ).items()
        }


def aligning(options: Options) -> None:
    """Strict F1 and CPU seconds on the development part of MAC."""
    data = options.folder / "data" / "align-dev"
    names = sorted(path.name for path in (data / "zh").iterdir())
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        cost = peers.told("peer_aligning.py", data, out)
        for encoder in ("lexicon", "use"):
            title = f"nqpterms, {encoder}"
            (out / title).mkdir()
            cost[title] = 0.0
            for name in names:
                command = [sys.executable, "-m", "nqpterms", "align"]
                command += [
                    str(data / "zh" / name),
                    str(data / "en" / name),
                    "--split",
                    "lines",
                ]
                command += ["--level", "sentence", "--encoder", encoder]
                command += ["-o", str(out / title / f"{name}.beads")]
                cost[title] += command_cost(command, rounds=1).seconds
        rows = []
        for name, seconds in cost.items():
            if isinstance(seconds, str):
                rows.append((name, "fails", seconds[:80]))
                continue
            made = {path.stem: path for path in (out / name).iterdir()}
            gold = {path.stem: path for path in (data / "gold").iterdir()}
            pairs = (
                (load_beads(gold[stem]), load_beads(made[stem]))
                for stem in gold
            )
            rows.append(
                (
                    name,
                    f"{score_alignments(pairs).strict.f1:.3f}",
                    f"{seconds:.1f}",
                )
            )
    rows += [
        (name, "not run", why)
        for name, why in peers.ABSENT.items()
        if "align" in name
    ]
    title = f"Aligning {len(names)} chapters (ours have seen them; start-up is in our seconds)"
    table(title, ("aligner", "F1", "CPU seconds"), rows)


def checking(options: Options) -> None:
    """Segments a second against pofilter, which checks no terms but the same rows."""
    tools = corpus_bench.prepared(str(options.folder))
    rows = list(corpus_bench.segments(tools.pairs, 0, len(tools.pairs)))
    seconds = cpu_seconds(
        lambda: check_segments(rows, tools.matcher), rounds=options.rounds
    )
    figures = [
        ("nqpterms check_segments", f"{len(rows) / seconds:,.0f}", "1.00")
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pairs.po")
        unique = {
            pair.zh: Segment(pair.zh, pair.en)
            for pair in rows
            if pair.zh and pair.en
        }
        dump_segments(unique.values(), path)
        pofilter = peers.python().with_name("pofilter")
        command = [pofilter, "--progress=none", path, Path(folder, "out.po")]
        least = command_cost(
            [pofilter, "--version"], rounds=options.rounds
        ).seconds
        taken = command_cost(command, rounds=options.rounds).seconds - least
    speed = len(unique) / taken
    ratio = f"{seconds / len(rows) * speed:.2f}"
    figures.append(("pofilter, all its tests", f"{speed:,.0f}", ratio))
    figures.append(("textlint", "not run", peers.ABSENT["textlint"]))
    table("Checking", ("checker", "segments/s", "of ours"), figures)
    corpus_bench.main(
        options.folder, options.segments, ["serial", "processes", "ray"]
    )


def exchanging(options: Options) -> None:
    """TBX read and written, against lxml's least and translate-toolkit."""
    count = 20_000
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder, "a.tbx"), Path(folder, "b.tbx")
        making, _ = tbx_bench.measured(tbx_bench.make, other, count)
        written, memory = tbx_bench.measured(tbx_bench.write, path, count)
        bare_written, _ = tbx_bench.measured(
            tbx_bench.baseline_write, other, count
        )
        bare, _ = tbx_bench.measured(tbx_bench.baseline_read, path, count)
        read, peak = tbx_bench.measured(tbx_bench.read, path, count)
        tbx.dump(
            tbx_bench.concepts(count),
            other,
            about=tbx_bench.ABOUT,
            version=2,
            lossy=True,
        )
        toolkit, _ = peers.told("peer_reading.py", other, options.rounds)
        version_2, _ = tbx_bench.measured(tbx_bench.read, other, count)
        size = path.stat().st_size / 1e6
    rows = [
        ("lxml iterparse, nothing kept", f"{bare:.2f}", "1.00", ""),
        (
            "nqpterms, read",
            f"{read:.2f}",
            f"{read / bare:.2f}",
            f"{peak:.0f} MiB",
        ),
        (
            "nqpterms, read TBX 2",
            f"{version_2:.2f}",
            f"{version_2 / bare:.2f}",
            "",
        ),
        (
            "translate-toolkit, read TBX 2",
            f"{toolkit:.2f}",
            f"{toolkit / bare:.2f}",
            "",
        ),
        (
            "lxml xmlfile",
            f"{bare_written - making:.2f}",
            f"{(bare_written - making) / bare:.2f}",
            "",
        ),
        (
            "nqpterms, write",
            f"{written - making:.2f}",
            f"{(written - making) / bare:.2f}",
            f"{memory:.0f} MiB",
        ),
    ]
    title = f"TBX, {count:,} concepts, {size:.0f} MB"
    table(title, ("", "CPU seconds", "× iterparse", "memory"), rows)


def looking(options: Options) -> None:
    """Milliseconds of a look-up in the bundled glossaries."""
    matcher = Matcher(load_terms())
    kinds = {
        "a term": ["新质生产力", "因地制宜", "digital economy"] * 30,
        "a sentence": ["加快发展新质生产力，扎实推进高质量发展。"] * 90,
        "a misspelt term": ["new qualty productive forces"] * 90,
        "nothing": ["zebra crossing"] * 90,
    }
    rows = []
    for kind, queries in kinds.items():
        taken = cpu_seconds(
            lambda q=queries: [lookup(matcher, x) for x in q],
            rounds=options.rounds,
        )
        rows.append((kind, f"{1000 * taken / len(queries):.2f}"))
    table("Look-up in memory", ("query", "ms"), rows)


def starting(options: Options) -> None:
    """What a command costs before it does anything, and its memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.tsv")
        path.write_text(
            "发展新质生产力\tdevelop new quality productivity\n",
            encoding="utf-8",
        )
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            **{
                f"nqpterms {' '.join(args[:1])}": [
                    sys.executable,
                    "-m",
                    "nqpterms",
                    *args,
                ]
                for args in (
                    ("--version",),
                    ("lookup", "新质生产力"),
                    ("check", str(path)),
                    ("annotate", str(path)),
                    ("extract", str(path)),
                )
            },
        }
        rows = []
        for name, command in commands.items():
            cost = command_cost(command, rounds=max(3, options.rounds))
            rows.append((name, f"{cost.seconds:.2f}", f"{cost.memory:.0f}"))
    table("Start-up", ("command", "CPU seconds", "MiB"), rows)


SECTIONS: dict[str, Callable[[Options], None]] = {
    "matching": matching,
    "aligning": aligning,
    "checking": checking,
    "exchanging": exchanging,
    "looking": looking,
    "starting": starting,
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default=",".join(SECTIONS))
    parser.add_argument("--segments", type=int, default=1_000_000)
    given = parser.parse_args()
    print(
        f"{datetime.now(UTC):%Y-%m-%d}; {machine('ahocorasick-rs', 'lxml', 'numpy')}"
    )
    failed: list[str] = []
    for name in given.only.split(","):
        options = Options(given.folder, given.rounds, given.segments)
        try:
            SECTIONS[name](options)
        except Exception:
            # The figures of the other parts are worth having.
            traceback.print_exc()
            failed.append(name)
        sys.stdout.flush()
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
