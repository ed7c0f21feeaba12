"""The pages beside Check in a real browser: each from end to end by keyboard alone, then on a phone
in the dark, without a violation that axe finds, and with terms that would like to run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from report.browser import listening
from servers.review.browser_windows import DESK, PHONE, Windows
from servers.review.live_server import LiveServer, live_server

from nqpterms.formats.results.corrections import load_known_beads
from nqpterms.formats.terms.glossary_tsv import load
from nqpterms.model.alignment import KnownBead
from nqpterms.project.candidate_answers import CANDIDATES_FILE, load_answers

pytestmark = pytest.mark.slow
HARM = "<img src=x onerror=alert(1)><script>alert(2)</script>"
WHOLE = "#results:not(:has([data-again]))"  # nothing of it is still to come


@pytest.fixture
def server(harbour: Path) -> Iterator[LiveServer]:
    pytest.importorskip("uvicorn")
    (harbour / "pier.zh.txt").write_text(
        "渡轮公司。\n\n码头很长。\n\n茶很好。\n", encoding="utf-8"
    )
    english = "The ferry company.\n\nThe quay is long.\n\nThe tea is good.\n"
    (harbour / "pier.en.txt").write_text(english, encoding="utf-8")
    with live_server(harbour) as running:
        yield running


Opened = Callable[..., Any]


@pytest.fixture
def opened(windows: Windows, server: LiveServer) -> Opened:
    """``opened(path)`` gives a window on a page of the server."""
    return partial(windows.open, server)


def test_a_concept_is_found_and_changed_by_keyboard(
    opened: Opened, harbour: Path
) -> None:
    page = opened("/terms")
    listening(page, "#query:focus")
    page.keyboard.type("matou")
    page.wait_for_selector("#results:not([aria-busy]) >> text=码头")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.input_value("#query") == "matou"
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    listening(page, "#concept")
    page.locator("input[name=term]").nth(3).focus()
    page.keyboard.type("wharf")
    page.locator("select[name=status]").nth(3).focus()
    page.keyboard.press("ArrowDown")  # preferred
    page.wait_for_selector("#problems >> text=G501")
    page.keyboard.press("ArrowDown")  # admitted
    page.wait_for_selector("#problems:not(:has-text('G501'))")
    page.locator("input[name=term]").nth(3).focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Written.")
    terms = [
        (term.text, term.status)
        for _, term in load(harbour / "port.tsv").terms()
    ]
    assert ("wharf", "admitted") in terms


def test_candidates_are_decided_by_keyboard(
    opened: Opened, harbour: Path
) -> None:
    page = opened("/candidates")
    first = listening(page, ".candidate.now").get_attribute("data-zh")
    page.keyboard.press("r")
    page.wait_for_selector(".candidate.reject")
    second = page.wait_for_selector(
        ".candidate.now:not(.reject)"
    ).get_attribute("data-zh")
    page.keyboard.press("e")
    page.keyboard.type("a thing of the port")
    page.keyboard.press("Enter")
    page.wait_for_selector(".candidate.accept")
    answers = {
        one.zh: (one.decision, one.en)
        for one in load_answers(harbour / CANDIDATES_FILE)
    }
    assert answers[str(first)][0] == "reject"
    assert answers[str(second)] == ("accept", "a thing of the port")


def test_a_term_is_looked_for_by_keyboard(opened: Opened) -> None:
    page = opened("/concordance")
    page.wait_for_selector(f"{WHOLE} >> .common >> text=渡轮")
    listening(page, "#term:focus")
    page.keyboard.type("渡轮")
    page.keyboard.press("Enter")
    listening(page, f"{WHOLE} >> .concordance mark")
    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(
        "document.activeElement.matches('.concordance li:nth-child(2)')"
    )


def test_an_alignment_is_mended_by_keyboard(
    opened: Opened, harbour: Path
) -> None:
    page = opened("/alignment/pair/pier")
    listening(page, f"{WHOLE} >> .bead.now")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.wait_for_selector(".bead.known")
    assert KnownBead((3,), ()) in load_known_beads(harbour / "pier.anchors")
    page.wait_for_selector("text=2 put right")
    page.keyboard.press("u")
    page.wait_for_selector("text=1 put right")


def test_a_change_of_a_term_is_taken_back_by_a_key(
    opened: Opened, harbour: Path
) -> None:
    before = (harbour / "port.tsv").read_bytes()
    page = opened("/terms/concept/quay")
    write_term(page, "wharf")
    listening(page, "text=Written.")
    assert (harbour / "port.tsv").read_bytes() != before
    page.keyboard.press("u")
    listening(page, "text=Taken back")
    assert (harbour / "port.tsv").read_bytes() == before


def write_term(page: Any, text: str) -> None:
    """Write one more term into the form of a concept, and send it by keyboard."""
    page.locator("input[name=term]").nth(3).fill(text)
    page.locator("select[name=status]").nth(3).select_option("admitted")
    page.locator("input[name=term]").nth(3).press("Control+Enter")


def test_two_windows_on_one_concept(opened: Opened, harbour: Path) -> None:
    first, second = (opened("/terms/concept/quay") for _ in range(2))
    write_term(first, "wharf")
    listening(first, "text=Written.")
    write_term(second, "jetty")
    listening(second, "text=meanwhile")
    assert second.locator("input[name=term]").nth(3).input_value() == "jetty"
    terms = [term.text for _, term in load(harbour / "port.tsv").terms()]
    assert "wharf" in terms and "jetty" not in terms


def test_two_windows_on_the_candidates(opened: Opened, harbour: Path) -> None:
    first, second = (opened("/candidates") for _ in range(2))
    for page in (first, second):
        listening(page, ".candidate.now")
    first.keyboard.press("r")
    first.wait_for_selector(".candidate.reject")
    second.keyboard.press("j")
    second.keyboard.press("a")
    second.wait_for_selector(".candidate.accept")
    answers = [one.decision for one in load_answers(harbour / CANDIDATES_FILE)]
    assert sorted(answers) == ["accept", "reject"]


def test_two_windows_on_one_alignment(opened: Opened, harbour: Path) -> None:
    first, second = (opened("/alignment/pair/pier") for _ in range(2))
    for page in (first, second):
        listening(page, f"{WHOLE} >> .bead.now")
    first.keyboard.press("c")
    first.wait_for_selector("text=1 put right")
    for key in "jjc":
        second.keyboard.press(key)
    second.wait_for_selector("text=2 put right")
    assert len(load_known_beads(harbour / "pier.anchors")) == 2


def test_what_a_killed_server_did_not_write_can_be_sent_again(
    opened: Opened, server: LiveServer, harbour: Path
) -> None:
    before = (harbour / "port.tsv").read_bytes()
    terms, candidates = opened("/terms/concept/quay"), opened("/candidates")
    alignment = opened("/alignment/pair/pier")
    listening(candidates, ".candidate.now")
    listening(alignment, f"{WHOLE} >> .bead.now")
    candidates.keyboard.press("r")
    candidates.wait_for_selector(".candidate.reject")
    server.kill()
    write_term(terms, "wharf")
    candidates.keyboard.press("a")
    alignment.keyboard.press("c")
    for page in (terms, candidates, alignment):
        page.wait_for_selector("text=The server does not answer")
    assert (harbour / "port.tsv").read_bytes() == before
    assert [
        one.decision for one in load_answers(harbour / CANDIDATES_FILE)
    ] == ["reject"]
    assert not (harbour / "pier.anchors").exists()
    server.start()
    for page, key, ready, written in (
        (terms, "Control+Enter", "#concept", "text=Written."),
        (candidates, "a", ".candidate.now", ".candidate.accept"),
        (alignment, "c", f"{WHOLE} >> .bead.now", "text=1 put right"),
    ):
        again = page.context.new_page()
        again.goto(server.address)  # which has another word now
        again.goto(page.url)
        listening(again, ready)
        page.bring_to_front()
        page.keyboard.press(key)
        listening(page, written)
    assert "wharf" in (harbour / "port.tsv").read_text("utf-8")
    assert len(load_known_beads(harbour / "pier.anchors")) == 1


@pytest.mark.parametrize(
    ("path", "ready"),
    [
        ("/terms?q=渡轮", ".term-results"),
        ("/terms/concept/ferry", "#concept"),
        ("/terms/merge", "form"),
        ("/terms/export", "table"),
        ("/candidates", ".candidate.now"),
        ("/concordance?term=渡轮", f"{WHOLE} >> .concordance mark"),
        ("/alignment/pair/pier", f"{WHOLE} >> .bead.now"),
    ],
)
def test_nothing_that_axe_finds(opened: Opened, path: str, ready: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    for size, scheme in ((DESK, "light"), (PHONE, "dark")):
        page = opened(path, size=size, scheme=scheme)
        listening(page, ready)
        found = axe.Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], path


def test_keys_can_be_turned_off(opened: Opened, harbour: Path) -> None:
    page = opened("/candidates")
    first = listening(page, ".candidate.now")
    page.locator("#keys-on").uncheck()
    first.focus()
    page.keyboard.press("r")
    page.locator("#keys-on").check()
    first.focus()
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.wait_for_selector(".candidate.accept")
    answers = [
        (one.zh, one.decision)
        for one in load_answers(harbour / CANDIDATES_FILE)
    ]
    assert answers == [
        (page.get_attribute(".candidate.accept", "data-zh"), "accept")
    ]
    assert first.get_attribute("data-zh") != answers[0][0]


def test_no_term_runs(opened: Opened, harbour: Path) -> None:
    (harbour / "harm.tsv").write_text(
        f"zh\ten\n渡轮{HARM}\tferry {HARM}\n", encoding="utf-8"
    )
    rows = (harbour / "port.tsv").read_text("utf-8")
    harm = f"harm\tzh\t害{HARM}\tpreferred\t\t\t\nharm\ten\t{HARM}\tpreferred\t\t\t{HARM}\n"
    (harbour / "port.tsv").write_text(rows + harm, encoding="utf-8")
    for path, ready in (
        ("/terms?q=害", "#results"),
        ("/terms/concept/harm", "#concept"),
        ("/concordance?term=渡轮", f"{WHOLE} >> .concordance mark"),
        ("/candidates", ".candidate.now"),
    ):
        listening(opened(path), ready)
