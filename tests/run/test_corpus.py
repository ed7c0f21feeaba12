"""A run over a corpus: what it writes, and what it survives."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nqpterms.errors import NqptermsError
from nqpterms.files.progress import listening
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.project.project import Project
from nqpterms.run import corpus as corpora
from nqpterms.run import one
from nqpterms.run.corpus import run_corpus
from nqpterms.run.inputs import find_units
from nqpterms.run.tasks import Task

FORCE = (
    Term("生产力", "zh"),
    Term("productive forces", "en", "preferred"),
    Term("productivity", "en", "deprecated"),
)
BASE = TermBase((Concept("force", FORCE),))
PROJECT = Project(terms=BASE)
TASK = Task("check", PROJECT.with_codes(["T101", "T201"]))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Five bitexts of three documents each."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(5):
        rows = [
            {"zh": "发展生产力", "en": text, "doc": f"{2018 + number}-{doc}"}
            for doc in range(3)
            for text in (
                "develop productive forces",
                "develop productivity",
                "develop it",
            )
        ]
        lines = "".join(
            json.dumps(row, ensure_ascii=False) + "\n" for row in rows
        )
        (folder / f"s{number}.jsonl").write_text(lines, encoding="utf-8")
    return folder


def everything(out: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    files = (path for path in out.rglob("*") if path.is_file())
    return {
        path.relative_to(out).as_posix(): path.read_bytes() for path in files
    }


def errors(out: Path) -> list[dict[str, object]]:
    lines = (out / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_shard_has_its_output_and_the_whole_its_summary(
    corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    result = run_corpus(find_units([corpus]), TASK, out=out)
    assert (
        result.units,
        result.documents,
        result.segments,
        result.failures,
    ) == (5, 15, 45, 0)
    assert result.findings["warning"] >= 15
    assert errors(out) == []
    (concept,) = json.loads((out / "summary.json").read_text(encoding="utf-8"))[
        "concepts"
    ]
    assert (
        concept["places"],
        concept["documents"],
        concept["consistency"],
    ) == (45, 15, 0.5)
    assert (out / "drift.tsv").read_text(encoding="utf-8").count(
        "\n"
    ) == 1 + 5 * 2


def test_a_second_start_does_nothing_twice(
    corpus: Path, tmp_path: Path
) -> None:
    out, units = tmp_path / "out", find_units([corpus])
    run_corpus(units, TASK, out=out)
    before = everything(out)
    assert run_corpus(units, TASK, out=out).unchanged == 5
    assert everything(out) == before
    (out / "s1.jsonl.jsonl").write_text("damaged", encoding="utf-8")
    assert run_corpus(units, TASK, out=out).unchanged == 4
    assert everything(out) == before
    with (corpus / "s2.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"zh": "生产力", "en": "output", "doc": "new"}\n')
    assert run_corpus(units, TASK, out=out).unchanged == 4
    other = Task("check", PROJECT.with_codes(["T101"]))
    assert run_corpus(units, other, out=out).unchanged == 0


def test_a_bad_row_and_a_corrupt_shard(corpus: Path, tmp_path: Path) -> None:
    with (corpus / "s1.jsonl").open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    (corpus / "s3.jsonl").write_bytes(b'{"zh": "\xff"}\n')
    out = tmp_path / "out"
    result = run_corpus(find_units([corpus]), TASK, out=out)
    assert result.failures == 2
    assert [(Path(str(e["file"])).name, e["row"]) for e in errors(out)] == [
        ("s1.jsonl", 10),
        ("s3.jsonl", None),
    ]
    assert result.segments == 36
    assert not (out / "s3.jsonl.jsonl").exists()


def test_a_failing_document_costs_no_other(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = one.check_segments

    def shaky(rows, matcher, **options):  # type: ignore[no-untyped-def]
        if rows[0].doc == "2020-1":
            raise ValueError("odd")
        return checked(rows, matcher, **options)

    monkeypatch.setattr(one, "check_segments", shaky)
    out = tmp_path / "out"
    result = run_corpus(find_units([corpus]), TASK, out=out)
    assert [(e["row"], e["reason"]) for e in errors(out)] == [
        (4, "ValueError: odd")
    ]
    assert result.segments == 45


def test_a_full_disk_stops_and_the_next_start_goes_on(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, units = tmp_path / "out", find_units([corpus])
    lines_of = corpora.lines_of

    def full(unit, *args, **options):  # type: ignore[no-untyped-def]
        yield from lines_of(unit, *args, **options)
        if unit.name.startswith("s3"):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(corpora, "lines_of", full)
    with pytest.raises(NqptermsError, match="disk is full after 3 of 5"):
        run_corpus(units, TASK, out=out)
    assert len(list(out.glob("s*"))) == 3
    monkeypatch.setattr(corpora, "lines_of", lines_of)
    assert run_corpus(units, TASK, out=out).unchanged == 3


def test_ctrl_c_keeps_what_is_finished(corpus: Path, tmp_path: Path) -> None:
    out, units = tmp_path / "out", find_units([corpus])

    def stop(what: str, done: int, total: int) -> None:
        if (what, done, total) == ("files", 2, 5):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), listening(stop):
        run_corpus(units, TASK, out=out)
    assert run_corpus(units, TASK, out=out).unchanged >= 2


def test_processes_write_what_one_writes(corpus: Path, tmp_path: Path) -> None:
    units = find_units([corpus])
    run_corpus(units, TASK, out=tmp_path / "one")
    run_corpus(units, TASK, out=tmp_path / "two", engine="processes", jobs=2)
    assert everything(tmp_path / "one") == everything(tmp_path / "two")


def test_extract_pools_the_candidates(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        pairs = [
            ("农业很重要", "Agriculture is important"),
            ("发展农业", "To develop agriculture"),
        ]
        text = "".join(f"{zh}\t{en}\n" for zh, en in pairs)
        (folder / f"{number}.tsv").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    run_corpus(find_units([folder]), Task("extract", PROJECT, "tsv"), out=out)
    header, row, *_ = (
        (out / "candidates.tsv").read_text(encoding="utf-8").splitlines()
    )
    said = dict(zip(header.split("\t"), row.split("\t"), strict=True))
    assert (said["zh"], said["en"], said["count"], said["documents"]) == (
        "农业",
        "agriculture",
        "6",
        "3",
    )


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")
def test_killed_ten_times_it_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        rows = "".join(
            f"发展生产力{n}\tdevelop {'productivity' if n % 3 else 'forces'} {n * number}\n"
            for n in range(200)
        )
        (folder / f"{number:02}.tsv").write_text(rows, encoding="utf-8")
    glossary = tmp_path / "terms.tsv"
    glossary.write_text("生产力\tproductive forces\n", encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    def started(out: Path) -> subprocess.Popen[bytes]:
        options = ["-o", out, "-g", glossary, "--jobs", "2"]
        command = [sys.executable, "-m", "nqpterms", "check", folder, *options]
        return subprocess.Popen(
            command, env=env, cwd=tmp_path, stderr=subprocess.DEVNULL
        )

    whole, torn = tmp_path / "whole", tmp_path / "torn"
    assert started(whole).wait() == 1
    draw, done = random.Random(), 0
    for _ in range(10):
        run = started(torn)
        while (
            run.poll() is None and len(list(torn.glob("*.tsv.jsonl"))) <= done
        ):
            time.sleep(0.01)
        time.sleep(draw.random() * 0.5)
        run.send_signal(signal.SIGKILL)
        run.wait()
        done = len(list(torn.glob("*.tsv.jsonl")))
    assert started(torn).wait() == 1
    assert everything(torn) == everything(whole)
