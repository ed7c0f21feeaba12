"""What broke once outside the files: the locale, a full disk, libraries that talk, cells."""

from __future__ import annotations

import csv
import os
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from nqpterms.formats.bitext_formats import dump_segments
from nqpterms.formats.term_bases import dump_terms, load_terms
from nqpterms.model.alignment import Segment

GLOSSARY = "concept\tlang\tterm\nk\tzh\t窑炉\nk\ten\tkiln\n"
PAIRS = [
    Segment("=窑炉很热。", "=1+1 The kiln is hot.", doc="a"),
    Segment("@窑炉。", "-kiln"),
]
COMMAND = f"{shlex.quote(sys.executable)} -m nqpterms"


def shell(
    folder: Path, line: str, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """A command as a shell runs it in a folder."""
    root = Path(__file__).resolve().parents[2]
    env = {**os.environ, "PYTHONPATH": str(root), **environment}
    return subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env=env,
        capture_output=True,
        check=False,
    )


@pytest.mark.skipif(os.name != "posix", reason="set in another way there")
@pytest.mark.parametrize(
    "environment",
    [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "gbk"}],
    ids=["C", "gbk"],
)
def test_standard_input_is_utf8_whatever_the_locale_says(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "g.tsv").write_text(GLOSSARY, encoding="utf-8")
    ran = shell(
        tmp_path, f"printf 窑炉 | {COMMAND} lookup -g g.tsv -", **environment
    )
    assert ran.returncode == 0, ran.stderr
    assert "kiln" in ran.stdout.decode("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="no such limit there")
@pytest.mark.parametrize("name", ["out.xlsx", "out.tsv"])
def test_a_full_disk_names_the_file_and_leaves_nothing(
    tmp_path: Path, name: str
) -> None:
    rows = "".join(
        f"k{n}\tzh\t窑炉{n}\nk{n}\ten\tkiln {n}\n" for n in range(2_000)
    )
    (tmp_path / "g.tsv").write_text(
        f"concept\tlang\tterm\n{rows}", encoding="utf-8"
    )
    ran = shell(tmp_path, f"ulimit -f 8; exec {COMMAND} convert g.tsv {name}")
    assert (ran.returncode, ran.stderr.count(b"\n")) == (2, 1), ran.stderr
    assert name.encode() in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["g.tsv"]


def test_a_workbook_is_packed(tmp_path: Path) -> None:
    dump_terms(load_terms("nqp"), tmp_path / "terms.xlsx", lossy=True)
    dump_segments(PAIRS, tmp_path / "pairs.xlsx", lossy=True)
    for path in tmp_path.iterdir():
        with zipfile.ZipFile(path) as archive:
            kinds = {part.compress_type for part in archive.infolist()}
        assert kinds == {zipfile.ZIP_DEFLATED}


@pytest.mark.parametrize(
    "text", ["<urn:a> <urn:b", "@prefix x: <", '<urn:a> <urn:b> "2"^^<urn:\n']
)
def test_a_library_says_nothing_of_its_own(
    run, tmp_path: Path, text: str
) -> None:
    pytest.importorskip("rdflib", reason="the extra skos is not installed")
    (tmp_path / "a.ttl").write_text(text, encoding="utf-8")
    ran = run("lookup", "-g", tmp_path / "a.ttl", "tax")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1), ran.err


def test_no_cell_of_a_table_for_people_acts(run, tmp_path: Path) -> None:
    (tmp_path / "g.tsv").write_text(GLOSSARY, encoding="utf-8")
    pairs = tmp_path / "pairs.tsv"
    dump_segments(PAIRS, pairs)
    out = tmp_path / "out.tsv"
    assert run("concord", "窑炉", pairs, "-o", out, "-q").status == 0
    with out.open(encoding="utf-8", newline="") as file:
        cells = [
            cell for row in csv.reader(file, delimiter="\t") for cell in row
        ]
    assert [
        cell for cell in cells if cell.startswith(("=", "+", "@", "-"))
    ] == []
