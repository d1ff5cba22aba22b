"""Two languages that nobody speaks, which show what translators cannot reach and what does not mirror.

Each string is accented, longer by about a third, and stands in ⟦brackets⟧: text without brackets on a page is
in no catalog. The second language is read from right to left. Their catalogs are made for tests and not kept.
"""

from __future__ import annotations

import re
from functools import cache, partial
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

# Each language by its code in Sphinx, and whether it is read from right to left. XA and XB are no countries.
LANGUAGES = {"en_XA": False, "ar_XB": True}

# What a translator keeps, in MyST and in the strings of templates and code.
KEPT = re.compile(
    r"""\{[\w:-]+\}`[^`]*`    # a role: {fact}`emergency.number`
    | ``.+?`` | `[^`]+`       # code
    | \]\([^)]*\)             # the target of a link, or the address of a picture
    | \[\^[^\]]+\]            # a footnote
    | <[^>\s][^>]*>           # an address or a tag
    | \{[\w.#-]+\}            # a placeholder of Python or of a script: {name}
    | %(?:\(\w+\))?[sd%]      # a placeholder of Python: %s, %(name)s
    | &\#?\w+;                # an entity
    | \\.                     # an escaped sign
    | https?://\S+""",
    re.VERBOSE,
)
TITLED_ROLE = re.compile(r"(\{(?:ref|doc|term)\}`)([^`<]+?)(\s*<[^`>]*>`)")
TERM = re.compile(r"\{term\}`([^`<]+)`")
# No š and ž: beside â they look like UTF-8 that was read as the letters of Windows, which the gate refuses.
LETTERS = str.maketrans("ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz", "ÂÇĎÊĜĤÎĴĶĻÑÔŔŞŢÛŴÝŹâçďêĝĥîĵķļñôŕşţûŵýź")
VOWEL = re.compile(r"[aeiouAEIOU]")
WORD = re.compile(r"[^\W\d_]+")  # digits keep their order in every language
OVERRIDE, POP = "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{POP DIRECTIONAL FORMATTING}"


@cache
def _word(word: str, mirrored: bool) -> str:
    longer = VOWEL.sub(lambda vowel: vowel[0] + vowel[0].lower(), word).translate(LETTERS)
    return f"{OVERRIDE}{longer}{POP}" if mirrored else longer


def _words(text: str, mirrored: bool) -> str:
    return WORD.sub(lambda word: _word(word[0], mirrored), text)


def _kept(text: str, mirrored: bool) -> str:
    if titled := TITLED_ROLE.fullmatch(text):
        return titled[1] + _words(titled[2], mirrored) + titled[3]
    if term := TERM.fullmatch(text):  # its words are its target too
        return f"{{term}}`{_words(term[1], mirrored)} <{term[1]}>`"
    return text


def pseudo(text: str, *, mirrored: bool) -> str:
    """Return the translation of a string: markup, facts and placeholders stay, and the words change.

    `mirrored` makes each word run from right to left, whatever its letters.
    """
    parts, end = [], 0
    for kept in KEPT.finditer(text):
        parts += [_words(text[end : kept.start()], mirrored), _kept(kept[0], mirrored)]
        end = kept.end()
    return f"⟦{''.join(parts)}{_words(text[end:], mirrored)}⟧"


def translated(template: Catalog, language: str) -> Catalog:
    """Return the catalog of one of the two languages for a template."""
    made = template.creation_date  # not today: the same template gives the same bytes
    catalog = Catalog(language, template.domain, creation_date=made, revision_date=made, fuzzy=False)
    change = partial(pseudo, mirrored=LANGUAGES[language])
    for message in template:
        if message.id:
            text = change(message.id) if isinstance(message.id, str) else tuple(map(change, message.id))
            catalog.add(message.id, text, context=message.context)
    return catalog


def write(templates: Path, locales: Path, language: str) -> int:
    """Write a catalog below `locales` for each template (.pot) below `templates`; return how many strings."""
    count = 0
    for path in sorted(templates.rglob("*.pot")):
        with path.open("rb") as file:
            catalog = translated(read_po(file), language)
        target = locales / language / "LC_MESSAGES" / path.relative_to(templates).with_suffix(".po")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_po(file, catalog, width=0)
        count += len(catalog)
    return count
