"""Corpora from the command line, and what MT work asks for."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from nqpterms.cli.demo import BRIEF


@pytest.fixture
def pairs(tmp_path, monkeypatch):
    """A folder with one pair of documents, one bitext and one broken file."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    for side in ("zh", "en"):
        text = (BRIEF / f"brief.{side}.md").read_text(encoding="utf-8")
        (folder / f"2024.{side}.md").write_text(text, encoding="utf-8")
    (folder / "b.tsv").write_text(
        "发展新质生产力\tnew quality productivity\n", encoding="utf-8"
    )
    return folder


@pytest.mark.parametrize(
    ("verb", "outputs", "failures"),
    [
        ("check", {"2024.jsonl", "b.tsv.jsonl"}, 0),
        ("annotate", {"2024.jsonl", "b.tsv.jsonl"}, 0),
        ("align", {"2024.jsonl"}, 1),
        ("extract", {"2024.tsv", "b.tsv.tsv"}, 0),
    ],
)
def test_a_folder_is_a_corpus(
    run, pairs, verb: str, outputs: set[str], failures: int
) -> None:
    ran = run(verb, pairs, "-o", "out")
    known = {
        "renderings.tsv",
        "drift.tsv",
        "summary.tsv",
        "candidates.tsv",
        "errors.jsonl",
    }
    found = {
        path.name for path in (pairs.parent / "out").glob("*.*l*")
    } | outputs
    assert outputs <= found - known
    assert ran.out == ""
    assert f"{failures} failures" in ran.err
    assert ran.status == (2 if failures else 1 if verb == "check" else 0)
    assert (
        len((pairs.parent / "out" / "errors.jsonl").read_text().splitlines())
        == failures
    )


def test_options_make_a_file_a_corpus(run, pairs) -> None:
    ran = run(
        "check", pairs / "b.tsv", "--corpus", "-o", "out", "--format", "csv"
    )
    assert (ran.status, "1 files" in ran.err) == (1, True)
    assert (pairs.parent / "out" / "b.tsv.csv").is_file()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--corpus"], "name it with -o"),
        (["-o", "in/b.tsv"], "is a file"),
        (
            ["-o", "out", "--write-baseline", "known.jsonl"],
            "--write-baseline writes one file",
        ),
        (["-o", "out", "--format", "github"], "not for a folder"),
        (["--format", "xlsx"], "needs -o FILE"),
        (["--source", "in/b.tsv"], "a folder beside a folder"),
    ],
)
def test_what_a_corpus_does_not_take(
    run, pairs, options: list[str], said: str
) -> None:
    ran = run("check", pairs, *options)
    assert ran.status == 2
    assert said in ran.err


def test_annotate_names_what_stands_there(run, tmp_path) -> None:
    glossary = tmp_path / "terms.tsv"
    glossary.write_text(
        "concept\tlang\tterm\tstatus\n"
        "f\tzh\t生产力\t\nf\ten\toutput\tdeprecated\nf\ten\tforces\tadmitted\n"
        "f\ten\tproductive forces\tpreferred\n"
        "m\tzh\t市场\t\nm\ten\tmarket\t\n",
        encoding="utf-8",
    )
    bitext = tmp_path / "a.tsv"
    bitext.write_text("發展生產力\tdevelop output\n", encoding="utf-8")
    ran = run("annotate", bitext, "-g", glossary)
    assert json.loads(ran.out) == {
        "source": "發展生產力",
        "target": "develop output",
        "source_lang": "zh",
        "terms": {"生產力": ["productive forces", "forces"]},
        "avoid": {"生產力": ["output"]},
        "doc": "a.tsv",
    }


def test_lookup_answers_each_line_at_once() -> None:
    command = [
        sys.executable,
        "-m",
        "nqpterms",
        "lookup",
        "--format",
        "jsonl",
        "-",
    ]
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONUTF8": "1",
    }
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=env,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for query in ("新质生产力", "因地制宜"):
            process.stdin.write(f"{query}\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["query"] == query
        process.stdin.close()
