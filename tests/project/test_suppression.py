"""What the comments of a text silence, beside the plainest way to say it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nqpterms.model.findings import Finding
from nqpterms.model.places import Place
from nqpterms.project.suppression import unsuppressed

VERBS = ("disable", "enable", "disable-next-line")
CODES = ("T101", "T201", "T1", "N", "")
LINES = st.lists(
    st.none() | st.tuples(st.sampled_from(VERBS), st.sampled_from(CODES)),
    max_size=12,
)


def is_silent(code: str, at: int, lines: list[tuple[str, str] | None]) -> bool:
    """Line by line down to the finding's own: the last comment that speaks of its code holds."""
    silent = False
    for number, order in enumerate(lines[:at], start=1):
        if order is None or not code.startswith(order[1]):
            continue
        verb = order[0]
        if verb == "disable-next-line":
            if number + 1 == at:
                return True
        else:
            silent = verb == "disable"
    return silent


@given(LINES)
def test_each_line_hears_what_the_comments_above_it_say(lines) -> None:
    text = "\n".join(
        f"<!-- nqpterms-{order[0]} {order[1]} -->" if order else "x"
        for order in lines
    )
    findings = [
        Finding(code, "warning", "m", place=Place(line))
        for line in range(1, len(lines) + 1)
        for code in ("T101", "T201", "N401")
    ]
    audible = {
        (one.code, one.place.line) for one in unsuppressed(findings, text)
    }
    assert audible == {
        (one.code, one.place.line)
        for one in findings
        if not is_silent(one.code, one.place.line or 0, lines)
    }


def test_what_stands_nowhere_is_heard() -> None:
    finding = Finding("T101", "warning", "m")
    assert unsuppressed([finding], "<!-- nqpterms-disable -->\n") == [finding]
