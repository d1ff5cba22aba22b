"""What a page says about its language: where the same page is in others, and how far this translation is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from babel import Locale
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.config.languages import Languages, Row, tag
from handbook.facts.render import _, locale_of, localized
from handbook.translation.spacing import close_up
from handbook.translation.untranslated import Progress, progress, title_language

MACHINE = "machine"  # in `translated_by`: nobody in particular


class Other(NamedTuple):
    """The same page in one language."""

    tag: str
    autonym: str
    direction: str
    link: str  # from this page
    address: str  # from anywhere
    current: bool


def others(table: Languages, language: str, page: str, base: str, first: str) -> list[Other]:
    """Return the same page in each language that is published, and in this one.

    `page` is its file, `first` the language whose page for wrong addresses stands at the root of the site.
    """
    rows = table.built() | {language: table.languages[language]}
    # The page for wrong addresses is shown at any address, so its links start at the root of the site.
    up = urlsplit(base).path if page == "404.html" else "../" * (page.count("/") + 1)

    def place(code: str) -> str:
        at_the_root = page == "404.html" and code == first
        return page if at_the_root else f"{code}/{page}"

    return [
        Other(tag(code), row.autonym, row.direction, up + place(code), base + place(code), code == language)
        for code, row in rows.items()
    ]


def about(row: Row, done: Progress | None, locale: Locale, phrase: Callable[[str], str]) -> list[str]:
    """Return the sentences that say how good a translation is, in the language of `phrase` and `locale`."""
    sentences = []
    if done and not done.translated:
        sentences.append(phrase("This page is not translated yet. It is in English."))
    elif done and done.percent < 100:
        sentences.append(phrase("%s %% of this page is translated. The rest is in English.") % done.percent)
    if not done or done.translated:
        sentences += made_by(row, locale, phrase)
        sentences.append(phrase("Where it differs from the English text, the English text counts."))
    return sentences


def made_by(row: Row, locale: Locale, phrase: Callable[[str], str]) -> list[str]:
    """Return the sentences that say who translated a language and who read it."""

    def told(sentence: str, who: str, when: date) -> str:
        return sentence % {"who": who, "day": localized(when, locale)}

    sentences = []
    if row.translated_by == MACHINE:
        sentences.append(phrase("A machine translated it."))
    elif row.translated_by and row.translated:
        translated = phrase("%(who)s translated it on %(day)s.")
        sentences.append(told(translated, row.translated_by, row.translated))
    if row.reviewed_by and row.reviewed:
        read = phrase("%(who)s, who speaks the language well, read it on %(day)s.")
        sentences.append(told(read, row.reviewed_by, row.reviewed))
    else:
        sentences.append(phrase("Nobody who speaks the language well has checked it yet."))
    return sentences


def add_context(app: Sphinx, name: str, _template: str, context: dict[str, Any], doctree: object) -> None:
    """Give the template of a page its other languages, and the sentences about its translation."""
    config, table = app.config, app.config.languages
    row, source = table.languages[config.language], table.source()
    address, base = app.builder.get_target_uri(name), str(config.community.handbook.url)
    first = table.first(config.community.community.language)
    listed = others(table, config.language, address, base, first) if config.languages_beside else []
    context["languages"] = listed
    context["first"] = tag(first if table.languages[first].publishes(name) else source)
    context["row"], context["source"] = row, tag(source)
    context["title_language"] = lambda page: title_language(app.env, page)
    context["about_translation"] = []
    context["untranslated"] = False
    if config.language != source and row.publishes(name):
        done = progress(app.env, name) if doctree else None
        context["untranslated"] = done is not None and not done.translated
        # In the reader's language and in the source language, for whoever helps the reader.
        context["about_translation"] = [
            (
                tag(code),
                table.languages[code].direction,
                close_up(" ".join(about(row, done, locale_of(code, table.languages[code]), said))),
            )
            for code, said in ((config.language, _), (source, str))
        ]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    # Whether the other languages stand beside this one. Built alone, pages have no links to them.
    app.add_config_value("languages_beside", False, "html", bool)
    app.connect("html-page-context", add_context, priority=910)
    return METADATA
