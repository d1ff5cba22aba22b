"""How a value of community.toml is shown on a page: as nodes, in the language of the page."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta
from babel.lists import format_list
from docutils import nodes
from sphinx.locale import get_translation

from handbook.config.languages import Row, Times, tag
from handbook.config.lookup import Dated, is_stale
from handbook.config.tables.group import Link
from handbook.config.values.addresses import Email, Phone, Url
from handbook.config.values.durations import Duration
from handbook.config.values.texts import Foreign

_ = get_translation("handbook")

Nodes = list[nodes.Node]


class value(nodes.inline):
    """A name, number or address: not to be translated, and kept in its own reading order."""


class RowLocale(Locale):
    """A language as its row in the language table has it: where CLDR has no data for it, English."""

    def __init__(self, known: Locale | None, times: Times | None) -> None:
        """Take the data of CLDR, and how this handbook writes times in the language."""
        data = known or Locale("en")
        super().__init__(data.language, data.territory, data.script, data.variant, data.modifier)
        self.known = known is not None
        self.times = times or Times()


@cache  # Babel looks for a language that it does not know in many files, each time
def _known_locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


def locale_of(language: str, row: Row) -> Locale:
    """Return Babel's locale for a language of the handbook."""
    return RowLocale(_known_locale(language), row.times)


def build_day() -> date | None:
    """Return the day of the version that is built (SOURCE_DATE_EPOCH): builds do not depend on the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else None


def localized(thing: Any, locale: Locale) -> str | None:
    """Return what Babel has words for (durations, dates, times of day), else None."""
    times = locale.times if isinstance(locale, RowLocale) else Times()
    if isinstance(thing, Duration):
        if length := getattr(times, thing.unit):
            return str(length).format(thing.count)
        # Not format_unit: Babel 2.18 has no words for it in ja, vi or zh. The threshold keeps the unit.
        return format_timedelta(thing.delta, granularity=thing.unit, threshold=math.inf, locale=locale)
    if isinstance(thing, date):
        if times.date:
            return times.date.format(day=thing.day, month=thing.month, year=thing.year)
        return format_date(thing, "long", locale=locale)
    if isinstance(thing, time):
        return format_time(thing, times.clock or "short", locale=locale)
    return None


def in_language(text: str, language: str) -> nodes.Node:
    """Return words in another language than the page: docutils writes the class as a `lang` attribute."""
    return nodes.inline("", text, classes=[f"language-{tag(language)}"])


def speaks(locale: Locale, language: str) -> bool:
    """Tell whether a locale is that of a language."""
    known = locale.known if isinstance(locale, RowLocale) else True
    return known and str(locale.language) == language


def text_node(text: str) -> nodes.Node:
    """Return words of the community, which say so if they are in another language than the page."""
    return in_language(text, text.language) if isinstance(text, Foreign) else nodes.Text(text)


def verbatim(text: str) -> value:
    """Return words that nobody translates; they say so if they are in another language than the page."""
    return value("", "", text_node(text)) if isinstance(text, Foreign) else value("", text)


def inline(thing: Any, locale: Locale, *, link: bool = True) -> nodes.Node:
    """Return the node for one value. Numbers and addresses become links where `link` allows it.

    Raises TypeError for a table, a list or a yes/no, which have no text of their own.
    """
    if text := localized(thing, locale):
        return nodes.Text(text)
    uri: str | None = None
    if isinstance(thing, Link):
        text, uri = thing.title, str(thing.url)
    elif isinstance(thing, Phone | Email | Url):
        text, uri = str(thing), thing.uri
    elif isinstance(thing, str | int) and not isinstance(thing, bool):
        text = str(thing)
    else:
        raise TypeError
    shown = verbatim(thing if isinstance(thing, Foreign) else text)
    if isinstance(thing, Phone | Email | Url):
        shown["ltr"] = True
    if isinstance(thing, Phone):
        shown["classes"] += ["phone"]  # never broken over two lines
    if uri and link:
        return nodes.reference("", "", shown, refuri=uri, internal=False)
    return shown


def paragraph(*children: nodes.Node | str, classes: Iterable[str] = ()) -> nodes.paragraph:
    """Return a paragraph; strings become text."""
    filled = [nodes.Text(child) if isinstance(child, str) else child for child in children]
    return nodes.paragraph("", "", *filled, classes=list(classes))


def interpolate(sentence: str, **parts: nodes.Node) -> Nodes:
    """Return a translated sentence with nodes in the place of its {names}.

    A translator may move the names but not lose them: KeyError or an unused part would be a hole in the page.
    """
    found: Nodes = []
    rest = sentence
    while "{" in rest:
        before, _open, rest = rest.partition("{")
        name, _close, rest = rest.partition("}")
        found += [nodes.Text(before), parts.pop(name)]
    if parts:
        raise KeyError(f"{sentence!r} has no place for {', '.join(parts)}")
    return [*found, nodes.Text(rest)]


def listed(items: Iterable[str], locale: Locale) -> str:
    """Return "a, b and c" in the language of the page."""
    return format_list(list(items), locale=locale)


def language_names(codes: Iterable[str], locale: Locale) -> nodes.Node:
    """Return the names of languages in the language of the page, else in English, which they say."""
    without_data = {"ase": _("American Sign Language (ASL)")}  # CLDR has no name for it in most languages
    names = {code: without_data.get(code) or _language_name(code, locale) for code in codes}
    if getattr(locale, "known", True):
        return nodes.Text(listed(names.values(), locale))
    shown = nodes.inline()
    for code, name in names.items():
        shown += [nodes.Text(", ")] if shown.children else []
        shown += nodes.Text(name) if code in without_data else in_language(name, "en")
    return shown


def _language_name(code: str, locale: Locale) -> str:
    return str(
        locale.languages.get(code)
        or Locale("en").languages.get(code)
        or Locale.parse(code).get_display_name(locale)
    )


def last_checked(when: date | None, limit: int, locale: Locale) -> str:
    """Return the sentence that says when a number or source was last checked."""
    never, stale = _("Not checked by us yet."), _("Last checked %s: it may have changed.")
    return _dated(when, limit, locale, never, stale, _("Checked %s."))


def last_confirmed(when: date | None, limit: int, locale: Locale, never: str, stale: str) -> str:
    """Return the sentence that says when people last confirmed a fact; `never` if they have not.

    `stale` is for a date older than `limit` days; it has a place for the date (%s).
    """
    return _dated(when, limit, locale, never, stale, _("Confirmed %s."))


def _dated(when: date | None, limit: int, locale: Locale, never: str, stale: str, fresh: str) -> str:
    if when is None:
        return never
    today = build_day()
    old = today and is_stale(Dated("", when, limit), today)
    return (stale if old else fresh) % localized(when, locale)
