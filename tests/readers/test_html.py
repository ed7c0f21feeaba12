from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.readers.html import html_blocks
from nqpterms.readers.text_blocks import Block, TextSource

PAGE = """<!DOCTYPE html>
<html><head><title>Not shown</title><style>p {}</style></head>
<body class="page"><nav><a href="/">Home</a></nav>
<h1>学校&amp;道路</h1>
<p>第一
行 和 <b>bold</b>&nbsp;text<sup><a href="#n1">1</a></sup>, x<sup>th</sup>.
<p>Never closed &lt;here
<h2>一、目标</h2>
one<br>two<br/>
<pre>a
b</pre>
<ol><li>first<li value="5">fifth</ol>
<table><tr><td>left<td>right</table>
<p hidden>secret</p><div style="display: none">secret</div>
<div class="share">Share</div>
<script>if (a < b) { x("</p>") }</script>
<footer>The end</footer></body></html>
"""


def blocks(text: str) -> list[Block]:
    return html_blocks(TextSource(text))


def test_blocks_of_a_page() -> None:
    found = [
        (b.text, b.level, b.number, b.kind, b.passage.line)
        for b in blocks(PAGE)
    ]
    assert found == [
        ("Home", None, None, "chrome", 3),
        ("学校&道路", 1, None, "text", 4),
        ("第一行 和 bold\xa0text¹, xth.", None, None, "text", 5),
        ("Never closed <here", None, None, "text", 7),
        ("一、目标", 2, None, "text", 8),
        ("one", None, None, "text", 9),
        ("two", None, None, "text", 9),
        ("a", None, None, "text", 10),
        ("b", None, None, "text", 11),
        ("first", None, "1", "text", 12),
        ("fifth", None, "5", "text", 12),
        ("left", None, None, "text", 13),
        ("right", None, None, "text", 13),
        ("Share", None, None, "chrome", 15),
        ("The end", None, None, "chrome", 17),
    ]


def test_every_code_point_has_its_own_place() -> None:
    changed = set("&<\xa0¹ ")  # written in another way in the file
    for block in blocks(PAGE):
        for at, char in enumerate(block.text):
            offset, place = block.passage.locate(at)
            assert char in changed or PAGE[offset] == char
            line = PAGE.split("\n")[(place.line or 0) - 1]
            assert (
                PAGE[offset] == "\n"
                or line[(place.column or 0) - 1] == PAGE[offset]
            )


def test_what_stands_around_the_main_part_is_chrome() -> None:
    page = f"<h1>Title</h1><p>Before</p><main><p>{'Long text. ' * 9}</p></main><p>After</p>"
    assert [b.kind for b in blocks(page)] == [
        "text",
        "chrome",
        "text",
        "chrome",
    ]


def test_broken_pages_are_read_all_the_same() -> None:
    assert [
        b.text
        for b in blocks(
            "<p>a<![x[b]]><!-- c --><p>&#xD800;d</div></p>&unknown; &#0;"
        )
    ]
    assert [b.text for b in blocks("a < b && c &amp d <")] == [
        "a < b && c & d <"
    ]
    assert [b.text for b in blocks("<![CDATA[a & b]]>c")] == ["a & bc"]
    assert len(blocks("<p" * 2000)) < 2
    assert len(blocks("<p>x" * 2000 + "</div>" * 2000)) == 2000


@pytest.mark.parametrize(
    "page",
    [
        "<div class='TRS_Editor'>text</main></div>",
        "<div hidden>gone</hidden></div>text",
        "<b>text</bold></b>",
        "<div class='chrome nav'>gone</chrome></div>text",
    ],
)
def test_a_closing_tag_closes_only_what_a_tag_opened(page: str) -> None:
    assert [block.text for block in blocks(page) if block.kind == "text"] == [
        "text"
    ]


def test_an_element_is_not_what_its_name_means_elsewhere() -> None:
    assert [
        (b.text, b.kind) for b in blocks("<hidden>a</hidden><chrome>b</chrome>")
    ] == [("ab", "text")]


@given(
    st.lists(
        st.sampled_from(
            [
                *"<>/&;!-[]=\"' \n\r学a",
                "<p>",
                "</p>",
                "<br>",
                "&amp;",
                "<!",
                "<![",
                "<li>",
                "<div id=zoom>",
                "</div>",
                "</main>",
                "<article>",
            ]
        )
    )
)
def test_no_page_is_too_broken(parts: list[str]) -> None:
    page = "".join(parts)
    for block in blocks(page):
        assert block.text
        assert 0 <= block.passage.locate(0).offset < len(page)
