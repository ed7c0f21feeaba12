"""The page Terms: the glossaries to search, a concept to change, and where it stands."""

from __future__ import annotations

from urllib.parse import quote

from msgspec import Struct

from nqpterms.errors import NqptermsError
from nqpterms.formats.terms.fields import PICKLISTS
from nqpterms.matching.term_lookup import LookupResult, lookup
from nqpterms.model.termbase import Concept, Term, TermBase, is_language
from nqpterms.renderings.concordance import Concordance
from nqpterms.run.glossary_changes import (
    ConceptProblems,
    change_concept,
    concept_sign,
    problems_of,
    remove_concept,
)
from nqpterms.servers.review.concept_forms import (
    ConceptForm,
    concept_form,
    concept_sent,
    form_sent,
)
from nqpterms.servers.review.concordance_search import concordancer_of
from nqpterms.servers.review.glossary_transfers import TRANSFER_ROUTES
from nqpterms.servers.review.own_glossaries import (
    OwnGlossary,
    base_of,
    begin_glossary,
    home_of,
    note_change,
    own_glossaries,
    own_glossary,
    take_back_last,
    terms_in_use,
    terms_to_search,
)
from nqpterms.servers.review.page_templates import page, part
from nqpterms.servers.review.review_desk import ReviewDesk
from nqpterms.servers.review.visits import (
    PageAnswer,
    PageRoute,
    ReviewPage,
    Visit,
    see_other,
)
from nqpterms.terms.candidate_merging import concept_name

_LONGEST_QUERY = 200  # code points
_KINDS = {
    "exact": "",
    "form": "a form of it",
    "inside": "stands in what you typed",
    "reading": "read so",
    "part": "has it inside",
    "near": "similar",
}


class _ConceptView(Struct, frozen=True):
    """A concept with its form, where it has one, and where it stands in the texts."""

    concept: Concept
    glossary: OwnGlossary | None
    form: ConceptForm | None
    sign: str
    problems: ConceptProblems
    standing: Concordance | None
    message: str = ""


def _search(visit: Visit) -> PageAnswer:
    """What the glossaries say of a query."""
    query = " ".join(visit.query.get("q", "").split())[:_LONGEST_QUERY]
    results: list[LookupResult] = (
        lookup(terms_to_search(visit.desk), query) if query else []
    )
    if visit.wants_part:
        return part(
            "term_results.html.j2", query=query, results=results, kinds=_KINDS
        )
    own = [
        (one, len(base_of(visit.desk, one)))
        for one in own_glossaries(visit.desk)
    ]
    return page(
        "terms.html.j2",
        visit,
        title="Terms",
        query=query,
        results=results,
        kinds=_KINDS,
        own=own,
        size=terms_in_use(visit.desk).size,
        merged="merged" in visit.query,
        taken_back=visit.query.get("taken-back", "")[:_LONGEST_QUERY],
        last_change=_last_change(visit.desk),
    )


def _begin(visit: Visit) -> PageAnswer:
    """Make the first glossary of the folder."""
    begin_glossary(visit.desk)
    return see_other("/terms/new")


def _concept(visit: Visit) -> PageAnswer:
    """A concept: its card, or its form where it stands in a glossary of the folder."""
    concept, glossary = home_of(visit.desk, visit.names["name"])
    return _concept_page(visit, _view(visit.desk, concept, glossary))


def _view(
    desk: ReviewDesk, concept: Concept, glossary: OwnGlossary | None
) -> _ConceptView:
    form, problems = None, ConceptProblems()
    if glossary is not None:
        base = base_of(desk, glossary)
        form = concept_form(concept, _languages(base))
        problems = problems_of(concept, base)
    standing = _standing(desk, concept)
    return _ConceptView(
        concept, glossary, form, concept_sign(concept), problems, standing
    )


def _concept_page(
    visit: Visit, view: _ConceptView, *, status: int = 200
) -> PageAnswer:
    return page(
        "concept.html.j2",
        visit,
        title=f"{_name_of(view.concept)} · Terms",
        status=status,
        view=view,
        statuses=PICKLISTS["status"],
        types=PICKLISTS["type"],
        owners=own_glossaries(visit.desk),
        saved=visit.query.get("left-out") or visit.query.get("saved", ""),
        last_change=_last_change(visit.desk),
    )


def _name_of(concept: Concept) -> str:
    """What a reader calls a concept."""
    return concept.preferred("zh") or concept.preferred("en") or concept.id


def _last_change(desk: ReviewDesk) -> str:
    """What would be taken back now; "" where there is nothing."""
    changes = [*desk.glossary_changes]
    return changes[-1].what if changes else ""


def _standing(desk: ReviewDesk, concept: Concept) -> Concordance | None:
    """Where the best Chinese term of a concept stands in the texts that have been read."""
    term = concept.preferred("zh") or concept.preferred("en")
    state = desk.shelf.state()
    if term is None or not state.texts:
        return None
    return concordancer_of(desk, state).ask(term, by_words=False)


def _languages(base: TermBase) -> list[str]:
    """The tags that a base has for Chinese and for English."""
    languages = []
    for language in ("zh", "en"):
        tags = (
            term.lang
            for _, term in base.terms()
            if is_language(term.lang, language)
        )
        languages.append(next(tags, language))
    return languages


def _new(visit: Visit) -> PageAnswer:
    """An empty form for a concept that is not there yet."""
    owners = own_glossaries(visit.desk)
    if not owners:
        return see_other("/terms")
    zh, en = (
        visit.query.get(side, "").strip()[:_LONGEST_QUERY]
        for side in ("zh", "en")
    )
    languages = _languages(base_of(visit.desk, owners[0]))
    texts = zip((zh, en), languages, strict=True)
    terms = tuple(Term(text, lang, "preferred") for text, lang in texts if text)
    form = concept_form(Concept("", terms), languages)
    view = _ConceptView(
        Concept("", terms), owners[0], form, "", ConceptProblems(), None
    )
    return _concept_page(visit, view)


def _sent(visit: Visit) -> tuple[Concept, Concept, OwnGlossary]:
    """The concept as it stands, as the form has it, and its glossary."""
    glossary = own_glossary(visit.desk, visit.field("glossary"))
    base = base_of(visit.desk, glossary)
    name = visit.field("concept")
    old = next((one for one in base.concepts if one.id == name), Concept(name))
    new = concept_sent(old, visit.lists)
    if not new.id:
        names_taken = {one.id for one in terms_in_use(visit.desk).base.concepts}
        names_taken.update(one.id for one in base.concepts)
        english = new.preferred("en") or ""
        new = concept_sent(
            Concept(concept_name(english, names_taken)), visit.lists
        )
    return old, new, glossary


def _check(visit: Visit) -> PageAnswer:
    """What the rules say of a concept while it is typed."""
    try:
        _, new, glossary = _sent(visit)
        problems = problems_of(new, base_of(visit.desk, glossary))
        return part("concept_problems.html.j2", problems=problems, message="")
    except NqptermsError as error:
        return part(
            "concept_problems.html.j2",
            problems=ConceptProblems(),
            message=str(error),
        )


def _save(visit: Visit) -> PageAnswer:
    """Write a concept; where a rule forbids it, or somebody was faster, the form says so."""
    old, new, glossary = _sent(visit)
    sign = visit.field("sign")
    try:
        if visit.field("do") == "remove":
            removal = remove_concept(old.id, glossary.path, sign=sign)
            note_change(
                visit.desk, f"the removal of {_name_of(old)}", glossary, removal
            )
            return see_other("/terms")
        if not new.terms:
            raise NqptermsError(
                "a concept has a term at least: write one, or remove the concept"
            )
        change = change_concept(new, glossary.path, sign=sign)
        note_change(visit.desk, f"the entry {_name_of(new)}", glossary, change)
    except NqptermsError as error:
        form = form_sent(old.id, visit.lists)
        view = _ConceptView(
            old, glossary, form, sign, ConceptProblems(), None, str(error)
        )
        return _concept_page(visit, view, status=409)
    query = (
        f"?left-out={quote('; '.join(change.losses))}"
        if change.losses
        else "?saved=1"
    )
    return see_other(f"/terms/concept/{quote(new.id, safe='')}{query}")


def _take_back(visit: Visit) -> PageAnswer:
    """Take the last change of a glossary back, and say which one that was."""
    what = take_back_last(visit.desk)
    return see_other(f"/terms?taken-back={quote(what)}")


TERMS_PAGE = ReviewPage(
    "/terms",
    "Terms",
    (
        PageRoute("GET", "/terms", _search),
        PageRoute("GET", "/terms/new", _new),
        PageRoute("POST", "/terms/glossary", _begin),
        PageRoute("POST", "/terms/check", _check),
        PageRoute("GET", "/terms/concept/{name}", _concept),
        PageRoute("POST", "/terms/concept", _save),
        PageRoute("POST", "/terms/undo", _take_back),
        *TRANSFER_ROUTES,
    ),
)
