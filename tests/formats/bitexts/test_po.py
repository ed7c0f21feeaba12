"""PO as translators have it, and as polib reads ours."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from nqpterms.errors import FormatError
from nqpterms.formats.bitext_formats import dump_segments, load_segments
from nqpterms.model.alignment import Segment

PO = r"""# A translator's file
msgid ""
msgstr ""
"Language: zh_CN\n"
"Content-Type: text/plain; charset=UTF-8\n"

# checked twice
#. max: 20
#: menu.py:12
msgctxt "menu"
msgid "Tax \"cuts\"\n"
msgstr ""
"减税\n"

#, fuzzy, c-format
#| msgid "One job"
msgid "%d job"
msgid_plural "%d jobs"
msgstr[0] "%d 个岗位"

msgid "not yet"
msgstr ""

#~ msgid "old"
#~ msgstr "旧"
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "pairs.po"
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_plurals_contexts_and_flags(tmp_path: Path) -> None:
    first, one, many = load_segments(_file(tmp_path, PO))
    assert (first.zh, first.en, first.id, first.row) == (
        "减税\n",
        'Tax "cuts"\n',
        "menu",
        1,
    )
    assert dict(first.properties) == {
        "zh:lang": "zh-CN",
        "comment": "checked twice",
        "max": "20",
        "reference": "menu.py:12",
    }
    assert (one.zh, one.en, many.zh, many.en) == (
        "%d 个岗位",
        "%d job",
        "%d 个岗位",
        "%d jobs",
    )
    assert ("flags", "fuzzy, c-format") in one.properties and (
        "plural",
        "1",
    ) in many.properties
    assert (one.row, many.row, first.target) == (2, 2, "zh")
    assert first.locate("zh", 0).place.line == 12


def test_polib_reads_what_we_write(tmp_path: Path) -> None:
    given = list(load_segments(_file(tmp_path, PO)))
    dump_segments(given, tmp_path / "again.po")
    read = polib.pofile(str(tmp_path / "again.po"))
    first, plural = read
    assert (first.msgid, first.msgstr, first.msgctxt) == (
        'Tax "cuts"\n',
        "减税\n",
        "menu",
    )
    assert (first.occurrences, first.tcomment) == (
        [("menu.py", "12")],
        "checked twice",
    )
    assert plural.fuzzy and plural.msgid_plural == "%d jobs"
    assert plural.msgstr_plural == {0: "%d 个岗位"}
    assert read.metadata["Language"] == "zh_CN"
    again = list(load_segments(tmp_path / "again.po"))
    assert [(s.zh, s.en, s.id) for s in again] == [
        (s.zh, s.en, s.id) for s in given
    ]


def test_we_read_what_polib_writes(tmp_path: Path) -> None:
    made = polib.POFile()
    made.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Language": "en",
    }
    text = "长" * 200 + '"\\\t'
    made.append(polib.POEntry(msgid=text, msgstr="long " * 60, msgctxt="c"))
    made.append(polib.POEntry(msgid="旧", msgstr="old", obsolete=True))
    made.save(str(tmp_path / "a.po"))
    (segment,) = load_segments(tmp_path / "a.po")
    assert (segment.zh, segment.en, segment.target) == (
        text,
        "long " * 60,
        "en",
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('msgid "a\nmsgstr "甲"\n', 1, "one text between"),
        ('msgid "a"\n', 1, "without msgstr"),
        ('msgstr "a"\n', 1, "without msgid"),
        ('"a"\n', 1, "belongs to no keyword"),
        ('msgid "a"\nmsgid "b"\nmsgstr "甲"\n', 1, "an entry without msgstr"),
        ("hello\n", 1, "expected msgctxt"),
        (
            'msgid "a"\nmsgid_plural "b"\nmsgstr "甲"\n',
            1,
            r"without msgstr\[0\]",
        ),
        ('msgid "rue"\nmsgstr "street"\n', None, "neither side is Chinese"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    text: str, line: int | None, message: str, tmp_path: Path
) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        list(load_segments(_file(tmp_path, text)))
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        (Segment("税", "tax"), "repeats the source text of segment 1"),
        (Segment("", "tax"), "empty source text"),
        (Segment("岗位", "job", target="zh"), "the other way"),
        (
            Segment("岗位", "job", properties=(("note", "a\nb"),)),
            "with U\\+000A",
        ),
    ],
)
def test_what_po_cannot_hold_is_refused(
    pair: Segment, message: str, tmp_path: Path
) -> None:
    with pytest.raises(FormatError, match=f"segment 2 .*{message}"):
        dump_segments([Segment("税", "tax"), pair], tmp_path / "a.po")


def test_a_broken_entry_costs_itself_alone(tmp_path: Path) -> None:
    text = (
        'msgid "tax"\nmsgstr "税"\n\n'
        'msgid "half\nmsgstr "半"\n\n'
        'msgid "lonely"\n\n'
        'msgid "job"\nmsgstr "岗位"\n'
    )
    (tmp_path / "a.po").write_text(text, encoding="utf-8")
    broken: list[FormatError] = []
    segments = list(load_segments(tmp_path / "a.po", broken=broken.append))
    assert [segment.en for segment in segments] == ["tax", "job"]
    assert [(error.line, error.message[:20]) for error in broken] == [
        (4, "expected one text be"),
        (7, "an entry without msg"),
    ]
