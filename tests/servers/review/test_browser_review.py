"""Check in a real browser, from drop to finish: by keyboard, on a phone, in two windows, after a
crash; nothing runs that a file, a name or a term would like to run."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from servers.review.conftest import DRAFT, GLOSSARY
from servers.review.live_server import LiveServer, live_server

from nqpterms.project.decisions import load_decisions

pytestmark = pytest.mark.slow
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
HARM = "<img src=x onerror=alert(1)></script><script>alert(2)</script>\"'><svg onload=alert(3)>"
PATIENCE = 120_000  # ms: a loaded machine is no failure
ZH = "# 茶园\n\n村里有一座茶园。茶园很老。\n"


@pytest.fixture
def server(house: Path) -> Iterator[LiveServer]:
    pytest.importorskip("uvicorn")
    with live_server(house) as running:
        yield running


@pytest.fixture
def errors() -> list[str]:
    """What went wrong on the pages of `opened`."""
    return []


def opened(
    browser: Any,
    server: LiveServer,
    errors: list[str],
    *,
    size: dict[str, int] = DESK,
    scheme: str = "light",
) -> Any:
    """A page of a browser that has opened the address; what goes wrong on it is noted."""
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(f"dialog: {dialog.message}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((server.root, "data:", "blob:"))
            else errors.append(f"request: {request.url}")
        ),
    )
    page.goto(server.address)
    return page


def to_first_decision(page: Any, name: str = "draft.en.md") -> None:
    page.goto(page.url.partition("?")[0])
    page.click(f"text={name}")
    page.wait_for_selector("#decision")
    page.wait_for_load_state()  # until then no key is listened to


def verdicts(folder: Path) -> list[tuple[str, str]]:
    path = folder / "nqpterms-decisions.jsonl"
    if not path.is_file():
        return []
    return [(one.decision, one.fix) for one in load_decisions(path).values()]


def test_from_drop_to_finish_by_keyboard_alone(
    browser: Any, tmp_path: Path, errors: list[str]
) -> None:
    source, folder = tmp_path / "mine", tmp_path / "work"
    source.mkdir()
    folder.mkdir()
    (source / "terms.tsv").write_text(GLOSSARY, encoding="utf-8")
    (source / "茶园.md").write_text(ZH, encoding="utf-8")
    (source / "garden.md").write_text(DRAFT, encoding="utf-8")
    with live_server(folder) as server:
        page = opened(browser, server, errors)
        page.set_input_files("#files", str(source / "terms.tsv"))
        page.wait_for_selector("text=used from now on")
        page.set_input_files("#files", [str(source / "茶园.md"), str(source / "garden.md")])
        link = page.wait_for_selector("a:has-text('garden')")
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#decision")
        assert (folder / "garden.zh.md").is_file() and (folder / "garden.en.md").is_file()
        total = int(page.inner_text("#count").split()[2])
        page.keyboard.press("1")
        for decided in range(1, total):
            page.wait_for_selector(f"#count:has-text('{decided} of {total} decided')")
            page.keyboard.press("i")
        page.wait_for_selector(".nothing-left")
        assert "Nothing is left to decide" in page.inner_text("#decision")
        for key in ("Tab", "Enter"):
            page.keyboard.press(key)
        page.wait_for_selector("text=Files to save")
        assert page.inner_text(".changes ins")
        page.focus("text=Put them into the file")
        page.keyboard.press("Enter")
        page.wait_for_selector("#decision")
        text = (folder / "garden.en.md").read_text(encoding="utf-8")
        assert text != DRAFT and len(verdicts(folder)) == total
    assert errors == []


def test_each_key_does_what_the_page_says(
    browser: Any, server: LiveServer, house: Path, errors: list[str]
) -> None:
    page = opened(browser, server, errors)
    to_first_decision(page)

    def press(key: str, *, until: str) -> None:
        page.keyboard.press(key)
        page.wait_for_selector(f"text={until}")

    press("j", until="place 2 of 2")
    press("k", until="place 1 of 2")
    press("i", until="1 of 2 decided")
    press("u", until="0 of 2 decided")
    press("Shift+I", until="2 of 2 decided")
    assert verdicts(house) == [("ignore", "")] * 2
    press("u", until="0 of 2 decided")
    page.keyboard.press("o")
    page.keyboard.type("tea hill")
    press("Enter", until="1 of 2 decided")
    assert verdicts(house) == [("fixed", "tea hill")]
    press("u", until="0 of 2 decided")
    page.keyboard.press("p")
    page.wait_for_selector(".elsewhere mark")
    page.keyboard.press("?")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    page.wait_for_timeout(300)
    assert verdicts(house) == []
    assert errors == []


def test_two_windows_and_a_killed_server_lose_nothing(
    browser: Any, server: LiveServer, house: Path, errors: list[str]
) -> None:
    left, right = (opened(browser, server, errors) for _ in range(2))
    to_first_decision(left)
    to_first_decision(right)
    right.keyboard.press("j")
    right.wait_for_selector("#decision[data-at='1']")
    left.keyboard.press("i")
    left.wait_for_selector("text=1 of 2 decided")
    server.kill()
    right.keyboard.press("i")
    right.wait_for_selector("text=The server does not answer")
    assert verdicts(house) == [("ignore", "")]
    server.start()
    again = opened(browser, server, errors)
    to_first_decision(again)
    assert again.inner_text("#count") == "1 of 2 decided"
    again.keyboard.press("i")
    again.wait_for_selector("text=2 of 2 decided")
    assert verdicts(house) == [("ignore", "")] * 2
    assert errors == []


def test_hostile_names_texts_and_terms_do_nothing(
    browser: Any, tmp_path: Path, errors: list[str]
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    rows = [f"{line}\t" for line in GLOSSARY.splitlines()]
    rows[0] += "note"
    rows[-1] += HARM
    glossary = "\n".join(rows) + "\n"
    (folder / "terms.tsv").write_text(glossary, encoding="utf-8")
    (folder / "nqpterms.toml").write_text('glossaries = ["terms.tsv"]\n', encoding="utf-8")
    name = "<img src=x onerror=alert(5)>.en.txt"
    (folder / name).write_text(f"A tea yard {HARM} is here.\n\n{HARM}\n", encoding="utf-8")
    with live_server(folder) as server:
        page = opened(browser, server, errors)
        page.click(".texts a")
        page.wait_for_selector("#decision")
        page.keyboard.press("c")
        page.keyboard.press("p")
        page.wait_for_selector(".elsewhere .sum")
        page.goto(page.url.replace("/check/", "/finish/").partition("?")[0])
        page.wait_for_selector("text=Files to save")
        assert page.evaluate("document.querySelectorAll('img, svg[onload]').length") == 0
    assert errors == []


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESK, "light"), (DESK, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_every_page_can_be_read_by_everybody(
    browser: Any, server: LiveServer, errors: list[str], size: dict[str, int], scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(browser, server, errors, size=size, scheme=scheme)

    def look() -> None:
        found = axe.run(page).response["violations"]
        grave = [one["id"] for one in found if one["impact"] in ("serious", "critical")]
        assert grave == [], page.url
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], page.url

    look()
    to_first_decision(page)
    look()
    page.keyboard.press("c")
    page.keyboard.press("p")
    page.wait_for_selector(".elsewhere mark")
    look()
    page.keyboard.press("i")
    page.wait_for_selector("#decision[data-at='1']")
    page.goto(page.url.partition("?")[0] + "?list=1")
    look()
    page.keyboard.press("f")
    page.wait_for_selector(".nothing-left")
    look()
    page.goto(page.url.replace("/check/", "/finish/").partition("?")[0])
    look()
    assert errors == []


def test_who_does_not_finish_a_request_is_sent_away(server: LiveServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=120) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert slow.recv(100) == b""
