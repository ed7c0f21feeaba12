"""A Project says what holds for a path, the same wherever it is asked."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from nqpterms.errors import NqptermsError
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.project.project import Project, find_project, load_glossaries

FORCE = "concept\tlang\tterm\nforce\tzh\t生产力\nforce\ten\tproductive forces\n"
TAX = "concept\tlang\tterm\ntax\tzh\t税\ntax\ten\ttax\n"
SETTINGS = """
glossaries = ["force.tsv"]
select = ["T"]
ignore = ["T203"]
[severity]
T = "info"
T101 = "error"
[per-path."laws/*"]
glossaries = ["tax.tsv"]
select = ["N"]
ignore = ["T106"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "force.tsv").write_text(FORCE, encoding="utf-8")
    (tmp_path / "tax.tsv").write_text(TAX, encoding="utf-8")
    (tmp_path / "nqpterms.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    return tmp_path


def concepts(project: Project, path: Path) -> list[str]:
    return [concept.id for concept in project.matcher(path).base.concepts]


def test_a_path_has_its_terms_and_codes(folder: Path) -> None:
    project = find_project()
    assert concepts(project, folder / "a.md") == ["force"]
    assert concepts(project, folder / "laws" / "a.md") == ["tax"]
    assert project.rules(folder / "laws" / "a.md").select == ("N",)
    assert project.rules(folder / "a.md").ignore == ("T203",)


def test_options_hold_for_every_path(folder: Path) -> None:
    other = folder / "tax.tsv"
    project = find_project(
        glossaries=[str(other)], select=["T3"], ignore=["T301"]
    )
    for path in (folder / "a.md", folder / "laws" / "a.md"):
        assert concepts(project, path) == ["tax"]
        assert project.rules(path).select == ("T3",)
        assert "T301" in project.rules(path).ignore
    assert project.rules(folder / "laws" / "a.md").ignore == (
        "T203",
        "T301",
        "T106",
    )


def test_files_with_the_same_glossaries_share_a_matcher(folder: Path) -> None:
    project = find_project()
    assert project.matcher(folder / "a.md") is project.matcher(folder / "b.md")
    assert project.matcher(folder / "a.md") is not project.matcher(
        folder / "laws" / "b.md"
    )


def test_terms_that_are_handed_in_serve_every_path(folder: Path) -> None:
    base = TermBase((Concept("own", (Term("kiln", "en"),)),))
    project = find_project().with_terms(base)
    assert concepts(project, folder / "a.md") == concepts(
        project, folder / "laws" / "a.md"
    )
    assert concepts(project, folder / "a.md") == ["own"]


@pytest.mark.parametrize(
    ("code", "file", "severity"),
    [
        ("T101", "a.md", "error"),
        ("T102", "a.md", "info"),
        ("N401", "a.md", "warning"),
        ("T203", "a.md", None),
        ("T106", "a.md", "info"),
        ("T106", "laws/a.md", None),
    ],
)
def test_the_sieve(
    folder: Path, code: str, file: str, severity: str | None
) -> None:
    finding = Finding(code, "warning", "m", file=str(folder / file))
    wanted = list(find_project().sieve([finding]))
    assert [each.severity for each in wanted] == (
        [severity] if severity else []
    )


def test_it_travels_to_another_process(folder: Path) -> None:
    project = find_project(select=["T1"], ignore=["T102"])
    project.matcher(folder / "a.md")
    other = pickle.loads(pickle.dumps(project))
    assert other.settings == project.settings
    assert concepts(other, folder / "laws" / "a.md") == ["tax"]
    handed = Project(
        terms=TermBase((Concept("own", (Term("kiln", "en"),)),)),
        known=frozenset("x"),
    )
    other = pickle.loads(pickle.dumps(handed))
    assert (concepts(other, folder), other.known) == (["own"], frozenset("x"))


def test_the_signature_changes_with_what_decides(folder: Path) -> None:
    path = folder / "a.md"
    before = find_project().signature(path)
    assert find_project().signature(path) == before
    assert find_project(select=["T1"]).signature(path) != before
    assert find_project().signature(folder / "laws" / "a.md") != before
    with (folder / "force.tsv").open("a", encoding="utf-8") as file:
        file.write("force\ten\tproductive power\n")
    assert find_project().signature(path) != before


def test_a_concept_in_two_glossaries_is_refused(folder: Path) -> None:
    copy = folder / "copy.tsv"
    copy.write_text(TAX, encoding="utf-8")
    with pytest.raises(NqptermsError, match="'tax' stands in"):
        load_glossaries([str(folder / "tax.tsv"), str(copy)])


@pytest.mark.usefixtures("folder")
def test_no_revision_is_said_before_the_work() -> None:
    find_project().compare("-")
    with pytest.raises(NqptermsError, match="only files"):
        find_project(since="HEAD").compare("-")
