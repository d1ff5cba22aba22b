"""`make guide NAME=pocket-card LANG=es`: prints one guide, or all of a language, where builds find them."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from sphinx.cmd import build as sphinx_build

from handbook.config import project
from handbook.config.toml import SettingsError
from handbook.guides.model import ALL, MANIFEST, PAPERS
from handbook.site.build import guides_folder, sphinx_options
from handbook.site.version import version_time


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("name", help=f"the guide, for example pocket-card, or {ALL}")
    parser.add_argument(
        "--paper", choices=[*PAPERS, ALL], default="", help="the size of a guide for organizers"
    )
    parser.add_argument("--language", default="en", help="its language, for example es")


def run(top: Path, options: Namespace) -> int:
    """Print a guide, or all of them, and say where it is; return 0, or 1 when it could not be printed."""
    try:
        facts = project.read_facts(top)
        project.read_languages(top).row(options.language)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    os.environ["SOURCE_DATE_EPOCH"] = version_time(top, facts, options.language)
    out = guides_folder(top) / options.language
    doctrees = out.parent / f".doctrees-{options.language}"
    only = "" if options.name == ALL else options.name
    words = sphinx_options(top, options.language, out, doctrees, "guides")
    if sphinx_build.main([*words, "-D", f"guides_only={only}", "-D", f"guides_paper={options.paper}"]):
        print(f"{only or 'The guides'} could not be printed: see the lines above.", file=sys.stderr)
        return 1
    for name, about in json.loads((out / MANIFEST).read_text("utf-8")).items():
        if about["guide"] == only or not only:
            pages = f"{about['pages']} pages, " if about["pages"] else ""
            print(f"{out / name}: {pages}{about['bytes'] // 1000} kB")
    return 0
