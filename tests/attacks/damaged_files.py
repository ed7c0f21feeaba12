"""Small files of ours in every format, and the ways in which they are damaged.

    seeds ──damaged──▶ bytes that are nearly a file: a bit turned, a stretch lost, doubled or
                       moved, a sign put in that means something to some format

What is packed (DOCX, XLSX) is damaged inside its parts too, or nothing but zip would be tried.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from hypothesis import strategies as st

from nqpterms.errors import MissingExtraError
from nqpterms.formats.bitext_formats import dump_segments
from nqpterms.formats.term_bases import dump_terms
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Definition, Term, TermBase

Kind = Literal[
    "document",
    "bitext",
    "glossary",
    "settings",
    "decisions",
    "baseline",
    "alignment",
]


class Seed(NamedTuple):
    """A file that is sound: what it is called, what it is, and its bytes."""

    name: str
    kind: Kind
    data: bytes


SEGMENTS = (
    Segment(
        "窑炉每年烧12次。",
        "The kilns are fired 12 times a year.",
        doc="a",
        id="1",
    ),
    Segment(
        "新质生产力很重要。",
        "New quality productivity matters & grows.",
        doc="a",
        id="2",
        properties=(("note", "looked at"),),
        markup=(("en", 4, '<ph x="1"/>'),),
    ),
    Segment("茶园（2024年）", "“Tea” farms (2024)", confidence=0.5),
)
CONCEPTS = TermBase(
    (
        Concept(
            "kiln",
            (
                Term("窑炉", "zh-Hans"),
                Term("kiln", "en", status="preferred"),
                Term("oven", "en"),
            ),
            subject="work",
            definitions=(Definition("where clay is fired", "en"),),
        ),
        Concept(
            "npf",
            (
                Term("新质生产力", "zh-Hans"),
                Term("new quality productive forces", "en"),
            ),
        ),
    ),
    "ours",
)
ENGLISH = """# Chapter 1 Kilns

The kilns (2024) are fired *12 times* a year.[^1] [Tea](http://a.b/c) matters.

1. one `code`
2. “two”, R&D <!-- nqpterms: ignore T101 -->

| a | b |
|---|---|
| tax | job |

[^1]: A note.
"""
CHINESE = """# 第一章 窑炉

窑炉（2024年）每年烧*12次*。茶园很重要。

一、“岗位”《税法》

（二）税收3.5亿元
"""
HTML = (
    "<!DOCTYPE html><html lang=en><head><title>Kilns</title><meta charset=utf-8></head><body>"
    "<nav><a href=/>Home</a></nav><div class='content'><h1>Kilns</h1><p>The kilns &amp; ovens are "
    "fired&nbsp;12 times.<br>Tea&#x2019;s.</p><ul><li>one<li>two</ul><table><tr><td>税<td>tax"
    "</table><p>窑炉每年烧12次。</p></div><script>x<y</script></body></html>"
)
SETTINGS = (
    'glossaries = ["g.tsv"]\nselect = ["T", "N"]\nfail-on = "warning"\nmin-confidence = 0.3\n'
    '[severity]\nT301 = "warning"\n[per-path]\n"b*" = ["T106"]\n'
    "[rules.R101]\nen = '\\bkilns?\\b'\n"
    'message = "write “oven”"\n'
)
DECISIONS = (
    "fingerprint\tdecision\trendering\tcode\tfile\tline\ttext\tby\tdate\tnote\n"
    "0123456789abcdef\tignore\t\tT101\tb.md\t1\tkilns\tme\t2024-01-01\tfine\n"
)
BASELINE = '{"version": 1, "findings": [{"fingerprint": "0123456789abcdef", "code": "T101"}]}\n'
ALIGNED = (
    '{"level": "paragraph", "zh": {"lines": [1], "text": "税"}, '
    '"en": {"lines": [1], "text": "tax"}, "confidence": 0.9}\n'
    '{"level": "sentence", "zh": {"line": 2, "text": "窑"}, "en": null, "reason": "x"}\n'
)
DOCUMENTS = Path(__file__).resolve().parents[1] / "data" / "documents"

_BITEXTS = ("tsv", "csv", "jsonl", "tmx", "xlf", "po", "xlsx", "parquet")
_GLOSSARIES = ("tsv", "csv", "xlsx", "tbx", "ttl", "sqlite")


@cache
def seeds() -> dict[str, Seed]:
    """The sound files by name; without those for which an optional package is missing."""
    texts: list[tuple[str, Kind, str]] = [
        ("draft.en.md", "document", ENGLISH),
        ("draft.zh.md", "document", CHINESE),
        ("draft.en.txt", "document", ENGLISH.replace("#", "")),
        ("page.html", "document", HTML),
        ("nqpterms.toml", "settings", SETTINGS),
        ("decisions.tsv", "decisions", DECISIONS),
        ("baseline.json", "baseline", BASELINE),
        ("aligned.jsonl", "alignment", ALIGNED),
    ]
    made = [Seed(name, kind, text.encode()) for name, kind, text in texts]
    for name in ("features.docx", "two-en.pdf"):
        made.append(Seed(name, "document", (DOCUMENTS / name).read_bytes()))
    for suffix in _BITEXTS:
        made += _written("pairs", "bitext", suffix, _dump_pairs)
    for suffix in _GLOSSARIES:
        made += _written("terms", "glossary", suffix, _dump_base)
    return {seed.name: seed for seed in made}


def _dump_pairs(path: Path) -> None:
    dump_segments(SEGMENTS, path, lossy=True)


def _dump_base(path: Path) -> None:
    options = {} if path.suffix == ".sqlite" else {"lossy": True}
    dump_terms(CONCEPTS, path, **options)


def _written(
    stem: str, kind: Kind, suffix: str, dump: Callable[[Path], None]
) -> list[Seed]:
    """The seed that a function writes; none where it asks for what is not installed."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{stem}.{suffix}")
        try:
            dump(path)
        except MissingExtraError:
            return []
        return [Seed(path.name, kind, path.read_bytes())]


TOKENS = (
    *(
        b"\0",
        b"\x1b[31m",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x80",
        b"\r",
        b"\n\n",
        b"\t",
        b'"',
        b"'",
    ),
    *(
        b"<",
        b">",
        b"</",
        b"/>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<?",
        b"&",
        b"&#0;",
        b"&x;",
    ),
    *(
        b"<!DOCTYPE a [",
        b'<!ENTITY a "b">',
        b"xmlns=",
        b"[",
        b"]",
        b"{",
        b"}",
        b"(",
        b"\\",
        b"\\u",
    ),
    *(
        b"\\ud800",
        b"9" * 30,
        b"9" * 5000,
        b"-1",
        b"1e999",
        b"NaN",
        b"null",
        b"true",
        b"[]",
        b"{}",
    ),
    *(
        b"zh",
        b"en",
        b"concept",
        b"msgid",
        b"msgstr",
        b"#~",
        b"=cmd|",
        b"../..",
        b"/dev/zero",
        b"*",
    ),
    *(
        b"\xed\xa0\x80",
        b"\xe2\x80\xae",
        "（".encode(),
        "一亿".encode(),
        b"`",
        b"|",
        b"[^1]:",
        b"    ",
    ),
    *(
        b"%d%s",
        b"$(x)",
        b"{{x}}",
        b"PK\x03\x04",
        b"SQLite format 3\0",
        b"PAR1",
        b"endobj",
        b"stream",
    ),
)
"""What means something to one format or another."""


class Damage(NamedTuple):
    """One change: what is done, where (0–1 of the file), to how many bytes, and what is put in."""

    how: Literal["turn", "drop", "double", "move", "put", "cut"]
    place: float
    size: int
    put: bytes


DAMAGES = st.lists(
    st.builds(
        Damage,
        st.sampled_from(
            ("turn", "drop", "double", "move", "put", "put", "put", "cut")
        ),
        st.floats(0, 1),
        st.integers(1, 40) | st.integers(1, 2000),
        st.sampled_from(TOKENS) | st.binary(min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=5,
)


def damaged(data: bytes, damages: list[Damage], inside: int) -> bytes:
    """The bytes after some damages; of a package with *inside* those of one of its parts."""
    if inside and data.startswith(b"PK"):
        return _damaged_inside(data, damages, inside)
    for damage in damages:
        data = _changed(data, damage)
    return data


def _damaged_inside(data: bytes, damages: list[Damage], inside: int) -> bytes:
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    names = sorted(parts)
    name = names[inside % len(names)]
    for damage in damages:
        parts[name] = _changed(parts[name], damage)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return packed.getvalue()


def _changed(data: bytes, damage: Damage) -> bytes:
    at = int(damage.place * len(data))
    end = min(len(data), at + damage.size)
    before, piece, behind = data[:at], data[at:end], data[end:]
    match damage.how:
        case "turn":
            return (
                before
                + bytes(byte ^ damage.put[0] for byte in piece[:2])
                + piece[2:]
                + behind
            )
        case "drop":
            return before + behind
        case "double":
            return before + piece * 3 + behind
        case "move":
            return behind + piece + before
        case "put":
            return before + damage.put + piece + behind
    return before  # cut
