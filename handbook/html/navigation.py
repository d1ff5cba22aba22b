"""For whom a page is written, and the pages of the handbook as its front page lists them."""

from __future__ import annotations

from typing import NamedTuple

from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.config.languages import Row


class Page(NamedTuple):
    """One entry of the navigation."""

    name: str
    title: str
    pages: list[Page]


class Part(NamedTuple):
    """The pages under one caption of the front page's contents."""

    caption: str
    pages: list[Page]


def _row(env: BuildEnvironment) -> Row:
    row: Row = env.config.languages.languages[env.config.language]
    return row


def _children(env: BuildEnvironment, name: str) -> list[Page]:
    return [
        Page(child, env.titles[child].astext(), _children(env, child))
        for child in env.toctree_includes.get(name, [])
        if _row(env).publishes(child)
    ]


def navigation(env: BuildEnvironment) -> list[Part]:
    """Return the parts of the handbook as the front page lists them."""
    root = env.get_doctree(env.config.root_doc)
    parts = [
        Part(
            tree.get("caption") or "",
            [
                Page(name, env.titles[name].astext(), _children(env, name))
                for _title, name in tree["entries"]
                if name in env.titles and _row(env).publishes(name)
            ],
        )
        for tree in root.findall(toctree)
    ]
    return [part for part in parts if part.pages]


def audience(name: str, audiences: dict[str, list[str]]) -> str:
    """Return for whom the page called `name` is written ("everyone" if no group claims it)."""
    for group, beginnings in audiences.items():
        if any(name == start or (start.endswith("/") and name.startswith(start)) for start in beginnings):
            return group
    return "everyone"


def ancestors(env: BuildEnvironment, name: str) -> list[str]:
    """Return the pages above the page called `name`, the nearest first."""
    parents = env.handbook_parents  # type: ignore[attr-defined]
    found = []
    while name := parents.get(name, ""):
        found.append(name)
    return found


def prepare(app: Sphinx, env: BuildEnvironment) -> None:
    """Work out the navigation once, not once a page."""
    env.handbook_navigation = navigation(env) if app.builder.format == "html" else []  # type: ignore[attr-defined]
    env.handbook_parents = {  # type: ignore[attr-defined]
        child: parent for parent, children in env.toctree_includes.items() for child in children
    }


def setup(app: Sphinx) -> ExtensionMetadata:
    """Work it out when all pages are read."""
    app.connect("env-updated", prepare)
    return METADATA
