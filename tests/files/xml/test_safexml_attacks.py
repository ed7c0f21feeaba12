"""Hostile XML: each file is refused in one line that says why."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from nqpterms.errors import FormatError
from nqpterms.files.budget import Budget, allowing
from nqpterms.files.opening import opened
from nqpterms.files.xml import (
    ElementPlaces,
    ElementTree,
    iterate,
    root_of,
    xml_parsing,
)
from nqpterms.model.places import Place

HEAD = '<?xml version="1.0"?>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'

ATTACKS = {
    "internal entity": (
        '<!DOCTYPE a [\n<!ENTITY e "x">]><a>&e;</a>',
        2,
        "declares an entity",
    ),
    "declared, unused": (
        '<!DOCTYPE a [<!ENTITY e "x">]><a/>',
        1,
        "declares an entity",
    ),
    "external entity": (
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
        1,
        "declares an entity",
    ),
    "parameter entity": (
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]><a/>',
        1,
        "declares an entity",
    ),
    "billion laughs": (
        f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>',
        1,
        "declares an entity",
    ),
    "late entity": (
        f'<!DOCTYPE a [<!-- {"x" * 70_000}\n--><!ENTITY e "x">]><a>&e;</a>',
        2,
        "declares an entity",
    ),
    "undeclared in text": (
        '<!DOCTYPE a SYSTEM "a.dtd">\n<a>\n&e;</a>',
        3,
        "undeclared entity &e;",
    ),
    "undeclared in attribute": (
        '<!DOCTYPE a SYSTEM "a.dtd">\n<a b="&e;"/>',
        2,
        "undeclared entity &e;",
    ),
    "undeclared, no doctype": ("<a>&e;</a>", 1, "not well-formed"),
    "xinclude": (f"<a>\n{INCLUDE}</a>", 2, "XInclude"),
    "NUL": ("<a>\n\0</a>", 2, "NUL"),
    "control character": (
        "<a>\n\x01</a>",
        2,
        "the character U+0001, which XML has not",
    ),
    "depth": ("<a>" * 100_000 + "</a>" * 100_000, 1, "nests deeper"),
    "UTF-7": ('<?xml version="1.0" encoding="UTF-7"?><a>+ADw-</a>', 1, "UTF-7"),
    "EBCDIC": ("<?xml version='1.0' encoding='cp037'?><a/>", 1, "cp037"),
    "truncated": ("<a>\n<b>", 2, "not well-formed"),
    "no XML": ("id,term\n1,x", 1, "not well-formed"),
    "empty": ("", None, "is empty"),
}


def parse(
    path: Path, *, limit: int = 2**25, gzipped: bool = False
) -> ElementTree:
    with opened(path, gzipped=gzipped) as file:
        return xml_parsing._whole(xml_parsing.Source(file, str(path), limit))


def refusal(path: Path, *, gzipped: bool = False) -> FormatError:
    with pytest.raises(FormatError) as whole:
        parse(path, gzipped=gzipped)
    with pytest.raises(FormatError) as streamed:
        for _ in iterate(path, ["b"], gzipped=gzipped):
            pass
    assert str(whole.value) == str(streamed.value)
    assert "\n" not in str(whole.value)
    return whole.value


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    content, line, why = ATTACKS[name]
    path = tmp_path / "a.xml"
    path.write_bytes(content.encode("utf-8"))
    error = refusal(path)
    assert error.line == line
    assert why in error.message


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (gzip.compress(b"<a/>", mtime=0), "gzip"),
        (b"<a>\xff</a>", "not well-formed"),
        ("<a/>".encode("utf-32"), "UTF-32"),
        ("<a>\ud800</a>".encode("utf-16", "surrogatepass"), "not UTF-16"),
        ("<a>\0</a>".encode("utf-16"), "NUL"),
        (
            "<!DOCTYPE a [<!ENTITY e 'x'>]><a/>".encode("utf-16-be"),
            "declares an entity",
        ),
    ],
)
def test_bytes_are_refused_in_one_line(
    data: bytes, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(data)
    assert why in refusal(path).message


def test_a_broken_gzip_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml.gz"
    for data in (
        gzip.compress(b"<a/>" * 999, mtime=0)[:-5],
        b"<a/>",
        b"\x1f\x8b\x08rubbish",
    ):
        path.write_bytes(data)
        assert "cannot be read" in refusal(path, gzipped=True).message


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_both_encodings_are_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    declared = "UTF-16" if "16" in encoding else "utf-8"
    path.write_bytes(
        f'<?xml version="1.0" encoding="{declared}"?><a>新质</a>'.encode(
            encoding
        )
    )
    assert parse(path).getroot().text == "新质"


def test_a_doctype_alone_is_no_attack(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        '<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd"><a>R&amp;D &#x65b0;<![CDATA[A&B]]></a>',
        "utf-8",
    )
    assert parse(path).getroot().text == "R&D 新A&B"


def test_a_large_file_is_refused_whole_and_read_as_a_stream(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<a>" + "<b>x</b>" * 1000 + "</a>", "utf-8")
    with pytest.raises(FormatError, match="more than 5,000 bytes"):
        parse(path, limit=5000)
    with allowing(Budget(piece=9000)):
        assert sum(1 for _ in iterate(path, ["b"])) == 1000
    with (
        allowing(Budget(piece=5000)),
        pytest.raises(FormatError, match="more than 5,000 bytes"),
    ):
        list(iterate(path, ["c"]))


_READING = """
import sys
from pathlib import Path
from nqpterms.errors import FormatError
from nqpterms.formats.terms import tbx
try:
    list(tbx.iter_concepts(sys.argv[1], gzipped=sys.argv[2] == "gzip bomb"))
except FormatError as error:
    print(error)
status = Path("/proc/self/status").read_text()
print(status.partition("VmHWM:")[2].split()[0])
"""
"""A process of its own, which says how much memory it had at most. What getrusage tells of this one
and of its children is the memory of all tests before."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["attribute", "text", "siblings", "comment", "gzip bomb"]
)
def test_a_hundred_megabytes_in_one_piece(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    piece = b"x" * 2**20
    with (
        gzip.open(path, "wb", 1)
        if kind == "gzip bomb"
        else path.open("wb") as file
    ):
        file.write(
            {"attribute": b'<tbx a="', "comment": b"<tbx><!--"}.get(
                kind, b"<tbx>"
            )
        )
        for _ in range(100):
            file.write(b"<c/>" * 2**18 if kind == "siblings" else piece)
    if not Path("/proc/self/status").exists():
        pytest.skip("only Linux says how much memory a process had at most")
    command = [sys.executable, "-c", _READING, str(path), kind]
    reading = subprocess.run(
        command, capture_output=True, text=True, check=True
    )
    message, kilobytes = reading.stdout.splitlines()
    assert "allow more" in message or "unpack" in message
    assert int(kilobytes) < 200_000


def place_in(block: str, offset: int, line: int) -> Place:
    """Where a sign of a block stands that begins on a line."""
    begin = block.rfind("\n", 0, offset) + 1
    return Place(line + block.count("\n", 0, offset), offset - begin + 1)


def test_places_hold_past_sixty_five_thousand(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    blocks = [
        "<b>\n<c>税\n y</c><c/>\n\n<c/></b>",
        "<b/>",
        "<b><c>&lt;\n</c>\n<c>z</c></b>",
    ]
    lines, expected, at = ["<a>"], [], 2
    for n in range(45_000):
        block = blocks[n % 3]
        starts = [
            i for i in range(len(block)) if block.startswith(("<b", "<c"), i)
        ]
        expected.append([place_in(block, i, at) for i in starts])
        lines.append(block)
        at += block.count("\n") + 1
    path.write_text("\n".join([*lines, "</a>"]), "utf-8")
    known = ElementPlaces(path, ["b"])
    for number, entry in enumerate(iterate(path, ["b"])):
        if number > 26_000 and number % 500 < 3:
            assert [
                known.of(node, entry, number) for node in entry.iter()
            ] == expected[number]


def test_the_root_is_known_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text('<a b="c"><broken', "utf-8")
    assert root_of(path).get("b") == "c"


def test_what_is_not_there_is_one_line(tmp_path: Path) -> None:
    for path, why in (
        (tmp_path, "is a folder"),
        (tmp_path / "none.xml", "no such file"),
    ):
        with pytest.raises(FormatError, match=why):
            parse(path)
