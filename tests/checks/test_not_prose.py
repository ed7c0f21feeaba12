"""Findings and fixes where the words of a text are not prose, from the file to the finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.checks.registry import check_document, check_segments
from nqpterms.extraction.extracting import extract
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.project.fixing import settled
from nqpterms.readers.reading import read_text

CHINESE = Term("绿色增长", "zh")
GOOD = Term("green growth", "en", status="preferred")
BAD = Term("green rise", "en", status="deprecated")
MATCHER = Matcher(TermBase((Concept("growth", (CHINESE, GOOD, BAD)),)))


def findings_of(text: str, type: str = "markdown") -> list[Finding]:
    return check_document(
        read_text(text, name="a", type=type), MATCHER, codes={"T101", "T204"}
    )


SPOKEN_OF = [
    "The word choice green rise is wrong.",
    "In older notes “green rise” was common.",
    "The title of the talk was Green Rise for All.",
    "Wu, Lan. 2021. “Green rise at the mill.” River Quarterly 12: 1–9.",
]


@pytest.mark.parametrize("text", SPOKEN_OF)
def test_what_is_spoken_of_gets_no_fix(text: str) -> None:
    assert all(found.fix is None for found in findings_of(text))


def test_what_is_used_beside_it_gets_one() -> None:
    findings = findings_of("In older notes green rise was rare: say so.")
    assert [found.fix for found in findings] == ["green growth"]


WORDLESS = [
    ("markdown", "See `green rise` here."),
    ("markdown", "See here:\n\n    green rise\n\nThat was it."),
    ("markdown", "- Here:\n\n      green rise\n\nThat was it."),
    ("markdown", "> Here:\n>\n>     green rise\n\nThat was it."),
    ("markdown", "```\ngreen rise\n```\n\nThat was it."),
    ("markdown", "See <https://example.org/green-rise/>."),
    ("markdown", "See [here](docs/green-rise.md)."),
    ("markdown", 'See <span translate="no">green <b>rise</b></span>.'),
    ("markdown", "See <kbd>green rise</kbd>."),
    ("markdown", "# Growth {#green-rise}\n\nThat was it."),
    ("plain", "Open docs/green-rise/index.md now."),
    ("plain", "Open green-rise.pdf, write to green-rise@example.org."),
    ("plain", "Set {{ green-rise }} to `green rise`."),
    (
        "html",
        "<p>See <code>green rise</code> and <samp>green，rise</samp>.</p>",
    ),
    ("html", '<p translate="no">green rise</p><p>That was it.</p>'),
    (
        "html",
        '<p class="notranslate">See <i>green rise</i>.</p><p>That was it.</p>',
    ),
]


@pytest.mark.parametrize(("type", "text"), WORDLESS)
def test_nothing_is_said_of_what_holds_no_words(type: str, text: str) -> None:
    assert findings_of(text, type) == []


PROSE = [
    (
        "markdown",
        "    Green rise is good.\n\n    It is good for all.\n\n    It is good for us.",
    ),
    ("markdown", "- It is good.\n\n    Green rise is good."),
    ("markdown", "    绿色增长 is green rise.\n\nThat was it."),
    ("markdown", "Green rise, *green* or not, is good."),
    ("plain", "The “green rise” plan is good."),
    ("plain", "Farms/green rise and/or trade."),
    ("html", '<p translate="no">x <b translate="yes">green rise</b></p>'),
    ("html", "<pre>It is green rise.</pre>"),
]


@pytest.mark.parametrize(("type", "text"), PROSE)
def test_prose_is_checked_and_can_be_fixed(type: str, text: str) -> None:
    (finding,) = findings_of(text, type)
    assert finding.severity == "warning"
    assert finding.fix is not None


QUOTED = [
    "Write “green growth”, not “green rise”.",
    "Write *green growth*, not *green rise*.",
    "It was formerly _green rise_.",
    "绿色增长 is not translated as **green rise**.",
    "In the book *Green Rise* he asks why.",
    "We want <del>green rise</del> green growth.",
    "Li, W. (2020). Green rise: A study. Lake Review, 3, 1–9.",
    "# Growth\n\nIt is good.\n\n# References\n\nWei Li: Green rise. Wuhan, Lake Press.",
]


@pytest.mark.parametrize("text", QUOTED)
def test_words_that_are_not_used_are_information_and_stay(text: str) -> None:
    (finding,) = findings_of(text)
    assert (finding.severity, finding.fix) == ("info", None)
    assert settled(text, findings_of) == text


@pytest.mark.parametrize(
    "text", ["It is not green rise.", "The so-called “green rise” is here."]
)
def test_words_set_against_others_are_wrong_and_stay(text: str) -> None:
    (finding,) = findings_of(text)
    assert (finding.severity, finding.fix) == ("warning", None)


def test_a_title_that_is_left_untranslated_is_no_cited_one() -> None:
    row = Segment("据《绿色增长》指出", "As 《绿色增长》 says", row=1)
    (finding,) = check_segments([row], MATCHER, codes={"T201"})
    assert (finding.matched, finding.severity) == ("绿色增长", "warning")


def test_a_term_in_code_is_no_place_and_no_rendering() -> None:
    in_source = Segment("运行`绿色增长`。", "Run it.", row=1)
    in_target = Segment("绿色增长。", "See docs/green-growth/a.md.", row=2)
    codes = [f.code for f in check_segments([in_source, in_target], MATCHER)]
    assert codes == ["T201"]


def test_numbers_in_placeholders_and_addresses_are_no_numbers() -> None:
    row = Segment(
        "见https://example.org/2023/88。",
        "See https://example.org/2021/77.",
        row=1,
    )
    assert check_segments([row], MATCHER) == []


def test_extraction_proposes_no_code() -> None:
    rows = [
        Segment("设置{farm_size}很重要", "Set {farm_size}, which is important"),
        Segment("请设置{farm_size}", "Please set {farm_size}"),
    ]
    assert not any("farm_size" in f"{c.zh} {c.en}" for c in extract(rows))


XLIFF = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"
    xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0">
<file original="a" source-language="zh" target-language="en" datatype="plaintext"><body>
{}
</body></file></xliff>"""

UNIT = '<trans-unit id="1"{}><source>绿色增长</source><target>绿色增长</target></trans-unit>'
OPEN_UNIT = UNIT.format(' translate="yes"')
UNITS = [
    (UNIT.format(""), ["T201"]),
    (UNIT.format(' translate="no"'), []),
    (OPEN_UNIT, ["T201"]),
    (f'<group translate="no">{UNIT.format("")}</group>', []),
    (f'<group translate="no">{OPEN_UNIT}</group>', ["T201"]),
    (
        '<trans-unit id="1"><source>要<mrk mtype="protected">绿色增长</mrk></source>'
        '<target>Do <mrk mtype="protected">绿色增长</mrk></target></trans-unit>',
        [],
    ),
    (
        '<trans-unit id="1"><source>绿色增长</source><seg-source><mrk mtype="seg" mid="1">绿色增长'
        '</mrk></seg-source><target><mrk mtype="seg" mid="1">绿色增长</mrk></target>'
        '<sdl:seg-defs><sdl:seg id="1" locked="true"/></sdl:seg-defs></trans-unit>',
        [],
    ),
]


@pytest.mark.parametrize(("units", "codes"), UNITS)
def test_units_that_are_not_to_be_translated(
    tmp_path: Path, units: str, codes: list[str]
) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(XLIFF.format(units), encoding="utf-8")
    assert [
        f.code for f in check_segments(load_segments(path), MATCHER)
    ] == codes
