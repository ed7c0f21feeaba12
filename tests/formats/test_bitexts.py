"""Every bitext format that is read and written: what goes out comes back."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from segment_strategies import POOL, same, segments, through

from nqpterms.errors import FormatError
from nqpterms.formats.bitext_formats import (
    dump_segments,
    is_bitext,
    load_segments,
)
from nqpterms.formats.bitexts import xliff
from nqpterms.model.alignment import Segment

TMX_CODES = [
    '<ph x="1">&lt;br/&gt;</ph>',
    '<bpt i="1"/>',
    '<it pos="begin"/>',
    "<ut>\\b</ut>",
]
XLIFF_CODES = [
    '<x id="1"/>',
    '<ph id="2">&lt;br&gt;</ph>',
    '<bpt id="3"><sub>a</sub></bpt>',
]
XLIFF2_CODES = [
    '<ph id="1"/>',
    '<sc id="2"/>',
    '<ec startRef="2"/>',
    '<cp hex="001b"/>',
]
SIDES = ("zh", "en")


def json_lines_hold_everything(given_: list[Segment], _: str) -> None:
    went, came = through(given_, "jsonl")
    assert came == went


def tsv_holds_texts_documents_ids_and_direction(
    given_: list[Segment], target: str
) -> None:
    project = partial(same, target=target, confidence=1.0)
    went, came = through([project(s) for s in given_], "tsv")
    assert came == went


def tmx_holds_everything_that_xml_can(given_: list[Segment], _: str) -> None:
    went, came = through(given_, "tmx", _without_languages)
    assert came == went


def xliff_1_2_numbers_what_has_no_id(given_: list[Segment], _: str) -> None:
    went, came = through(given_, "xlf", _without_languages)
    assert came == [
        replace(s, id=s.id or str(n)) for n, s in enumerate(went, 1)
    ]


def xliff_2_goes_one_way_with_nmtokens_as_ids(
    given_: list[Segment], target: str
) -> None:
    one_way = [same(s, target=target, id=f"u{n}") for n, s in enumerate(given_)]
    dump = partial(xliff.dump, version="2.0")
    went, came = through(one_way, "xlf", _without_languages, dump=dump)
    assert came == went


def po_holds_each_text_once_a_context(
    given_: list[Segment], target: str
) -> None:
    source = "en" if target == "zh" else "zh"
    found: dict[tuple[str, str], Segment] = {}
    for segment in [Segment("新质", "new", id="first"), *given_]:
        properties = tuple(
            (n, v.strip()) for n, v in segment.properties if v.strip()
        )
        one = same(
            segment,
            target=target,
            properties=properties,
            doc=segment.doc.strip(),
        )
        if one.zh and one.en:
            found.setdefault((one.id, one.text(source)), one)  # type: ignore[arg-type]
    went, came = through(list(found.values()), "po", _without_languages)
    assert came == went


def office_tables_hold_texts_documents_and_ids(
    given_: list[Segment], suffix: str
) -> None:
    project = partial(same, target="en", confidence=1.0)
    filled = [project(s) for s in given_ if s.zh or s.en or s.doc or s.id]
    if suffix == "xlsx":
        filled = [
            s for s in filled if "_x000D_" not in (s.zh + s.en + s.doc + s.id)
        ]
    else:  # a soft hyphen is printed at the end of a line alone
        filled = [
            s for s in filled if "\xad" not in (s.zh + s.en + s.doc + s.id)
        ]
    went, came = through(filled, suffix)
    assert came == went


def _without_languages(segment: Segment) -> Segment:
    kept = tuple(
        p for p in segment.properties if p[0] not in ("zh:lang", "en:lang")
    )
    return same(replace(segment, properties=kept))


XLIFF_NAMES = (
    "note",
    "a b",
    "@approved",
    "@translate",
    "target@state",
    "zh:status",
)
ROUND_TRIPS: dict[
    Callable[[list[Segment], str], None],
    tuple[st.SearchStrategy, tuple[str, ...]],
] = {
    json_lines_hold_everything: (
        segments(markup=[*TMX_CODES, *XLIFF_CODES]),
        SIDES,
    ),
    tsv_holds_texts_documents_ids_and_direction: (
        segments(pool=POOL, names=()),
        SIDES,
    ),
    tmx_holds_everything_that_xml_can: (segments(markup=TMX_CODES), SIDES),
    xliff_1_2_numbers_what_has_no_id: (
        segments(markup=XLIFF_CODES, names=XLIFF_NAMES),
        SIDES,
    ),
    xliff_2_goes_one_way_with_nmtokens_as_ids: (
        segments(markup=XLIFF2_CODES, names=(*XLIFF_NAMES, "data:d1")),
        SIDES,
    ),
    po_holds_each_text_once_a_context: (
        segments(pool=POOL, least=1, names=("flags", "reference", "@a")),
        SIDES,
    ),
    office_tables_hold_texts_documents_and_ids: (
        segments(pool=["a\nb", "a\tb", *POOL], names=()),
        ("xlsx", "docx"),
    ),
}
"""What each format holds, in its name and in what its test leaves out of the segments."""

BY_NAME = {check.__name__: check for check in ROUND_TRIPS}


@pytest.mark.parametrize("name", BY_NAME)
def test_what_is_written_is_read_back(name: str) -> None:
    _try(name, 100)


@pytest.mark.slow
@pytest.mark.parametrize("name", BY_NAME)
def test_what_is_written_is_read_back_two_thousand_times(name: str) -> None:
    _try(name, 2000)


def _try(name: str, examples: int) -> None:
    check = BY_NAME[name]
    strategy, words = ROUND_TRIPS[check]
    checked = given(strategy, st.sampled_from(words))(check)
    settings(max_examples=examples, deadline=None)(checked)()


PAIRS = [
    Segment("新质生产力。", "New quality productive forces.", doc="a", id="1"),
    Segment("第二句。", "The second sentence.", doc="b", id="2"),
]


@pytest.mark.parametrize("suffix", ["tsv", "jsonl", "tmx", "xlf", "po"])
def test_packed_files_are_the_same_each_time(
    suffix: str, tmp_path: Path
) -> None:
    path, again = tmp_path / f"a.{suffix}.gz", tmp_path / f"b.{suffix}.gz"
    dump_segments(PAIRS, path)
    dump_segments(PAIRS, again)
    assert path.read_bytes() == again.read_bytes()
    assert gzip.decompress(path.read_bytes())
    assert [_without_languages(s) for s in load_segments(path)] == PAIRS
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(FormatError):
        list(load_segments(path))


@pytest.mark.parametrize(
    "suffix", ["tsv", "jsonl", "tmx", "xlf", "po", "xlsx", "docx"]
)
def test_a_refusal_names_the_segment_and_leaves_the_old_file(
    suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text("what stood there", encoding="utf-8")
    bad = Segment("新\ud800", "new", id="3")
    with pytest.raises(FormatError, match="segment 3"):
        dump_segments([*PAIRS, bad], path)
    assert path.read_text(encoding="utf-8") == "what stood there"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", ["tsv", "tmx", "xlf", "po", "xlsx", "docx"])
def test_markup_of_another_format_is_refused_or_left_out(
    suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a.{suffix}"
    marked = replace(PAIRS[0], markup=(("zh", 2, '<own id="1"/>'),))
    with pytest.raises(FormatError, match="segment 1 has"):
        dump_segments([marked], path)
    dump_segments([marked], path, lossy=True)
    assert [s.markup for s in load_segments(path)] == [()]


def test_the_suffix_or_the_type_says_what_a_file_is(tmp_path: Path) -> None:
    assert (
        is_bitext("a.XLF.gz")
        and is_bitext("a.mqxliff")
        and is_bitext("-", type="po")
    )
    assert not is_bitext("report.docx"), (
        "a document, until its type says docx-table"
    )
    assert is_bitext("report.docx", type="docx-table")
    path = tmp_path / "pairs"
    dump_segments(PAIRS, path, type="tmx")
    assert len(list(load_segments(path, type="tmx"))) == 2
    with pytest.raises(FormatError, match="expected one of tsv"):
        load_segments(path)
    with pytest.raises(FormatError, match="no such file"):
        list(load_segments(tmp_path / "none.tmx"))
