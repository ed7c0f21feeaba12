"""Comments in a text silence what they name, where they say."""

from __future__ import annotations

import pytest

from nqpterms.model.findings import Finding
from nqpterms.model.places import Place
from nqpterms.project.suppression import unsuppressed


def lines(text: str, code: str = "T101") -> list[int | None]:
    """The lines on which a finding of a code is still heard."""
    count = text.count("\n") + 1
    found = [Finding(code, "warning", "m", place=Place(line)) for line in range(1, count + 1)]
    return [finding.place.line for finding in unsuppressed(found, text)]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("a\nb", [1, 2]),
        ("a\n<!-- nqpterms-disable T101 -->\nb", [1]),
        ("a\n<!-- nqpterms-disable T1, T2 -->\nb\n<!-- nqpterms-enable -->\nc", [1, 4, 5]),
        ("<!--nqpterms-disable-->\nb\n<!-- nqpterms-enable T101 -->\nc", [3, 4]),
        ("<!-- nqpterms-disable T2 -->\nb", [1, 2]),
        ("<!-- nqpterms-disable-next-line T101 -->\nb\nc", [1, 3]),
        ("<!-- nqpterms-disable-next-line T204 -->\nb", [1, 2]),
    ],
)
def test_what_is_heard(text: str, heard: list[int]) -> None:
    assert lines(text) == heard


def test_a_finding_without_a_line_is_heard() -> None:
    finding = Finding("T301", "info", "m")
    assert unsuppressed([finding], "<!-- nqpterms-disable -->") == [finding]
