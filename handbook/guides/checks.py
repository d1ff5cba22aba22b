"""What is wrong with a guide, in words that say how to fix it, and whether it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from sphinx.environment import BuildEnvironment

from handbook.config.toml import SettingsError
from handbook.config.values.texts import Language
from handbook.guides.document import members
from handbook.guides.model import ALL, Guide, read
from handbook.translation.untranslated import progress


def checked(env: BuildEnvironment) -> Iterator[tuple[str, Guide | None, list[str]]]:
    """Yield the page, the settings and the mistakes of each guide; None for settings that cannot be read."""
    for page, metadata in sorted(env.metadata.items()):
        if "guide" in metadata:
            try:
                guide = read(page, metadata["guide"])
            except SettingsError as error:
                yield page, None, [str(error)]
            else:
                yield page, guide, list(unknown(env, guide))


def is_due(env: BuildEnvironment, page: str, guide: Guide) -> bool:
    """Tell whether a guide is printed with the others.

    One on request is not, unless all paper is asked for. A translated one has all its own words in that
    language, and enough of its pages: else the source is offered.
    """
    if guide.on_request and env.config.guides_paper != ALL:
        return False
    own, percent = progress(env, page), int(env.config.guides_ready)
    if own.translated < own.total:
        return False
    pages = {page, *(each.page for each in members(env, page, guide))}
    shares = [progress(env, each) for each in pages]
    return sum(each.translated for each in shares) * 100 >= sum(each.total for each in shares) * percent


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is nearest to one that nobody knows."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.0)), "none")


def unknown(env: BuildEnvironment, guide: Guide) -> Iterator[str]:
    """Tell of each page, guide and label that a guide names and that does not exist."""
    guides = [name for name, metadata in env.metadata.items() if "guide" in metadata]
    own = list(env.all_docs) if guide.everything else list(guide.pages)
    sizes = [*guide.smaller.values(), *guide.folded.values()]
    several = [points for points in sizes if isinstance(points, dict)]
    # A group that does not publish a language keeps what the handbook's own guides say of it.
    languages = [each for points in several for each in points if not Language.check(each)]
    for what, named, known in (
        (
            "page",
            [*guide.pages, *guide.without, *guide.online, *([guide.qr] if guide.qr else [])],
            list(env.all_docs),
        ),
        ("page of its own", [*guide.parts, *guide.smaller, *guide.folded], own),
        ("language", languages, list(env.config.languages.languages)),
        ("label", list(guide.parts.values()), list(env.domains.standard_domain.labels)),
        ("guide", list(guide.beside), guides),
    ):
        for each in (each for each in named if each not in known):
            near = nearest(each, known)
            yield f"the guide names the {what} {each!r}, which does not exist. Nearest: {near!r}."


def not_held(outside: set[str]) -> Iterator[str]:
    """Tell of what the pages of a guide send to and neither it nor a book beside it holds."""
    fix = "Add it to `pages`, or to `beside` a book that holds it."
    for each in sorted(outside):
        yield f"the guide sends to {each!r}, which neither it nor a book beside it holds. {fix}"
