"""The term base as tools of the Model Context Protocol, over standard input and output.

assistant ──question──▶ MCPServer ──▶ Clerk (a process) ──▶ answers

The functions of `nqpterms.servers.answers` are named here and run in the clerk's process alone, so
that this one starts at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from nqpterms.errors import MissingExtraError, NqptermsError
from nqpterms.servers.clerk import Clerk

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer
    from mcp.types import ToolAnnotations

INSTRUCTIONS = (
    "Chinese–English terminology of policy texts. Annotate the source before translating; check "
    "the draft beside its source, or all rows in one call, afterwards. What stands under 'avoid', "
    "or has the status 'deprecated' or 'superseded', is not to be used. No tool changes a text or "
    "a glossary; what is proposed waits for a person."
)
TRANSLATE = """Translate the text below ({direction}). Render these terms as the list says: the \
form behind = is preferred, forms behind | are allowed, those behind "not" are wrong. Keep names, \
numbers and structure. Answer with the translation alone.

Terms:
{terms}
Text:
{text}"""
REPAIR = """Check the translation below with the tool check_draft, beside its source. For each \
finding weigh whether it is right: render the term as expected, or say in one line why the draft \
is better. Where a finding has `fixed` or `fix`, take it. Change nothing else, then check once \
more. Answer with the repaired translation, then the findings that you did not follow.

Source:
{source}

Translation:
{draft}"""


def term_server(
    clerk: Clerk,
    *,
    version: str = "",
    glossaries: Sequence[str] = (),
    documents: Sequence[str] = (),
    takes_proposals: bool = False,
) -> MCPServer:
    """A server whose tools ask *clerk*; `run()` serves it over standard input and output.

    *glossaries* and *documents* are the names of what it offers to read. Raises MissingExtraError
    where the package mcp is not installed.
    """
    try:
        from mcp.server.mcpserver import MCPServer
    except ImportError:
        raise MissingExtraError(
            "mcp 2", "mcp", "the server for assistants"
        ) from None
    server: MCPServer = MCPServer(
        "nqpterms",
        version=version,
        instructions=INSTRUCTIONS,
        log_level="WARNING",
    )
    _add_tools(server, clerk)
    _add_tools_of_project(server, clerk)
    if takes_proposals:
        _add_proposals(server, clerk)
    _add_prompts(server, clerk)
    _add_resources(server, clerk, glossaries, documents)
    return server


def _answer(clerk: Clerk, function: str, **arguments: Any) -> Any:
    """What the clerk answers; a refusal is one that an assistant may read."""
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        return clerk.ask(f"nqpterms.servers.answers:{function}", **arguments)
    except NqptermsError as error:
        raise ToolError(str(error)) from None


def _only_reads() -> ToolAnnotations:
    from mcp.types import ToolAnnotations

    return ToolAnnotations(
        read_only_hint=True, idempotent_hint=True, open_world_hint=False
    )


def _add_tools(server: MCPServer, clerk: Clerk) -> None:
    """The tools that are handed a text."""

    def look_up(query: str) -> dict[str, Any]:
        """What the term base says about a Chinese or English word, phrase or sentence.

        Each result has the term, its status, its renderings in the other language (the preferred
        one first, discouraged ones last) and definitions; kind is exact, inside or near.
        """
        return dict(_answer(clerk, "look_up", query=query))

    def annotate(
        text: str, forms: Literal["preferred", "allowed", "all"] = "allowed"
    ) -> dict[str, Any]:
        """The terms of a source text with what may render them; ask it before translating.

        terms: each term with its renderings, the preferred one first; avoid: what is wrong; notes
        (forms=all). forms says how many renderings: the preferred one, one allowed one too, all.
        """
        return dict(_answer(clerk, "annotate", text=text, forms=forms))

    def check_draft(draft: str, source: str = "") -> dict[str, Any]:
        """Terminology findings of a draft translation, alone or beside its source.

        Plain text or Markdown. Findings say code, severity, line and column in the draft, the
        matched text or what stands in its place, what was expected, and a fix where one is safe.
        """
        return dict(
            _answer(clerk, "check_draft", draft=draft, source=source or None)
        )

    def check_rows(rows: list[dict[str, str]]) -> dict[str, Any]:
        """Findings of many translated rows at once, each {"source": …, "target": …}.

        segment is the number of the row from 1; fixed is its translation with the safe fix.
        """
        return dict(_answer(clerk, "check_rows", rows=rows))

    for tool in (look_up, annotate, check_draft, check_rows):
        server.tool(annotations=_only_reads())(tool)


def _add_tools_of_project(server: MCPServer, clerk: Clerk) -> None:
    """The tools that look at what was named at the start."""

    def list_documents() -> dict[str, Any]:
        """The documents that may be asked about by name."""
        return dict(_answer(clerk, "list_documents"))

    def inconsistencies(document: str, source: str = "") -> dict[str, Any]:
        """What wavers in a document of list_documents: renderings, mixed terms, spellings.

        source: the name of its source text, where it is a translation that stands alone.
        """
        return dict(
            _answer(
                clerk,
                "inconsistencies",
                document=document,
                source=source or None,
            )
        )

    def settings() -> dict[str, Any]:
        """Which glossaries and checks hold, how severe they are, and what people have decided."""
        return dict(_answer(clerk, "settings"))

    for tool in (list_documents, inconsistencies, settings):
        server.tool(annotations=_only_reads())(tool)


def _add_proposals(server: MCPServer, clerk: Clerk) -> None:
    """The one tool that writes, into a file that was named for it."""
    from mcp.types import ToolAnnotations

    def propose(zh: str, en: str, note: str = "") -> dict[str, Any]:
        """Propose a Chinese term with an English rendering, for a person to accept or reject.

        It is written into a file of candidates, never into the glossary. note: where it comes from
        and why it is needed.
        """
        return dict(_answer(clerk, "propose", zh=zh, en=en, note=note))

    writes = ToolAnnotations(
        read_only_hint=False,
        destructive_hint=False,
        idempotent_hint=True,
        open_world_hint=False,
    )
    server.tool(annotations=writes)(propose)


def _add_prompts(server: MCPServer, clerk: Clerk) -> None:
    def translate_with_terms(text: str) -> str:
        """Translate a text with the terms that stand in it."""
        terms = _answer(clerk, "term_block_of", text=text)
        is_chinese = not text.isascii() and _answer(
            clerk, "is_chinese", text=text
        )
        direction = "Chinese to English" if is_chinese else "English to Chinese"
        return TRANSLATE.format(direction=direction, terms=terms, text=text)

    def check_and_repair(source: str, draft: str) -> str:
        """Check a translation beside its source and repair what is found."""
        return REPAIR.format(source=source, draft=draft)

    for prompt in (translate_with_terms, check_and_repair):
        server.prompt()(prompt)


def _add_resources(
    server: MCPServer,
    clerk: Clerk,
    glossaries: Sequence[str],
    documents: Sequence[str],
) -> None:
    """Each glossary and each named document under an address of its own."""
    from urllib.parse import quote

    from mcp.server.mcpserver.resources import FunctionResource

    def add(kind: str, name: str, function: str, description: str) -> None:
        def text() -> str:
            return str(_answer(clerk, function, name=name))

        resource = FunctionResource.from_function(
            text,
            uri=f"nqpterms://{kind}/{quote(name)}",
            name=name,
            description=description,
            mime_type="text/plain",
        )
        server.add_resource(resource)

    for name in glossaries:
        columns = "Chinese, preferred English, other English, English to avoid"
        add(
            "glossary",
            name,
            "glossary_text",
            f"A glossary as a table: {columns}",
        )
    for name in documents:
        add(
            "document",
            name,
            "document_text",
            "A document that was named at the start",
        )
