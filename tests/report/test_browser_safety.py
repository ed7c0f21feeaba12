"""A hostile text stays text in a real browser, and everybody can read the page (axe-core)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from report.browser import DESK, PHONE, opened

pytestmark = pytest.mark.slow


def axe() -> str:
    """The script of axe-core (MPL-2.0), as a package for tests brings it."""
    found = find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe-playwright-python is not installed")
    return (
        Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")
    )


@pytest.mark.parametrize("name", ["harm", "harm compared"])
def test_harm_does_nothing(
    browser: Any, pages: dict[str, Path], name: str
) -> None:
    with opened(browser, pages[name]) as (page, log):
        assert (
            page.locator("img, iframe, object, embed, link, base").count() == 0
        )
        assert page.locator("script").count() == 1
        assert (
            "<img src=x onerror=alert(1)>"
            in page.locator("#main").text_content()
        )
        handlers = (
            "nodes => nodes.flatMap(n => "
            "n.getAttributeNames()).filter(n => n.startsWith('on'))"
        )
        assert page.eval_on_selector_all("*", handlers) == []
        links = page.eval_on_selector_all(
            "a", "nodes => nodes.map(n => n.getAttribute('href'))"
        )
        assert {
            link.split(":")[0] for link in links if not link.startswith("#")
        } <= {"https"}
        for term in page.locator("a[href^='#c']:visible").all()[:3]:
            term.click()
            page.locator("dialog#card [data-act=close]").click()
        assert log.errors == []
        assert log.requests == [pages[name].as_uri()]


def test_the_policy_refuses_what_is_put_in_later(
    browser: Any, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["demo"]) as (page, log):
        page.evaluate(
            "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
            " document.body.append(s); document.body.insertAdjacentHTML('beforeend',"
            " '<img src=http://127.0.0.1:9/x onerror=\"window.ran = 2\">');"
            " const image = document.body.lastElementChild;"
            " return new Promise((done) => image.addEventListener('error', () => done())); }"
        )
        assert page.evaluate("window.ran") is None
        assert any("Content Security Policy" in error for error in log.errors)


def test_direction_marks_of_a_text_reach_no_further(
    browser: Any, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["harm"]) as (page, _):
        style = "node => getComputedStyle(node).unicodeBidi"
        for selector in (".en", "a.t", ".note bdi", "h1 bdi"):
            assert page.locator(selector).first.evaluate(style) in (
                "isolate",
                "plaintext",
            )


@pytest.mark.parametrize(
    ("name", "size", "scheme"),
    [
        ("demo", DESK, "light"),
        ("demo", DESK, "dark"),
        ("demo", PHONE, "light"),
        ("demo", PHONE, "dark"),
        ("comparison", DESK, "dark"),
        ("comparison", PHONE, "light"),
        ("one text", DESK, "light"),
        ("one text", PHONE, "dark"),
        ("nothing", DESK, "dark"),
        ("nothing", PHONE, "light"),
    ],
)
def test_axe_finds_nothing_serious(
    browser: Any,
    pages: dict[str, Path],
    name: str,
    size: tuple[int, int],
    scheme: str,
) -> None:
    source = axe()
    with opened(
        browser, pages[name], size=size, scheme=scheme, bypass_csp=True
    ) as (page, _):
        page.evaluate(source)
        found = []
        for link in page.locator(".views a").all():
            link.click()
            found += serious(page)
        if page.locator("#text a.t").count():
            page.click(".views a[href='#text']")
            page.locator("#text a.t").first.click()
            found += serious(page)
        assert found == []


def serious(page: Any) -> list[tuple[str, str]]:
    """The violations that axe calls serious or critical, each with its first place."""
    result = page.evaluate(
        "async () => await axe.run(document, {resultTypes: ['violations']})"
    )
    return [
        (
            violation["id"],
            violation["nodes"][0]["html"][:200],
            violation["nodes"][0]["failureSummary"],
        )
        for violation in result["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
