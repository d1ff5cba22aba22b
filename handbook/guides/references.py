"""Where the references of a guide lead: to a page of it, to a book beside it, or to an address at its end."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from html import escape

from docutils import nodes

from handbook.facts.render import _

SCHEME = "doc:"  # addresses of pages while a guide is put together


def slug(page: str) -> str:
    """Return the name of a page as the beginning of an id."""
    return page.replace("/", "-")


class References:
    """The references of one guide."""

    def __init__(
        self,
        pages: Collection[str],
        base: str,
        *,
        said: bool,
        beside: Mapping[str, str] | None = None,
        once: bool = False,
        sent: Collection[str] = (),
    ) -> None:
        """Know the pages of the guide and the address of the handbook in its language.

        With `said`, a number stands behind each reference: of its page, or of its address in the list. Of a
        page that a book beside the guide holds, the title of that book is said, which `beside` knows; with
        `once`, only where the book is first needed, as on a sheet that is read from its top. What stands in
        the guide and is `sent` to people as a link too has both numbers.
        """
        self.beside = dict(beside or {})
        self.once = once
        self.sent = frozenset(sent)
        self.pages = frozenset(pages)
        self.base = base
        self.said = said
        self.addresses: list[str] = []
        self.outside: list[str] = []  # pages of the handbook that neither holds

    def lead(self, reference: nodes.reference) -> None:
        """Give a reference its target."""
        _flatten(reference)
        page = ""
        if "refid" in reference:
            address = f"#{reference['refid']}"
        else:
            address = reference["refuri"]
            if address.startswith(SCHEME):
                page, _hash, label = address.removeprefix(SCHEME).partition("#")
                address = reference["refuri"] = self.address(page, label)
        if self.said and page in self.beside and page not in self.pages:
            if book := self.beside[page]:
                _after(reference, f'<span class="hb-other-book">{escape(_in_book(book))}</span>')
                if self.once:
                    self.beside = {
                        each: "" if title == book else title for each, title in self.beside.items()
                    }
        elif self.said and address.startswith("#"):
            if page in self.sent:
                self._note(reference, f"{self.base}{page}.html")
            said = _("(page {number})").replace(" ", "\N{NO-BREAK SPACE}")
            before, _number, after = said.partition("{number}")
            data = f'data-target="{address}" data-before="{escape(before)}" data-after="{escape(after)}"'
            _after(reference, f'<span class="hb-page-number" {data}></span>')
        elif self.said and address.startswith("http") and bare(address) != reference.astext():
            if page and page not in self.outside:
                self.outside.append(page)
            self._note(reference, address)

    def address(self, page: str, label: str) -> str:
        """Return where a label of a page is: in the guide, or online."""
        if page in self.pages:
            return f"#{slug(page)}" + (f"--{label}" if label else "")
        return f"{self.base}{page}.html" + (f"#{label}" if label else "")

    def only_elsewhere(self, section: nodes.section) -> bool:
        """Say whether a section has nothing but links to pages of the handbook that the guide leaves out."""
        links = [each.get("refuri", "") for each in section.findall(nodes.reference)]
        pages = [link.removeprefix(SCHEME).partition("#")[0] for link in links if link.startswith(SCHEME)]
        if not pages or len(pages) < len(links) or self.pages.intersection(pages):
            return False
        rest = section.deepcopy()
        for each in [*rest.findall(nodes.reference), *rest.findall(nodes.title)]:
            each.parent.remove(each)
        return not re.search(r"\w", rest.astext())

    def _note(self, reference: nodes.reference, address: str) -> None:
        _after(reference, f'<span class="hb-note">{self._number(address)}</span>')

    def _number(self, address: str) -> int:
        page = address.partition("#")[0]  # nobody types in a label
        if page not in self.addresses:
            self.addresses.append(page)
        return self.addresses.index(page) + 1


def _in_book(title: str) -> str:
    """Return what stands behind a reference to another book."""
    before, _title, after = _("(in “{title}”)").partition("{title}")
    return f" {before}{title}{after}"


def bare(address: str) -> str:
    """Return an address as people write it down."""
    return address.partition("://")[2].rstrip("/")


def _flatten(reference: nodes.reference) -> None:
    """Take out elements within a reference: each would become a link of its own, which PDF/UA forbids.

    That a number is never broken over two lines, the reference then says itself.
    """
    for inner in reversed(list(reference.findall(nodes.TextElement))):
        if inner is not reference:
            reference["classes"] += [each for each in inner["classes"] if each == "phone"]
            inner.parent.replace(inner, inner.children)


def _after(reference: nodes.reference, markup: str) -> None:
    around = reference.parent
    around.insert(around.index(reference) + 1, nodes.raw("", markup, format="html"))
