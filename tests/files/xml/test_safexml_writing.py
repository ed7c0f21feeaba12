from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from nqpterms.errors import FormatError
from nqpterms.files.writing import atomic
from nqpterms.files.xml import escape, writer


def test_an_exception_leaves_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", "utf-8")
    with pytest.raises(KeyboardInterrupt), atomic(path) as file:
        file.write("half")
        raise KeyboardInterrupt
    assert path.read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_link_and_a_mode_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "a.txt", tmp_path / "link"
    path.write_text("old", "utf-8")
    path.chmod(0o600)
    link.symlink_to(path)
    with atomic(link, newline="\r\n") as file:
        file.write("新\n")
    assert link.is_symlink()
    assert path.read_bytes() == "新\r\n".encode()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_and_a_lost_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none" / "a.txt"):
        with (
            pytest.raises(FormatError, match="cannot be written"),
            atomic(path),
        ):
            pass


def test_a_packed_file_has_no_time_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xml.gz"
    with writer(path, gzipped=True) as xml, xml.element("p"):
        xml.write("新")
    first = path.read_bytes()
    assert gzip.decompress(first).decode().endswith("<p>新</p>")
    with writer(path, gzipped=True) as xml, xml.element("p"):
        xml.write("新")
    assert path.read_bytes() == first


@pytest.mark.parametrize("text", ["a\0", "\x0b", "\ud800", "\uffff"])
def test_what_xml_cannot_hold_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="XML cannot hold"):
        escape(text)
    with (
        pytest.raises(FormatError),
        writer(tmp_path / "a.xml") as xml,
        xml.element("p"),
    ):
        xml.write(text)
    assert list(tmp_path.iterdir()) == []
