"""Finds what no translator can reach, on pages in a language that puts what is translated into ⟦brackets⟧."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.trees import without
from lxml.html import HtmlElement

OPEN, CLOSE, CUT = "⟦", "⟧", "…"

# What ends one text and begins another.
BLOCKS = {
    *(
        "title",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "caption",
        "figcaption",
    ),
    *(
        "legend",
        "label",
        "summary",
        "blockquote",
        "div",
        "nav",
        "main",
        "header",
        "footer",
        "section",
        "search",
    ),
    *("fieldset", "g", "body"),
}

# Attributes that are shown or spoken, and those of <meta> that search engines and previews show.
SHOWN = ("title", "aria-label", "aria-description", "aria-roledescription", "alt", "placeholder", "label")
DESCRIBED = ("description", "og:title", "og:description", "og:site_name")

# Attributes with data that no reader sees. All other data-* attributes hold words for our scripts.
SILENT = ("data-audience", "data-pagefind-body", "data-pagefind-ignore")

# Elements whose words are none of a translator's, with the reason.
FACTS = {
    "script, style": "programs",
    "bdi[translate=no]": "names, numbers and addresses of community.toml",
    "[hreflang]": "a language calls itself by its own name",
    ".hb-translation > [lang=en]": "what is said of a translation, in English for whoever helps a reader",
    ".terms bdi[lang=en]": "the glossary of the translators: the English terms, and what they mean",
    ".keys bdi[lang=en]": "the list of the keys of community.toml, which are English words too",
    "code, pre": "what a person types: the same in every language",
    ".retention td:nth-child(2)": "durations, in the words of CLDR, which has none in these languages",
    ".case-dates td:nth-child(2)": "the same",
}


def unreached(page: HtmlElement, known: frozenset[str]) -> list[str]:
    """Return what a reader of this page meets outside brackets; `known` are texts of community.toml."""
    return [*_texts(page, known), *_attributes(page, known)]


def outside(text: str) -> str | None:
    """Return what stands outside brackets, or None where brackets do not match."""
    found, depth = "", 0
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        if depth < 0:
            return None
        if not depth and sign != CLOSE:
            found += sign
    return None if depth else found


def _problem(text: str, known: frozenset[str]) -> str | None:
    if text.endswith(CUT):  # a description ends where there is no more room
        text += CLOSE
    found = outside(text)
    if found is None:
        return f"brackets do not match: {text}"
    rest = found.strip()
    return f"in no catalog: {rest}" if re.search(r"[^\W\d_]", rest) and rest not in known else None


def _texts(page: HtmlElement, known: frozenset[str]) -> Iterator[str]:
    blocks: dict[HtmlElement, list[str]] = {}
    for text in without(page, ", ".join(FACTS)).xpath("descendant::text()"):
        block = text.getparent() if text.is_text else text.getparent().getparent()
        while block.tag not in BLOCKS and block.getparent() is not None:
            block = block.getparent()
        blocks.setdefault(block, []).append(text)
    for block, texts in blocks.items():
        if problem := _problem(" ".join("".join(texts).split()), known):
            yield f"<{block.tag} class={block.get('class', '')!r}>: {problem}"


def _attributes(page: HtmlElement, known: frozenset[str]) -> Iterator[str]:
    for element in page.iter("*"):
        for name, value in element.items():
            described = (
                element.tag == "meta"
                and name == "content"
                and (element.get("name") in DESCRIBED or element.get("property") in DESCRIBED)
            )
            said = name in SHOWN or described or (name.startswith("data-") and name not in SILENT)
            if said and (problem := _problem(value, known)):
                yield f"<{element.tag} {name}>: {problem}"
