"""What is wrong with the settings of a guide, in words that say how to fix it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from sphinx.environment import BuildEnvironment

from handbook.guides.model import Guide


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is nearest to one that nobody knows."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.0)), "none")


def unknown(env: BuildEnvironment, guide: Guide) -> Iterator[str]:
    """Tell of each page, guide and label that a guide names and that does not exist."""
    guides = [name for name, metadata in env.metadata.items() if "guide" in metadata]
    own = list(env.all_docs) if guide.everything else list(guide.pages)
    for what, named, known in (
        ("page", [*guide.pages, *guide.online, *([guide.qr] if guide.qr else [])], list(env.all_docs)),
        ("page of its own", [*guide.parts, *guide.smaller], own),
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
