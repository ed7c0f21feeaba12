"""What is left out of a file is said alike, whoever does the work, and refused on request."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nqpterms.errors import FormatError
from nqpterms.files.remarks import overhearing
from nqpterms.project.project import find_project
from nqpterms.run import Engine
from nqpterms.run.inputs import find_units
from nqpterms.run.many import check_units

GLOSSARY = """<?xml version="1.0"?>
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc>
</fileDesc></martifHeader><text><body><termEntry id="a">
<langSet xml:lang="zh"><tig><term>风电</term></tig><tig><term/></tig></langSet>
<langSet xml:lang="en"><tig><term>wind power</term></tig></langSet></termEntry></body></text>
</martif>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "terms.tbx").write_text(GLOSSARY, encoding="utf-8")
    for name in "ab":
        text = "zh\ten\n风电\twind energy\n"
        (tmp_path / f"{name}.tsv").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("engine", ["serial", "processes"])
def test_an_engine_changes_nothing_of_what_is_said(
    engine: Engine, folder: Path
) -> None:
    project = find_project(glossaries=(str(folder / "terms.tbx"),))
    units = find_units([folder / "a.tsv", folder / "b.tsv"])
    with overhearing() as overheard:
        results = list(check_units(units, project, engine=engine, jobs=2))
        codes = [
            [finding.code for finding in result.findings] for result in results
        ]
    assert codes == [["T201"], ["T201"]]
    assert [
        (error.line, error.message[:22]) for error in overheard().broken
    ] == [(4, "a termSec has no term;")]


def test_without_a_listener_it_is_an_error(folder: Path) -> None:
    project = find_project(glossaries=(str(folder / "terms.tbx"),))
    with pytest.raises(FormatError, match="a termSec has no term"):
        project.matcher()


@pytest.mark.parametrize(("options", "status"), [((), 1), (("--strict",), 2)])
def test_the_command_says_it_and_refuses_it(
    options: tuple[str, ...], status: int, folder: Path
) -> None:
    command = [
        sys.executable,
        "-m",
        "nqpterms",
        "check",
        "a.tsv",
        "-g",
        "terms.tbx",
        *options,
    ]
    ran = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == status, ran.stderr
    assert "terms.tbx:4: a termSec has no term" in ran.stderr
    assert ran.stderr.startswith(
        "nqpterms: left out: " if status == 1 else "nqpterms: "
    )
