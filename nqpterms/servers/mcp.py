"""The term base as tools of the Model Context Protocol, over standard input and output.

assistant ──question──▶ MCPServer ──▶ Clerk (a process) ──▶ answers
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqpterms.errors import MissingExtraError, NqptermsError
from nqpterms.servers import answers
from nqpterms.servers.clerk import Clerk

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

INSTRUCTIONS = (
    "Chinese–English terminology of policy texts. Look up or annotate the source before "
    "translating; check the draft beside its source afterwards. A term with the status "
    "'deprecated' or 'superseded' is not to be used. All tools only read."
)


def term_server(clerk: Clerk, *, version: str = "") -> MCPServer:
    """A server whose tools ask *clerk*; `run()` serves it over standard input and output.

    Raises MissingExtraError where the package mcp is not installed.
    """
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp.types import ToolAnnotations
    except ImportError:
        raise MissingExtraError("mcp 2", "mcp", "the server for assistants") from None
    server: MCPServer = MCPServer(
        "nqpterms", version=version, instructions=INSTRUCTIONS, log_level="WARNING"
    )
    only_reads = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

    def answer(function: Any, **arguments: Any) -> dict[str, Any]:
        try:
            return clerk.ask(function, **arguments)
        except NqptermsError as error:
            raise ToolError(str(error)) from None

    def look_up(query: str) -> dict[str, Any]:
        """What the term base says about a Chinese or English word, phrase or sentence.

        Each result has the term, its status, its renderings in the other language (the preferred
        one first, discouraged ones last) and definitions; kind is exact, inside or near.
        """
        return answer(answers.look_up, query=query)

    def annotate(text: str) -> dict[str, Any]:
        """All known terms of a text, with spans (code points) and renderings; ask it first."""
        return answer(answers.annotate, text=text)

    def check_draft(draft: str, source: str = "") -> dict[str, Any]:
        """Terminology findings of a draft translation, alone or beside its source.

        Plain text or Markdown. Findings say code, severity, line and column in the draft, the
        matched text, what was expected, and a fix where one is safe.
        """
        return answer(answers.check_draft, draft=draft, source=source or None)

    def list_documents() -> dict[str, Any]:
        """The documents that may be asked about by name."""
        return answer(answers.list_documents)

    def inconsistencies(document: str, source: str = "") -> dict[str, Any]:
        """What wavers in a document of list_documents: renderings, mixed terms, spellings.

        source: the name of its source text, where it is a translation that stands alone.
        """
        return answer(answers.inconsistencies, document=document, source=source or None)

    for tool in (look_up, annotate, check_draft, list_documents, inconsistencies):
        server.tool(annotations=only_reads)(tool)
    return server
