"""Codes of one format, spelt as another has them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from nqpterms.formats.bitext_formats import dump_segments, load_segments
from nqpterms.model.alignment import Segment

ALONE = {
    "xliff 1.2": [
        '<x id="4"/>',
        '<ph id="4">&lt;br/&gt;</ph>',
        '<it id="4" pos="open">[</it>',
    ],
    "xliff 2": ['<ph id="4"/>', '<cp hex="001f"/>', '<ph id="4" dataRef="d"/>'],
    "tmx": ['<ph x="4">{0}</ph>', "<ut>x</ut>", '<it pos="begin">[</it>'],
}
PAIRS = {
    "xliff 1.2": [
        ('<g id="7">', "</g>"),
        ('<bpt id="7">(</bpt>', '<ept id="7">)</ept>'),
    ],
    "xliff 2": [
        ('<pc id="7">', "</pc>"),
        ('<sc id="7"/>', '<ec startRef="7"/>'),
    ],
    "tmx": [("<hi>", "</hi>"), ('<bpt i="7">(</bpt>', '<ept i="7">)</ept>')],
}
WRITTEN = {
    "xliff 1.2": ("xlf", "1.2"),
    "xliff 2": ("xlf", "2.0"),
    "tmx": ("tmx", ""),
}


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, Segment]:
    """A format, and a segment with codes of it on both sides."""
    kind = draw(st.sampled_from(list(ALONE)))
    opening, closing = draw(st.sampled_from(PAIRS[kind]))
    alone = draw(st.sampled_from(ALONE[kind]))
    en = (("en", 0, opening), ("en", 3, closing), ("en", 4, alone))
    zh = (("zh", 0, alone), ("zh", 0, opening), ("zh", 1, closing))
    markup = draw(st.sampled_from([(*zh, *en), en, zh]))
    return kind, Segment(
        "税。", "tax.", markup=markup, properties=(("data:d", "<hr>"),)
    )


@pytest.mark.parametrize("target", WRITTEN)
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(case=marked())
def test_every_code_has_a_place_in_every_format(
    target: str, case: tuple[str, Segment], tmp_path: Path
) -> None:
    kind, segment = case
    suffix, version = WRITTEN[target]
    path = tmp_path / f"a.{suffix}"
    dump_segments([segment], path, **({"version": version} if version else {}))
    etree.parse(path)
    (again,) = load_segments(path)
    assert (again.zh, again.en) == (segment.zh, segment.en)
    assert [code[:2] for code in again.markup] == [
        code[:2] for code in segment.markup
    ]
    if target == kind:
        assert again.markup == segment.markup


def test_the_native_code_goes_with_it(tmp_path: Path) -> None:
    codes = (
        ("en", 0, '<ph id="1">&lt;br/&gt;</ph>'),
        ("en", 3, '<ph id="2" dataRef="d"/>'),
    )
    segment = Segment(
        "税", "tax", markup=codes, properties=(("data:d", "<hr>"),)
    )
    dump_segments([segment], tmp_path / "a.tmx")
    text = (tmp_path / "a.tmx").read_text(encoding="utf-8")
    assert '<ph x="1">&lt;br/&gt;</ph>tax<ph x="2">&lt;hr&gt;</ph>' in text
