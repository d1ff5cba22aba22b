"""`make guide NAME=pocket-card LANG=es`: prints one guide into the folder that builds use."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from sphinx.cmd import build as sphinx_build

from handbook.config import project
from handbook.config.toml import SettingsError
from handbook.guides.model import MANIFEST, PAPERS
from handbook.site.build import guides_folder, sphinx_options, version_time


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("name", help="the guide, for example pocket-card")
    parser.add_argument(
        "--paper", choices=[*PAPERS, "all"], default="", help="the size of a guide for organizers"
    )
    parser.add_argument("--language", default="en", help="its language, for example es")


def run(top: Path, options: Namespace) -> int:
    """Print one guide and say where it is; return 0, or 1 when it could not be printed."""
    try:
        facts = project.read_facts(top)
        project.read_languages(top).row(options.language)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    os.environ["SOURCE_DATE_EPOCH"] = version_time(top, facts)
    out = guides_folder(top) / options.language
    doctrees = out.parent / f".doctrees-{options.language}"
    words = sphinx_options(top, options.language, out, doctrees, "guides")
    if sphinx_build.main(
        [*words, "-D", f"guides_only={options.name}", "-D", f"guides_paper={options.paper}"]
    ):
        print(f"{options.name} could not be printed: see the lines above.", file=sys.stderr)
        return 1
    for name, about in json.loads((out / MANIFEST).read_text("utf-8")).items():
        if about["guide"] == options.name:
            pages = f"{about['pages']} pages, " if about["pages"] else ""
            print(f"{out / name}: {pages}{about['bytes'] // 1000} kB")
    return 0
