"""Names of files as others give them: what becomes of them, and where they may lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.errors import NqptermsError
from nqpterms.project.decisions import DECISIONS_FILE
from nqpterms.run.inputs import Unit, find_units
from nqpterms.servers.review.review_folder import (
    NotThereError,
    ReviewFolder,
    safe_name,
)


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("draft.en.md", "draft.en.md"),
        ("/etc/cron.d/a.txt", "a.txt"),
        ("..\\..\\Windows\\a.txt", "a.txt"),
        ("文件<img src=x>.docx", "文件_img src=x_.docx"),
        (".htaccess.txt", "htaccess.txt"),
        ("con.txt", "_con.txt"),
        ("console.txt", "console.txt"),
        ("a\x00b\u202ecod.txt", "abcod.txt"),
        ("README", "README"),
    ],
)
def test_a_name_becomes_one_that_means_no_harm(
    given_name: str, name: str
) -> None:
    assert safe_name(given_name) == name


@pytest.mark.parametrize(
    "name",
    ["", "..", "/", "...", "\u200b", "nqpterms.toml", "x/PyProject.toml"],
)
def test_a_name_that_cannot_be_taken(name: str) -> None:
    with pytest.raises(NqptermsError):
        safe_name(name)


@given(st.text(min_size=1, max_size=300))
def test_no_name_leads_out_of_a_folder(name: str) -> None:
    root = Path("/tmp/some-folder")
    try:
        safe = safe_name(name)
    except NqptermsError:
        return
    assert (root / safe).parent == root and len(safe.encode()) <= 200
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    "name",
    [
        "../a",
        "a/../../b",
        "/etc/passwd",
        ".git/config",
        "a/.b",
        "a\0b",
        "x" * 5000,
    ],
)
def test_a_place_outside_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotThereError):
        ReviewFolder(tmp_path).file(name)


def test_a_link_that_leads_out_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("s", encoding="utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "ring").symlink_to(folder / "ring")
    for name in ("out.txt", "ring"):
        with pytest.raises(NotThereError):
            ReviewFolder(folder).file(name)


def test_a_folder_is_looked_through_again_when_a_file_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[object] = []

    def counted(targets: list[Path]) -> list[Unit]:
        looks.append(targets)
        return find_units(targets)

    monkeypatch.setattr(
        "nqpterms.servers.review.review_folder.find_units", counted
    )
    folder = ReviewFolder(tmp_path)
    assert folder.units() == []
    (tmp_path / "a.en.md").write_text("Tea.\n", encoding="utf-8")
    table = tmp_path / "b.tsv"
    table.write_text("zh\ten\n喝茶。\tDrink tea.\n", encoding="utf-8")
    assert [unit.name for unit in folder.units()] == ["a.en.md", "b.tsv"]
    (tmp_path / DECISIONS_FILE).write_text("", encoding="utf-8")
    folder.units()
    assert len(looks) == 1
    table.write_text("concept\tlang\tterm\ntea\tzh\t茶\n", encoding="utf-8")
    assert [unit.name for unit in folder.units()] == ["a.en.md"]
    assert len(looks) == 2


def test_a_file_that_became_a_link_out_of_the_folder_is_listed_no_more(
    tmp_path: Path,
) -> None:
    root = tmp_path / "in"
    root.mkdir()
    outside = tmp_path / "a.en.md"
    for path in (outside, root / "a.en.md"):
        path.write_text("Tea.\n", encoding="utf-8")
    folder = ReviewFolder(root)
    assert [unit.name for unit in folder.units()] == ["a.en.md"]
    (root / "a.en.md").unlink()
    (root / "a.en.md").symlink_to(outside)
    assert folder.units() == []
