"""Names of files as others give them: what becomes of them, and where they may lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.errors import NqptermsError
from nqpterms.servers.review.review_folder import NotThereError, ReviewFolder, safe_name


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
def test_a_name_becomes_one_that_means_no_harm(given_name: str, name: str) -> None:
    assert safe_name(given_name) == name


@pytest.mark.parametrize(
    "name", ["", "..", "/", "...", "\u200b", "nqpterms.toml", "x/PyProject.toml"]
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
    "name", ["../a", "a/../../b", "/etc/passwd", ".git/config", "a/.b", "a\0b", "x" * 5000]
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
