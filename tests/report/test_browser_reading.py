"""What a reader does with the report, in a real browser: partners, cards, search, keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from report.browser import DESK, PHONE, Log, opened

from nqpterms.project.decisions import DECISIONS_FILE, load_decisions
from nqpterms.project.finding_records import load_findings

pytestmark = pytest.mark.slow


@pytest.fixture
def page(browser: Any, pages: dict[str, Path]) -> Iterator[Any]:
    log: Log
    with opened(browser, pages["demo"]) as (shown, log):
        yield shown
        assert log.errors == []
        assert log.requests == [pages["demo"].as_uri()]


def lit(page: Any) -> list[str]:
    return page.eval_on_selector_all(
        ".lit", "nodes => nodes.map(n => n.closest('[lang]').lang)"
    )


def filtered(page: Any) -> None:
    """Wait until the filters are applied, all of what was typed and not its beginning.

    The page's policy forbids to ask it by evaluation.
    """
    page.locator("#shown:not([aria-busy])", has_text=" of ").wait_for()


def shown_rows(page: Any) -> int:
    return page.locator(".row:not(.section):not(.label):visible").count()


def test_pointing_at_a_sentence_lights_its_partner(page: Any) -> None:
    sentence = page.locator(".row.paragraph:not(.alone) .en .s").first
    sentence.hover()
    assert {"zh-Hans", "en"} <= set(lit(page))
    page.locator(".row.paragraph:not(.alone) .zh .s").nth(3).hover()
    assert {"zh-Hans", "en"} <= set(lit(page))


def test_pointing_at_a_heading_lights_the_other_one(page: Any) -> None:
    page.locator(".row.section:not(.alone) h3").first.hover()
    assert sorted(lit(page)) == ["en", "zh-Hans"]


def test_a_term_lights_its_rendering(page: Any) -> None:
    page.locator(".row.paragraph .zh a.t").first.focus()
    assert page.locator("a.t.same").count() >= 2


def test_a_card_opens_by_click_and_closes_by_escape(page: Any) -> None:
    term = page.locator(
        ".en a.t", has_text="new quality productive forces"
    ).first
    term.click()
    card = page.locator("dialog#card")
    card.wait_for(state="visible")
    assert "新质生产力" in card.inner_text()
    assert "new quality productivity" in card.inner_text()
    assert "9" in card.locator(".legend").inner_text()
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    assert term.evaluate("node => node === document.activeElement")


def test_a_card_opens_by_keyboard(page: Any) -> None:
    term = page.locator(".zh a.t").first
    term.focus()
    page.keyboard.press("Enter")
    page.locator("dialog#card").wait_for(state="visible")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    assert term.evaluate("node => node === document.activeElement")


def test_the_card_of_a_finding_tells_the_finding(page: Any) -> None:
    page.locator("mark a.t").first.click()
    assert page.locator("dialog#card .note").count() >= 1


def test_a_card_can_show_only_its_rows(page: Any) -> None:
    every = shown_rows(page)
    page.locator(".en a.t", has_text="venture capital").first.click()
    page.locator("[data-act=only]").click()
    assert 0 < shown_rows(page) < every
    assert "of" in page.locator("#shown").inner_text()


@pytest.mark.parametrize(
    "query", ["新质生产力", "新質生產力", "NEW quality productive", "“不”"]
)
def test_search_in_both_scripts(page: Any, query: str) -> None:
    every = shown_rows(page)
    page.keyboard.press("/")
    page.keyboard.type(query)
    filtered(page)
    assert (shown_rows(page) == 0) == (query == "“不”")
    assert shown_rows(page) < every
    if query == "“不”":
        page.locator("#nothing").wait_for(state="visible")
        page.locator("#nothing button").click()
    else:
        assert page.evaluate("CSS.highlights.get('found').size") > 3
        page.keyboard.press("Escape")
    assert shown_rows(page) == every


def test_traditional_and_simplified_find_the_same(page: Any) -> None:
    told = []
    for query in ("新质生产力", "新質生產力"):
        page.fill("#query", query)
        filtered(page)
        told.append(page.locator("#shown").inner_text())
    assert told[0] == told[1]


@pytest.mark.parametrize("chosen", ["found", "alone", "T101"])
def test_filters_say_how_much_they_show(page: Any, chosen: str) -> None:
    page.select_option("#show", chosen)
    filtered(page)
    assert (
        page.locator("#shown").inner_text().startswith(f"{shown_rows(page)} of")
    )
    page.locator("#clear").click()
    assert page.locator("#shown").inner_text().endswith(" rows")


def test_filter_by_section_and_by_term_meet(page: Any) -> None:
    part = page.locator("#section option").nth(4).get_attribute("value")
    page.select_option("#section", part)
    filtered(page)
    assert page.locator(".row:visible").count() > 0
    assert set(
        page.eval_on_selector_all(
            ".row:not([hidden])", "rows => rows.map(r => r.closest('.part').id)"
        )
    ) == {part}


def test_next_and_previous_finding(page: Any) -> None:
    page.keyboard.press("n")
    where = page.locator("#where").inner_text()
    total = int(where.rpartition(" ")[2])
    assert total > 10
    assert where == f"Finding 1 of {total}"
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") != first
    page.locator("mark.now").wait_for(state="visible")
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == first
    page.keyboard.press("p")
    assert page.locator("#where").inner_text() == f"Finding {total} of {total}"
    page.locator("#next").click()
    assert page.locator("#where").inner_text() == f"Finding 1 of {total}"


def test_next_finding_passes_over_what_a_filter_hides(page: Any) -> None:
    page.select_option("#show", "T205")
    filtered(page)
    seen = set()
    for _ in range(4):
        page.keyboard.press("n")
        seen.add(page.evaluate("document.activeElement.closest('.row').id"))
        assert (
            page.evaluate("document.activeElement.closest('.row').hidden")
            is False
        )
    assert 1 <= len(seen) <= 2


def test_next_finding_keeps_to_the_code_that_is_asked_for(page: Any) -> None:
    page.select_option("#show", "T201")
    filtered(page)
    codes = set()
    for _ in range(6):
        page.keyboard.press("n")
        codes.add(page.evaluate("document.activeElement.dataset.code"))
    assert codes == {"T201"}
    total = (
        page.locator("#show option[value=T201]").inner_text().strip("T201 ()")
    )
    assert page.locator("#where").inner_text().endswith(f"of {total}")


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_note_is_in_sight_when_its_mark_is(
    browser: Any, pages: dict[str, Path], size: tuple[int, int]
) -> None:
    in_sight = (
        "node => { const box = node.getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight; }"
    )
    with opened(browser, pages["demo"], size=size) as (page, _):
        for _ in range(5):
            page.keyboard.press("n")
            assert page.locator("#now .note").evaluate(in_sight)
            if page.locator("mark.now").count():
                assert page.locator("mark.now").evaluate(in_sight)


def test_decisions_are_kept_taken_back_and_saved(
    browser: Any, pages: dict[str, Path], tmp_path: Path
) -> None:
    with opened(browser, pages["demo"]) as (page, log):
        page.locator("#show").select_option("T205")
        filtered(page)
        page.keyboard.press("n")
        page.locator("#now [data-decide=admit]").wait_for(state="visible")
        page.keyboard.press("a")
        page.keyboard.press("i")
        assert page.locator("#decided").inner_text() == "2 decided"
        page.keyboard.press("u")
        assert page.locator("#decided").inner_text() == "1 decided"
        page.keyboard.press("d")
        page.reload()
        assert page.locator("#decided").inner_text() == "2 decided"
        with page.expect_download() as download:
            page.locator("#save").click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        assert path.name == DECISIONS_FILE
        decisions = load_decisions(path).values()
        assert sorted(one.decision for one in decisions) == ["admit", "fixed"]
        assert {one.code for one in decisions} == {"T205"}
        assert all(
            record.concept and record.matched for record in load_findings(path)
        )
        assert log.errors == []


def test_what_is_not_asked_for_shows_no_buttons(page: Any) -> None:
    page.keyboard.press("i")  # no finding is shown: nothing can be meant
    assert page.locator("#decided").inner_text() == ""
    page.locator("#now").wait_for(state="hidden")


def test_what_was_decided_is_passed_over_by_what_is_still_to_be_decided(
    page: Any,
) -> None:
    page.select_option("#show", "open")
    filtered(page)
    page.keyboard.press("n")
    total = int(page.locator("#where").inner_text().rpartition(" ")[2])
    page.keyboard.press("i")
    assert page.locator("#where").inner_text().endswith(f"of {total - 1}")


def test_terms_are_searched_and_sorted(page: Any) -> None:
    page.click(".views a[href='#terms']")
    first = page.locator("#term-list .card").first
    assert first.locator(".found").count() == 1
    every = page.locator("#term-list .card").count()
    page.fill("#term-query", "新質生產力")
    page.locator("#terms-shown", has_text=f"of {every}").wait_for()
    assert 0 < page.locator("#term-list .card:visible").count() < every
    page.fill("#term-query", "")
    page.select_option("#term-order", "places")
    places = page.eval_on_selector_all(
        "#term-list .card", "nodes => nodes.map(n => Number(n.dataset.places))"
    )
    assert places == sorted(places, reverse=True)
    first.locator("summary").click()
    first.locator(".forms").wait_for(state="visible")


@pytest.mark.parametrize("width", [360, 390, 1024, 1440])
@pytest.mark.parametrize("name", ["demo", "comparison", "one text"])
def test_nothing_overflows(
    browser: Any, pages: dict[str, Path], name: str, width: int
) -> None:
    with opened(browser, pages[name], size=(width, 800)) as (page, _):
        for link in page.locator(".views a").all():
            link.click()
            assert (
                page.evaluate("document.documentElement.scrollWidth") <= width
            )


def test_the_demo_prints_on_fourteen_pages(
    browser: Any, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["demo"]) as (page, _):
        printed = page.pdf(format="A4")
        assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) <= 14


def test_from_sentence_to_sentence_by_keyboard(page: Any) -> None:
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == first
    assert len(lit(page)) >= 1


def test_the_keys_are_told_and_can_be_switched_off(page: Any) -> None:
    page.keyboard.press("?")
    page.locator("dialog#keys").wait_for(state="visible")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    assert (
        page.locator("#where").inner_text().endswith(" findings")
    )  # of none in particular


def test_keys_type_in_the_search_field(page: Any) -> None:
    page.focus("#query")
    page.keyboard.type("nj?")
    assert page.input_value("#query") == "nj?"


def test_a_strip_leads_to_its_place(page: Any) -> None:
    page.click(".views a[href='#pictures']")
    page.locator("#pictures [data-column]").first.click()
    page.locator("#text").wait_for(state="visible")
    assert page.locator("#shown").inner_text().split()[1] == "of"


def test_a_link_to_a_finding_opens_there(
    browser: Any, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["demo"]) as (page, _):
        mark = page.locator("mark").last.get_attribute("id")
        page.goto(f"{pages['demo'].as_uri()}#{mark}")
        page.locator(f"#{mark}").wait_for(state="visible")
        assert (
            page.evaluate(
                f"document.getElementById('{mark}').getBoundingClientRect().top"
            )
            < 1000
        )


def test_without_script_everything_is_there(
    browser: Any, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["demo"], java_script_enabled=False) as (page, _):
        for view in ("#text", "#pictures", "#terms"):
            page.locator(view).wait_for(state="visible")
        page.locator("#query").wait_for(state="hidden")
        assert page.locator("#pictures rect[class^=k-]").count() > 30


def test_on_a_phone_columns_stack_and_findings_stand_inline(
    browser: Any, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["demo"], size=PHONE) as (page, _):
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        row = page.locator(".row:has(.note)").first
        boxes = [
            row.locator(f":scope > {side}").bounding_box()
            for side in (".zh", ".en", ".margin")
        ]
        tops = [box["y"] for box in boxes]
        assert tops == sorted(set(tops))
        page.click(".open-contents")
        page.locator("#contents").wait_for(state="visible")
        page.locator("#contents a").nth(3).click()
        page.locator("#contents").wait_for(state="hidden")


def test_on_a_desk_columns_stand_side_by_side(
    browser: Any, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["demo"], size=DESK) as (page, _):
        row = page.locator(".row:has(.note)").first
        lefts = [
            row.locator(f":scope > {s}").bounding_box()["x"]
            for s in (".zh", ".en", ".margin")
        ]
        assert lefts == sorted(set(lefts))
        page.locator("#contents").wait_for(state="visible")


def test_print_shows_both_columns_and_all_views(
    browser: Any, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["demo"]) as (page, _):
        page.emulate_media(media="print")
        row = page.locator(".row.paragraph:not(.alone)").first
        zh, en = (
            row.locator(f":scope > {side}").bounding_box()
            for side in (".zh", ".en")
        )
        assert zh["width"] > 100
        assert en["width"] > 100
        assert en["x"] > zh["x"]
        for view in ("#text", "#pictures"):
            page.locator(view).wait_for(state="visible")
        page.locator("#terms").wait_for(
            state="hidden"
        )  # an appendix that is asked for
        page.locator(".bar").wait_for(state="hidden")


def test_reduced_motion_moves_nothing(
    browser: Any, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["demo"], reduced_motion="reduce") as (page, _):
        page.locator("a.t").first.click()
        assert page.evaluate("document.getAnimations().length") == 0


def test_pages_with_little_to_show_say_so(
    browser: Any, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["nothing"]) as (page, log):
        assert "No findings" in page.locator(".steps").inner_text()
        for view in ("pictures", "terms"):
            page.click(f".views a[href='#{view}']")
            page.locator(f"#{view} .empty").first.wait_for(state="visible")
        assert log.errors == []
    with opened(browser, pages["one text"]) as (page, log):
        assert page.locator(".zh").count() == 0
        assert page.locator(".margin .note").count() > 0
        assert page.locator(".confidence, .dots").count() == 0
        assert log.errors == []


def test_a_comparison_tells_who_says_what(
    browser: Any, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["comparison"]) as (page, log):
        assert page.locator("#pictures .strip").count() > 3
        assert "mills.en.md" in page.locator("#pictures table").inner_text()
        page.locator("#pictures .name a").first.click()
        page.locator("dialog#card").wait_for(state="visible")
        page.keyboard.press("Escape")
        page.click(".views a[href='#findings']")
        assert "T101" in page.locator("#findings").inner_text()
        assert log.errors == []
        assert len(log.requests) == 1
