"""Prepares the document of one page for print: ids, references, and what only a screen needs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from docutils import nodes
from docutils.utils import new_document
from sphinx.environment import BuildEnvironment

from handbook.directives.form import blank, blank_label
from handbook.directives.quiz import again, labelled, question
from handbook.facts.blocks import fold
from handbook.facts.render import value
from handbook.guides.book.answers import leave_room, point_to_answers
from handbook.guides.model import KINDS, Guide
from handbook.guides.references import References, slug
from handbook.html.builder import THEME
from handbook.html.navigation import Page, navigation
from handbook.translation.directions import keep_order

SHARED = ("tokens", "flowchart", "matrix")  # stylesheets of the site that are those of paper too
ISOLATE = ("\u2066", "\u2069")  # keeps a number in its own reading order: WeasyPrint knows no <bdi>

TEXTS = ("forms", "letters", "sheets", "cards")  # kinds of guides whose pages are read on the screen too


# The space before a short word that ends a title: in large letters, it would be alone on a line.
LAST_SPACE = re.compile(r" (?=\S{1,5}$)")


class Member(NamedTuple):
    """A page in a guide: the caption that stands before it in the contents, and how deep it stands there."""

    page: str
    part: str = ""
    level: int = 1


def shared_styles() -> list[str]:
    """Return the rules of SHARED that do not depend on a device: WeasyPrint warns of those that do."""
    texts = [(THEME / "styles" / f"{name}.css").read_text("utf-8") for name in SHARED]
    return [re.sub(r"^@media.*?^}\n", "", text, flags=re.M | re.S) for text in texts]


def everything(env: BuildEnvironment) -> list[Member]:
    """Return all pages in the order of the menu, without those that are only printed."""
    members = []

    def add(pages: list[Page], part: str, level: int) -> None:
        for number, each in enumerate(pages):
            guide = env.metadata[each.name].get("guide", "")
            if not guide or json.loads(guide).get("kind") in TEXTS:
                members.append(Member(each.name, part if number == 0 else "", level))
            add(each.pages, "", level + 1)

    for part in navigation(env):
        add(part.pages, part.caption, 1)
    return members


def members(env: BuildEnvironment, page: str, guide: Guide) -> list[Member]:
    """Return the pages of the guide whose own page is `page`."""
    if guide.everything:
        return [each for each in everything(env) if each.page not in guide.without]
    # A book opens with its cover, and slides with the sections of their own page.
    printed = guide.kind == "slides" or (KINDS[guide.kind].template != "book" and not guide.pages)
    labels = env.domains.standard_domain.labels
    titles = {first: labels[label][2] for first, label in guide.parts.items() if label in labels}
    # In a book of parts a form, a letter or a checklist stands below the step that needs it.
    below = {each for each in guide.pages if guide.parts and "guide" in env.metadata.get(each, {})}
    return [
        Member(each, titles.get(each, ""), 2 if each in below else 1)
        for each in ([page] if printed else []) + list(guide.pages)
    ]


def beside(env: BuildEnvironment, guide: Guide, books: Mapping[str, Guide]) -> dict[str, str]:
    """Return the pages of the books beside a guide, each with the title of the first that holds it.

    What names the book itself needs no title: there it is empty.
    """
    found = dict.fromkeys(guide.beside, "")
    for page in (page for page in guide.beside if page in books):
        for each in members(env, page, books[page]):
            found.setdefault(each.page, env.titles[page].astext())
    return {page: book for page, book in found.items() if page not in guide.online}


def prepare(
    tree: nodes.document,
    page: str,
    references: References,
    *,
    edition: str,
    typed: bool = False,
    rtl: bool = False,
) -> None:
    """Change the document of `page` in place, so that many pages fit into one file.

    With `typed`, people can fill in its places to write in a program that shows PDFs; with `rtl`, it is read
    from right to left.
    """
    if edition == "participant":
        leave_room(tree)
    elif edition == "facilitator":
        point_to_answers(tree)
    _own_ids(tree, f"{slug(page)}--")
    _ids_to_headings(tree)
    ids(heading(tree)).insert(0, slug(page))
    for shown in tree.findall(value):
        if shown.get("ltr"):
            shown.children = [nodes.Text(f"{ISOLATE[0]}{shown.astext()}{ISOLATE[1]}")]
    for section in list(tree.findall(nodes.section)):
        if references.only_elsewhere(section):
            section.parent.remove(section)
    for each in list(tree.findall(again)):
        each.parent.remove(each)  # a script shows it, and paper counts the links that it prints
    for reference in list(tree.findall(nodes.reference)):
        references.lead(reference)
    if rtl:
        keep_order(tree)
    for node in tree.findall(nodes.Element):
        if isinstance(node, blank | fold | labelled | question):
            node["paper"], node["typed"] = True, typed


def slip(tree: nodes.document) -> nodes.document | None:
    """Take out of a form what is below the line to cut, with the line: it ends the sheet."""
    cut = next((each for each in tree.findall(nodes.paragraph) if "cut" in each["classes"]), None)
    if not cut:
        return None
    apart = new_document("")
    above, around = cut.parent, cut.parent.parent
    apart += [cut, *around.children[around.index(above) + 1 :]]
    above.remove(cut)
    del around[around.index(above) + 1 :]
    return apart


def _own_ids(tree: nodes.document, prefix: str) -> None:
    for node in tree.findall(nodes.Element):
        for attribute in ("ids", "backrefs"):
            if node.get(attribute):
                node[attribute] = [prefix + each for each in node[attribute]]
        if "refid" in node:
            node["refid"] = prefix + node["refid"]
        if isinstance(node, blank | blank_label):
            node["name"] = prefix + node["name"]


def _ids_to_headings(tree: nodes.document) -> None:
    """Let references lead to headings: a section may begin, with nothing in it, on the page before."""
    for section in tree.findall(nodes.section):
        ids(section).extend(section["ids"])
        section["ids"] = [f"{section['ids'][0]}-section"]  # Sphinx asks for one


def heading(tree: nodes.document) -> nodes.section:
    """Return the section of the heading of a page, which Sphinx makes sure is there."""
    return next(tree.findall(nodes.section))


def title(section: nodes.section) -> str:
    """Return the title of a section."""
    return str(next(section.findall(nodes.title)).astext())


def ids(section: nodes.section) -> list[str]:
    """Return the ids of the title of a section, which references lead to."""
    found: list[str] = next(section.findall(nodes.title))["ids"]
    return found


def faces(tree: nodes.document, *, whole: bool) -> list[nodes.section]:
    """Return the sections that have a face each: the page as one (`whole`), or those below its heading."""
    page = heading(tree)
    return [page] if whole else [each for each in page if isinstance(each, nodes.section)]


def document(section: nodes.section) -> nodes.document:
    """Return a document that holds nothing but this section, whose heading is then the first."""
    for words in [text for each in section.findall(nodes.title) for text in each.findall(nodes.Text)]:
        words.parent.replace(words, nodes.Text(LAST_SPACE.sub("\N{NO-BREAK SPACE}", words)))
    alone = new_document("")
    alone += section
    return alone
