"""The file to edit of a guide: a text for a word processor, or slides whose notes are sections of a page."""

from __future__ import annotations

from functools import partial
from typing import Any, Protocol

from docutils import nodes
from sphinx.environment import BuildEnvironment

from handbook.config.languages import tag
from handbook.directives.speaker_notes import speaker_notes
from handbook.guides import document
from handbook.guides.cache import PrintCache
from handbook.guides.document import ids
from handbook.guides.edited import slides, text
from handbook.guides.layout import Chapter
from handbook.guides.model import PPTX, Guide
from handbook.guides.references import References
from handbook.translation.untranslated import progress


class Pages(Protocol):
    """What the builder of guides knows about pages."""

    config: Any
    env: BuildEnvironment

    def prepared(self, page: str, guide: Guide, references: References) -> nodes.document:
        """Return the document of a page as it is printed."""

    def faces(self, page: str, guide: Guide, trees: dict[str, nodes.document]) -> list[Chapter]:
        """Return the sections that have a face each."""

    def html(self, tree: nodes.document, page: str) -> str:
        """Return the HTML of a document."""


def write(builder: Pages, name: str, page: str, guide: Guide, cache: PrintCache) -> None:
    """Write the file to edit of a guide: its links lead to the handbook online."""
    code = builder.config.language
    references = References([page], f"{builder.config.community.handbook.url}{code}/", said=False)
    prepared = partial(builder.prepared, guide=guide, references=references)
    (kind,), spoken = guide.edited, (tag(code), builder.config.languages.languages[code].direction)
    if kind == PPTX:
        trees = {each.page: prepared(each.page) for each in document.members(builder.env, page, guide)}
        for notes in [each for tree in trees.values() for each in tree.findall(speaker_notes)]:
            of = section(builder.env, notes["label"])
            tell(notes, *of[1:], prepared(of[0])) if of else notes.parent.remove(notes)
        for tree in trees.values():
            flatten(tree)
        shown = [str(face.html) for face in builder.faces(page, guide, trees)]
        deck = shown, builder.env.titles[page].astext(), *spoken
        cache.put_editable(name, kind, slides.digest(*deck), partial(slides.to_pptx, *deck))
    else:
        words = str(builder.html(prepared(page), page)), *spoken
        cache.put_editable(name, kind, text.digest(*words), partial(text.to_docx, *words))


def section(env: BuildEnvironment, label: str) -> tuple[str, str, str] | None:
    """Return page, id and title of the section with a label.

    None if it is not there, which Sphinx warns of, or not translated: nobody speaks from another language.
    """
    page, id_, title = env.domains.standard_domain.labels.get(label, ("", "", ""))
    if not page:
        return None
    share = progress(env, page)
    return (page, id_, title) if share.translated == share.total else None


def tell(notes: speaker_notes, id_: str, title: str, page: nodes.document) -> None:
    """Put the words of a section in place of the link to it."""
    sections = page.findall(nodes.section)
    place = next(each for each in sections if any(own.endswith(f"--{id_}") for own in ids(each)))
    notes["told"] = True
    notes.children = []
    notes += nodes.paragraph("", "", nodes.strong("", title))
    notes += [each for each in place if not isinstance(each, nodes.title | nodes.section)]


def flatten(tree: nodes.document) -> None:
    """Make paragraphs of definitions and quotations, which slides would set far in and in other sizes."""
    for listed in list(tree.findall(nodes.definition_list)):
        lines: list[nodes.Node] = []
        for term in listed.findall(nodes.term):
            lines.append(nodes.paragraph("", "", nodes.strong("", "", *term.children)))
            lines += [line for about in term.parent.findall(nodes.definition) for line in about]
        listed.parent.replace(listed, lines)
    for quoted in list(tree.findall(nodes.block_quote)):
        quoted.parent.replace(quoted, quoted.children)
