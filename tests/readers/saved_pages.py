"""Web pages in the markup of Chinese offices and papers, with what of them is text.

Each holds one of the texts below between menus, lists of other news, feet and whatever else such
sites have; `SavedPage.paragraphs` is what a reader has to find, in this order.
"""

from __future__ import annotations

from typing import NamedTuple

PARAGRAPHS = (
    "为了办好山区的乡村医院，现就有关工作提出以下意见，请各市县结合实际认真执行。",
    "到明年年底，每个乡镇至少有一所医院能做常见手术，药品由省里统一采购，价格向社会公布。",
    "各市县要在三月底以前提出名单，五月起分批派医生到省城学习，学习期间工资照发。",
    "省卫生部门每季度检查一次，检查结果和下一年度的补助挂钩，做得好的给予奖励。",
    "本意见自公布之日起施行，过去的规定与本意见不一致的，按本意见执行。",
)
TITLE = "关于办好山区乡村医院的意见"
HEADLINES = (
    "沙河市新修公路通车", "东山县举办秋季农产品展销会", "省图书馆周末延长开放时间",
    "青石镇小学搬进新校舍", "北湖区公布明年春季植树安排", "南岭机场开通两条新航线",
)  # fmt: skip


class SavedPage(NamedTuple):
    """A page, and the paragraphs, title and headings included, that are its text."""

    name: str
    html: str
    paragraphs: tuple[str, ...]
    encoding: str = "utf-8"


def _p(paragraphs: tuple[str, ...] = PARAGRAPHS, indent: str = "　　") -> str:
    return "\n".join(f"<p>{indent}{one}</p>" for one in paragraphs)


def _links(headlines: tuple[str, ...] = HEADLINES, tag: str = "li") -> str:
    return "".join(
        f'<{tag}><a href="/t/{n}.html">{h}</a></{tag}>'
        for n, h in enumerate(headlines)
    )


def _page(
    inner: str,
    *,
    title: str = f"{TITLE}_云岚省人民政府",
    charset: str = "utf-8",
) -> str:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    return f"<html><head>{head}<title>{title}</title></head><body>{inner}</body></html>"


_ALL = (TITLE, *PARAGRAPHS)
_MENU_LINKS = ("首页", "新闻", "政务公开", "办事服务", "互动")
_MENU = f'<div id="menubox"><ul>{_links(_MENU_LINKS)}</ul></div>'
_FEET = (
    '<div class="bottom"><p>主办：云岚省人民政府办公厅　承办：云岚省信息中心</p>'
    "<p>网站标识码：0000000000　云ICP备00000000号</p></div>"
)
_RANKING = f'<div class="w300 fr"><h3>热门排行</h3><ol>{_links()}</ol></div>'
_SEARCH = (
    '<form action="/s"><label>站内搜索</label><select><option>全部</option></select>'
    '<input name="q"><span>高级搜索</span></form>'
)
_TABLE = "".join(
    f"<tr><td>{place}</td><td>{count}</td></tr>"
    for place, count in (
        ("沙河市", "12 所"),
        ("东山县", "9 所"),
        ("北湖区", "7 所"),
    )
)
_CELLS = ("沙河市", "12 所", "东山县", "9 所", "北湖区", "7 所")
_HEADED = (
    "一、目标", PARAGRAPHS[0], PARAGRAPHS[1], "二、办法", PARAGRAPHS[2], PARAGRAPHS[3],
    "三、施行", PARAGRAPHS[4],
)  # fmt: skip
_NUMBERS = tuple(f"第{n}条" for n in "一二三四五")
_ARTICLES = tuple(
    f"{n}　{text}" for n, text in zip(_NUMBERS, PARAGRAPHS, strict=True)
)
_NUMBERED = tuple(
    one for pair in zip(_NUMBERS, PARAGRAPHS, strict=True) for one in pair
)


def _headed(tag: str) -> str:
    lines = []
    for one in _HEADED:
        is_heading = one not in PARAGRAPHS
        lines.append(
            f"<p><{tag}>　　{one}</{tag}></p>"
            if is_heading
            else f"<p>　　{one}</p>"
        )
    return "\n".join(lines)


PAGES = (
    SavedPage("a form round an ASP page", _page(
        '<form method="post" action="./Show.aspx?id=7" id="form1">'
        f'<input type="hidden" name="__VIEWSTATE" value="x">{_MENU}<div id="content">'
        f"<h1>{TITLE}</h1>{_p()}</div>{_FEET}</form>"), _ALL),
    SavedPage("a short ASP page", _page(
        '<form action="Show.aspx"><div><h1>告示</h1><p>第一条　明天开会。</p>'
        "<p>第二条　请准时到。</p></div></form>", title="x"),
        ("告示", "第一条", "明天开会。", "第二条", "请准时到。")),
    SavedPage("ASP.NET with panels in cells", _page(
        f'<form id="aspnetForm">{_MENU}<table><tr><td width="200"><div>{_links(tag="p")}</div></td>'
        f'<td><span id="ctl00_lblTitle">{TITLE}</span><div id="ctl00_pnl">{_p()}</div></td></tr>'
        f"</table>{_FEET}</form>"), _ALL),
    SavedPage("a search form above a text", _page(
        f"{_MENU}{_SEARCH}<div class='wrap'><h1>{TITLE}</h1><div>{_p()}</div></div>{_FEET}"), _ALL),
    SavedPage("a form for opinions below a text", _page(
        f"{_MENU}<h1>{TITLE}</h1><div class='txt'>{_p()}</div><form action='/msg'><p>您的姓名</p>"
        "<p>电子邮箱</p><p>请在这里写下您的意见，我们会尽快回复。</p></form>"), _ALL),
    SavedPage("an editor's box", _page(
        f'{_MENU}<div class="bt"><h1>{TITLE}</h1></div><div class="TRS_Editor">{_headed("b")}</div>'
        f"{_RANKING}{_FEET}"), (TITLE, *_HEADED)),
    SavedPage("an editor's box in an editor's box", _page(
        f'{_MENU}<h1>{TITLE}</h1><div class="TRS_UEDITOR"><div class="TRS_Editor">'
        f'{_headed("strong")}</div></div>{_FEET}'), (TITLE, *_HEADED)),
    SavedPage("an office's page", _page(
        f'<div class="header">{_MENU}</div><div class="article oneColumn"><h1>{TITLE}</h1>'
        '<div class="pages-date">2031-03-01 09:00<span>来源：云岚日报</span></div>'
        f'<div class="pages_content" id="UCAP-CONTENT">{_headed("strong")}</div></div>'
        f'<div class="related"><h3>相关文件</h3><ul>{_links()}</ul></div>{_FEET}'),
        (TITLE, *_HEADED)),
    SavedPage("a library of documents with a table of particulars", _page(
        f'{_MENU}<table class="bd1"><tr><td>标　　题：</td><td>{TITLE}</td></tr><tr><td>发文字号：'
        f'</td><td>云政发〔2031〕3号</td></tr></table><div id="UCAP-CONTENT">{_p()}</div>{_FEET}'),
        _ALL),
    SavedPage("a paper with a column of rankings", _page(
        f'{_MENU}<div class="layout rm_txt"><div class="col col-1"><h1>{TITLE}</h1>'
        f'<div class="rm_txt_con">{_p()}</div></div><div class="col col-2"><h2>热点新闻</h2>'
        f"<ul>{_links()}</ul></div></div>{_FEET}", title=f"{TITLE}--云岚网"), _ALL),
    SavedPage("a paper without names", _page(
        f'<div><div>{_links(tag="span")}</div></div><div><div><h1>{TITLE}</h1><div>{_p()}</div>'
        f"</div><div><h2>新闻排行</h2><ul>{_links()}</ul></div></div>{_FEET}"), _ALL),
    SavedPage("other news inside the box of an article", _page(
        f"<article><h1>{TITLE}</h1>{_p()}<div><h4>推荐阅读</h4><ul>{_links()}</ul></div></article>"),
        _ALL),
    SavedPage("a list of headlines with dates", _page(
        f"<div class='main'><h1>{TITLE}</h1><div>{_p()}</div></div><ul>" + "".join(
            f"<li><a href='{n}.htm'>{h}</a><i>03-0{n + 1}</i></li>"
            for n, h in enumerate(HEADLINES)) + "</ul>"), _ALL),
    SavedPage("tables as layout", _page(
        f"<table><tr>{_links(tag='td')}</tr></table><table><tr><td class='title'>{TITLE}</td></tr>"
        f"<tr><td>{_p()}</td></tr></table><table><tr><td>版权所有 云岚省人民政府</td>"
        "</tr></table>"),
        _ALL),
    SavedPage("line breaks in a cell", _page(
        "<table><tr><td>" + "<br>".join(f"　　{one}" for one in _ALL)
        + f"</td><td><a href='1'>一月</a><br><a href='2'>二月</a><br><a href='3'>三月</a></td></tr>"
        f"</table>{_FEET}"), _ALL),
    SavedPage("a table of numbers in a text", _page(
        f'{_MENU}<h1>{TITLE}</h1><div class="con">{_p()}<table>{_TABLE}</table></div>{_FEET}'),
        (*_ALL, *_CELLS)),
    SavedPage("a table of numbers beside a text", _page(
        f"{_MENU}<h1>{TITLE}</h1><div>{_p()}</div><div><table>{_TABLE * 3}</table></div>"),
        (*_ALL, *_CELLS * 3)),
    SavedPage("a law, each article a box", _page(
        f"{_MENU}<h1>{TITLE}</h1>" + "".join(f"<div class='tiao'>{a}</div>" for a in _ARTICLES)
        + _FEET), (TITLE, *_NUMBERED)),
    SavedPage("a list with numbers", _page(
        f"{_MENU}<div id='zoom'><h1>{TITLE}</h1><ol>" + "".join(
            f"<li>{one}</li>" for one in PARAGRAPHS) + f"</ol></div>{_FEET}"), _ALL),
    SavedPage("links inside a text", _page(
        f"{_MENU}<h1>{TITLE}</h1><div>{_p(PARAGRAPHS[:4])}<p>　　{PARAGRAPHS[4][:9]}"
        f"<a href='/a'>{PARAGRAPHS[4][9:15]}</a>{PARAGRAPHS[4][15:]}</p></div>{_RANKING}"),
        _ALL),
    SavedPage("a contents list that leads into the text", _page(
        "<h1>" + TITLE + "</h1><ul><li><a href='#a'>怎样选医生</a></li><li>"
        "<a href='#b'>怎样买药品</a></li>"
        f"<li><a href='#c'>怎样做检查</a></li></ul>{_p()}"),
        (TITLE, "怎样选医生", "怎样买药品", "怎样做检查", *PARAGRAPHS)),
    SavedPage("a page of headlines only", _page(f"<ul>{_links()}</ul>", title="新闻"), HEADLINES),
    SavedPage("in GB 18030", _page(
        f'{_MENU}<div class="TRS_PreAppend"><h1>{TITLE}</h1>{_p()}</div>{_RANKING}{_FEET}',
        charset="gb2312"), _ALL, "gb18030"),
    SavedPage("a frame beside the text, text for browsers without frames", _page(
        f"<iframe src='top.html'>您的浏览器不支持框架。</iframe><h1>{TITLE}</h1><div>{_p()}</div>"
        "<noscript>请打开脚本。</noscript>"), _ALL),
    SavedPage("a message app", _page(
        f'<div id="page-content"><h1 class="rich_media_title">{TITLE}</h1><div id="meta_content">'
        '<span>云岚发布</span><em>3月1日</em></div><div id="js_content"><section>'
        + "".join(f"<section><span>{one}</span></section>" for one in PARAGRAPHS)
        + '</section></div></div><div class="qr_code_pc"><p>微信扫一扫关注该公众号</p></div>'),
        _ALL),
)  # fmt: skip
