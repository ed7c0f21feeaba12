"""TMX as tools write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.files.remarks import RemarkListener, remarks_to
from nqpterms.formats.bitext_formats import dump_segments, load_segments

TMX = """<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="en-US" datatype="xml"/><body>
<tu tuid="7" creationdate="20200101T000000Z" srclang="*all*"><note>first</note>
 <prop type="client">X</prop>
 <tuv xml:lang="en-US"><prop type="status">ok</prop>
  <seg>The <bpt i="1">&lt;b></bpt>tax<ept i="1">&lt;/b></ept> <hi>law</hi><ph/></seg></tuv>
 <tuv xml:lang="zh-TW"><seg>稅<it pos="end">[<sub>s</sub>]</it>法</seg></tuv>
 <tuv xml:lang="zh-CN"><seg>税法</seg></tuv></tu>
<tu><tuv lang="ZH-cn"><seg>旧</seg></tuv><tuv lang="EN"><seg>old</seg></tuv></tu>
<tu><tuv xml:lang="fr"><seg>loi</seg></tuv><tuv xml:lang="en"><seg>law</seg></tuv></tu>
</body></tmx>
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "memory.tmx"
    path.write_text(text, encoding="utf-8")
    return path


def test_codes_are_aside_and_everything_said_is_kept(tmp_path: Path) -> None:
    first, old = load_segments(_file(tmp_path, TMX))
    assert (first.zh, first.en, first.id, first.row) == (
        "稅法",
        "The tax law",
        "7",
        1,
    )
    assert first.markup == (
        ("zh", 1, '<it pos="end">[<sub>s</sub>]</it>'),
        ("en", 4, '<bpt i="1">&lt;b&gt;</bpt>'),
        ("en", 7, '<ept i="1">&lt;/b&gt;</ept>'),
        ("en", 8, "<hi>"),
        ("en", 11, "</hi>"),
        ("en", 11, "<ph/>"),
    )
    assert first.properties == (
        ("@creationdate", "20200101T000000Z"),
        ("note", "first"),
        ("client", "X"),
        ("en:lang", "en-US"),
        ("en:status", "ok"),
        ("zh:lang", "zh-TW"),
    )
    assert (old.zh, old.en, old.row) == ("旧", "old", 2)
    assert first.locate("en", 0).place.line == 7


def test_a_real_memory_comes_back_as_it_was(
    shared: Path, tmp_path: Path
) -> None:
    given = list(load_segments(shared / "data" / "tico19" / "all.en-zh.tmx"))
    assert len(given) == 3071 and {s.target for s in given} == {"zh"}
    dump_segments(given, tmp_path / "again.tmx")
    for out, back in zip(
        given, load_segments(tmp_path / "again.tmx"), strict=True
    ):
        assert replace(back, zh_anchors=(), en_anchors=()) == replace(
            out, zh_anchors=(), en_anchors=()
        )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            TMX.replace("zh-TW", "fr")
            .replace("zh-CN", "de")
            .replace("ZH-cn", "ja"),
            "found en-US, fr",
        ),
        (
            TMX.replace('"tmx14.dtd"', '"a" [<!ENTITY x "y">]'),
            "memory.tmx:2: declares an entity",
        ),
        ("<xliff/>", "expected a TMX file"),
        ("", "is empty"),
    ],
)
def test_what_is_no_memory_of_ours_is_refused(
    text: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(FormatError, match=message):
        list(load_segments(_file(tmp_path, text)))


SEVERAL = """<?xml version="1.0"?>
<tmx version="1.4"><header srclang="zh-CN" datatype="xml" segtype="sentence"/><body>
<tu><tuv xml:lang="zh-TW"><seg>網路</seg></tuv><tuv xml:lang="en"><seg>network</seg></tuv>
<tuv xml:lang="zh-CN"><seg>网络</seg></tuv></tu>
<tu><tuv xml:lang="zh-CN"><seg>税</seg></tuv><tuv xml:lang="fr"><seg>taxe</seg></tuv></tu>
</body></tmx>
"""


@pytest.mark.parametrize(
    ("variants", "zh"), [((), "网络"), (("zh-TW",), "網路")]
)
def test_of_several_variants_one_is_taken_and_the_others_said(
    variants: tuple[str, ...], zh: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(SEVERAL, encoding="utf-8")
    remarks: list[str] = []
    with remarks_to(RemarkListener(remarks.append, [].append)):
        (segment,) = load_segments(path, variants=variants)
    assert (segment.zh, segment.en) == (zh, "network")
    taken, other = ("zh-TW", "zh-CN") if variants else ("zh-CN", "zh-TW")
    assert f"of several in one language {taken} is taken" in remarks[0]
    assert f"{other} (1)" in remarks[0] or f"{other} (2)" in remarks[0]
    assert "1 units without Chinese and English" in remarks[0]


def test_a_character_that_xml_has_not_costs_itself_alone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.tmx"
    text = SEVERAL.replace("network", "net&#x1F;work").replace(
        "税", "税\x0b&#11;"
    )
    path.write_text(text, encoding="utf-8")
    broken: list[FormatError] = []
    with remarks_to(RemarkListener([].append, broken.append)):
        assert [segment.en for segment in load_segments(path)] == ["network"]
    assert [(error.line, error.message[:20]) for error in broken][:2] == [
        (3, "the character U+001F"),
        (5, "the character U+000B"),
    ]
    with pytest.raises(
        FormatError, match=r"a\.tmx:3: the character U\+001F, which XML has not"
    ):
        list(load_segments(path))
