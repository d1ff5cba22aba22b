"""The sources of a book: each is named once, at its end, with the pages that rest on it."""

from __future__ import annotations

from docutils import nodes
from docutils.utils import new_document

from handbook.facts.render import _
from handbook.guides.references import References, slug
from handbook.translation.alphabet import alphabetical

LIST = "sources"  # the class that lists of sources have


class Gathered:
    """What the pages of one guide say of their sources."""

    def __init__(self) -> None:
        """Know of none."""
        self.title = ""  # of the list, in the language of the pages
        # An item and its pages by its words, and whether it names no work.
        self.items: dict[tuple[bool, str], tuple[nodes.list_item, list[str]]] = {}

    def take(self, tree: nodes.document, page: str) -> None:
        """Take the sections of sources out of a page: their lists, and what is said of our own practice.

        Words of the page that lead to such a section stay, and lead nowhere.
        """
        for section in list(tree.findall(nodes.section)):
            lists = [each for each in section.findall(nodes.bullet_list) if LIST in each["classes"]]
            if lists and lists[0].parent is section:
                self.title = self.title or section[0].astext()
                section.parent.remove(section)
                for reference in list(tree.findall(nodes.reference)):
                    if reference.get("refid") in section["ids"]:
                        reference.replace_self(reference.children)
                for item in [item for each in lists for item in each.findall(nodes.list_item)]:
                    self._note(item, page, own=False)
                for said in [each for each in section if isinstance(each, nodes.paragraph)]:
                    self._note(nodes.list_item("", said), page, own=True)

    def _note(self, item: nodes.list_item, page: str, *, own: bool) -> None:
        pages = self.items.setdefault((own, item.astext()), (item, []))[1]
        pages += [page] if page not in pages else []

    def document(self, references: References) -> nodes.document | None:
        """Return the list as a page: works by the alphabet, then our own practice; None without any.

        `references` are those of the guide, which gives the addresses in the list their numbers.
        """
        if not self.items:
            return None
        found = nodes.bullet_list("", classes=[LIST])
        for key in sorted(self.items, key=lambda key: (key[0], alphabetical(key[1]))):
            item, pages = self.items[key]
            before, _numbers, after = _("Pages: {numbers}").partition("{numbers}")
            places = ", ".join(f'<a class="hb-place" href="#{slug(page)}"></a>' for page in pages)
            told = nodes.raw("", f'<span class="rests">{before}{places}{after}</span>', format="html")
            for reference in list(item.findall(nodes.reference)):
                references.lead(reference)
            next(item.findall(nodes.paragraph)).extend([nodes.Text(" "), told])
            found += item
        page = new_document("")
        title = nodes.title("", self.title, ids=[LIST])
        page += nodes.section("", title, found, ids=[f"{LIST}-section"])
        return page
