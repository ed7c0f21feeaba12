"""Web pages as Chinese and English offices and papers lay them out: what is text, what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.errors import FormatError
from nqpterms.files.remarks import RemarkListener, remarks_to
from nqpterms.model.document import Document
from nqpterms.readers.reading import read, read_text
from tests.readers.saved_pages import PAGES, SavedPage

P1 = "云岚省今年要新建一百所职业学校，每个县都要有一所，经费由省里和县里共同承担。"
P2 = "各县要在年底以前选好校址，明年春天开工，后年秋天招收第一批学生。"
P3 = "省教育厅负责编写教材，每两年修订一次，修订时要听取企业和学生的意见。"
E1 = "The province is to build a hundred vocational schools this year, one in every county."
E2 = "Counties choose the sites before the year ends, and building begins in the coming spring."
E3 = "The department of education writes the textbooks and asks companies what they think of them."


def told(page: str) -> tuple[str | None, list[str], list[str]]:
    """The title of a page, its headings and its paragraphs."""
    document = read_text(page, name="a.html", type="html")
    return _told(document)


def _told(document: Document) -> tuple[str | None, list[str], list[str]]:
    title = document.title.text if document.title else None
    sections = list(document.sections())
    headings = [section.title.text for section in sections if section.title]
    return (
        title,
        headings,
        [p.text for section in sections for p in section.paragraphs],
    )


def body(inner: str) -> str:
    return f"<html><head><meta charset=utf-8><title>x</title></head><body>{inner}</body></html>"


@pytest.mark.parametrize(
    ("inner", "title", "headings", "paragraphs"),
    [
        pytest.param(
            f"""<div class="header"><a href="/">首页</a> &gt; <a href="/zw">政务</a></div>
            <div class="article"><h1>关于办好职业学校的意见</h1>
            <div class="pages-date">2024-03-01 10:20 来源：云岚日报</div>
            <div class="TRS_Editor"><style>.TRS_Editor P{{}}</style>
            <p>　　<b>一、目标</b></p><p>　　{P1}</p><p>　　<strong>二、任务</strong></p>
            <p>　　{P2}</p><p>　　{P3}</p></div></div>
            <div class="editor">责任编辑：某某</div>
            <div class="pagination">上一页 1 2 3 下一页</div>
            <div class="footer">主办单位：云岚省人民政府办公厅<br>网站标识码：1234567890</div>""",
            "关于办好职业学校的意见", ["一、目标", "二、任务"], [P1, P2, P3],
            id="an editor's box between heads and feet",
        ),
        pytest.param(
            f"""<div id="UCAP-CONTENT"><p align="center"><strong>关于办好职业学校的意见</strong></p>
            <p>&emsp;&emsp;{P1}</p><p>&emsp;&emsp;<strong>怎样选校址</strong></p>
            <p>&emsp;&emsp;{P2}</p><p>&emsp;&emsp;<strong>怎样编教材</strong></p>
            <p>&emsp;&emsp;{P3}</p></div><p>扫一扫在手机打开当前页</p>""",
            "关于办好职业学校的意见", ["怎样选校址", "怎样编教材"], [P1, P2, P3],
            id="bold lines as headings, indents as entities",
        ),
        pytest.param(
            f"""<table><tr><td>关于办好职业学校的意见</td></tr><tr><td>
            <div class="content">　　{P1}<br><br>　　{P2}<br/>　　{P3}</div></td></tr></table>
            <table><tr><td>【字体：大 中 小】【打印本页】【关闭窗口】</td></tr></table>""",
            "关于办好职业学校的意见", [], [P1, P2, P3],
            id="line breaks as paragraphs, a table as layout",
        ),
        pytest.param(
            f"""<h1>关于办好职业学校的意见</h1><div class="bdsharebuttonbox">分享到：
            <a>微信</a><a>微博</a></div><p>　　{P1}</p><p>　　{P2}</p>
            <p>　　{P3}</p>
            <center><a>上一页</a> <b>1</b> <a>2</a> <a>3</a> <a>下一页</a></center>
            <p>（责编：某某、某某）</p>
            <div class="relevant"><h3>相关新闻</h3><ul><li>另一条新闻</li>
            <li>又一条新闻</li></ul></div>""",
            "关于办好职业学校的意见", [], [P1, P2, P3],
            id="share, pages, related news",
        ),
        pytest.param(
            f"""<a class="skip" href="#m">Skip to main content</a>
            <header><p>The Province</p></header>
            <div id="cookie-banner"><p>We use cookies to improve this site.</p>
            <button>OK</button></div>
            <nav><ul><li>News</li><li>Topics</li></ul></nav>
            <main id="m"><article><h1>Opinions on Vocational Schools</h1>
            <p class="byline">1 March</p>
            <h2>Sites</h2><p>{E1}</p><p>{E2}</p><h2>Textbooks</h2><p>{E3}</p></article></main>
            <aside><h3>More</h3></aside><footer>© 2024</footer>""",
            "Opinions on Vocational Schools", ["Sites", "Textbooks"], ["1 March", E1, E2, E3],
            id="an English page with main and article",
        ),
        pytest.param(
            f"""<div class="top-nav">Home | News</div><div class="breadcrumbs">Home / News</div>
            <div class="post-content"><h1>Opinions on Vocational Schools</h1>
            <p>{E1}</p><p>{E2}</p><p>{E3}</p></div>
            <div class="cookie-consent">This site uses cookies. <a>Accept all</a></div>
            <div class="newsletter-signup">Sign up for our newsletter</div>
            <div class="site-footer">All rights reserved</div>""",
            "Opinions on Vocational Schools", [], [E1, E2, E3],
            id="an English page of divisions",
        ),
    ],
)  # fmt: skip
def test_pages(
    inner: str, title: str, headings: list[str], paragraphs: list[str]
) -> None:
    assert told(body(inner)) == (title, headings, paragraphs)


@pytest.mark.parametrize(
    "encoding", ["gb2312", "gbk", "gb18030", "big5", "utf-8"]
)
def test_the_encoding_that_a_page_declares(
    tmp_path: Path, encoding: str
) -> None:
    text = (
        "發展新質生產力，建設現代化學校。"
        if encoding == "big5"
        else "发展生产力，建设学校。"
    )
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">'
    path = tmp_path / "a.html"
    path.write_bytes(
        f"<html><head>{head}</head><p>{text}</p></html>".encode(encoding)
    )
    assert _told(read(path))[2] == [text]


def test_a_short_page_is_read_in_the_encoding_that_it_declares(
    tmp_path: Path,
) -> None:
    """Two characters would also be common ones in another code."""
    path = tmp_path / "a.html"
    path.write_bytes('<meta charset="big5"><p>稅收</p>'.encode("big5"))
    assert _told(read(path))[2] == ["稅收"]


def test_a_western_page_in_the_encoding_that_it_declares(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(
        '<meta charset="iso-8859-1"><p>“Schools” – a café</p>'.encode("cp1252")
    )
    assert _told(read(path))[2] == ["“Schools” – a café"]


# -- what is text by its share of the page -----------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_saved_pages(tmp_path: Path, page: SavedPage) -> None:
    """The text whole and in order, and nothing else."""
    path = tmp_path / "page.html"
    path.write_bytes(page.html.encode(page.encoding))
    texts = [passage.text for passage in read(path).passages()]
    assert texts == list(page.paragraphs)


def _remarks(page: str) -> list[str]:
    said: list[str] = []
    with remarks_to(RemarkListener(said.append, pytest.fail)):
        read_text(page, name="a.html", type="html")
    return said


def test_where_most_of_a_page_is_left_out_it_is_said() -> None:
    aside = f"<aside><p>{P2}</p></aside>"
    said = _remarks(
        body(f"<main><p>{P1}</p></main>{aside}<footer>{P3}</footer>")
    )
    assert len(said) == 1
    assert said[0].startswith("a.html: most of the page is left out")
    assert not _remarks(body(f"<main><p>{P1}</p><p>{P3}</p></main>{aside}"))


def test_headlines_around_a_text_are_no_loss() -> None:
    links = "".join(
        f"<li><a href='{n}'>又一条新闻的标题</a></li>" for n in range(200)
    )
    assert not _remarks(body(f"<ul>{links}</ul><h1>意见</h1><p>{P1}</p>"))


def test_a_form_is_text_only_where_it_holds_much_of_the_page() -> None:
    """A question below a text is none of it, however it is put."""
    form = "<form><p>您对本文有什么看法？请写在这里。</p></form>"
    assert told(body(f"<form><p>{P1}</p><p>{P2}</p></form>"))[2] == [P1, P2]
    assert told(body(f"<p>{P1}</p><p>{P2}</p>{form}"))[2] == [P1, P2]


def test_a_menu_is_no_text_inside_a_form_that_is() -> None:
    page = f"<form><nav>首页。新闻。</nav><div class='share'>分享。</div><p>{P1}</p></form>"
    assert told(body(page))[2] == [P1]


def test_few_links_or_links_into_the_text_are_no_list_of_links() -> None:
    inside = "".join(
        f"<li><a href='#{n}'>怎样选校址之{n}</a></li>" for n in range(4)
    )
    away = "<li><a href='/1'>沙河市的名单</a></li><li><a href='/2'>东山县的名单</a></li>"
    assert len(told(body(f"<p>{P1}</p><p>{P2}</p><ul>{inside}</ul>"))[2]) == 6
    assert len(told(body(f"<p>{P1}</p><p>{P2}</p><ul>{away}</ul>"))[2]) == 4


def test_a_page_of_frames_says_so() -> None:
    page = "<html><frameset cols='20%,80%'><frame src='a.htm'><frame src='b.htm'></frameset></html>"
    with pytest.raises(FormatError, match="holds frames and no text"):
        read_text(page, name="a.html", type="html")
