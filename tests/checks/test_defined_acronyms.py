"""What a document says its acronyms stand for, as the checks take it."""

from __future__ import annotations

from nqpterms.checks.registry import check_document, check_segments
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.document import Document, Passage, Section
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import Concept, Term, TermBase

HARBOUR = Concept(
    "harbour",
    (
        Term("绿色港湾", "zh-Hans", "preferred"),
        Term("green harbour zone", "en", "preferred"),
        Term("verdant port area", "en", "deprecated"),
        Term("GHA", "en", "deprecated", type="acronym"),
    ),
)
MATCHER = Matcher(TermBase((HARBOUR,)))


def findings(*texts: str) -> list[Finding]:
    """What is said of a document whose paragraphs are some texts."""
    passages = tuple(Passage(text) for text in texts)
    return check_document(
        Document("a.txt", "en", Section(None, None, 0, passages)), MATCHER
    )


def places(code: str, *texts: str) -> list[str]:
    return [
        finding.matched for finding in findings(*texts) if finding.code == code
    ]


def test_an_acronym_of_a_deprecated_form_is_as_wrong_as_the_form() -> None:
    texts = (
        "A verdant port area (VPA) opens.",
        "The VPA grows.",
        "Ships like VPAs.",
    )
    assert places("T101", *texts) == ["verdant port area", "VPA", "VPA", "VPA"]
    assert len({finding.group for finding in findings(*texts)}) == 1


def test_only_in_its_own_capitals_and_as_a_word_of_its_own() -> None:
    texts = (
        "A verdant port area (VPA) opens.",
        "A vpa, an AVPA and a VPA-like thing.",
    )
    assert places("T101", *texts) == ["verdant port area", "VPA"]


def test_an_acronym_of_the_right_form_is_right() -> None:
    assert findings("A green harbour zone (GHZ) opens.", "The GHZ grows.") == []


def test_an_acronym_that_the_document_gives_to_something_else_is_no_term_of_ours() -> (
    None
):
    assert places("T101", "The GHA grows.") == ["GHA"]
    assert (
        findings("The Grand Hotel Association (GHA) met.", "The GHA grows.")
        == []
    )


def test_nobody_should_introduce_what_nobody_should_use() -> None:
    assert (
        places("T104", "The GHA grows.", "A verdant port area (GHA) opens.")
        == []
    )


def test_one_cause_is_one_finding_beside_the_source() -> None:
    rows = [
        ("绿色港湾", "A verdant port area (VPA)"),
        ("绿色港湾很大", "The VPA is big."),
    ]
    segments = [Segment(zh, en, row=n) for n, (zh, en) in enumerate(rows, 1)]
    assert {finding.code for finding in check_segments(segments, MATCHER)} == {
        "T101"
    }
