"""The handbook is a project like any other of Sphinx: what its users type works."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.paths import ROOT
from helpers.sphinx_app import run_here

NO_PANGO = "raise OSError(\"cannot load library 'libpango-1.0-0'\")\n"

PAGE = """# Welcome

Call {fact}`emergency.number`.

:::{downloads}
:::
"""


@pytest.fixture
def without_weasyprint(tmp_path: Path) -> dict[str, str]:
    """An environment where WeasyPrint is installed and its libraries are not, as on a plain machine."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "weasyprint.py").write_text(NO_PANGO, "utf-8")
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}


def build(
    folder: Path, builder: str, *options: str, env: dict[str, str] | None = None, page: str = PAGE
) -> subprocess.CompletedProcess[str]:
    """Build a handbook of one page into folder/out with the settings of the handbook, as people type it."""
    command = [sys.executable, "-m", "sphinx", "-nWq", "-b", builder, "-c", str(ROOT), *options]
    command += [str(one_page(folder, page)), str(folder / "out")]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def build_here(
    folder: Path, builder: str, *options: str, page: str = PAGE
) -> subprocess.CompletedProcess[str]:
    """Build the same in this process: one of its own takes ten times as long, and some tests have one."""
    docs = one_page(folder, page)
    return run_here(folder / "out", "-c", str(ROOT), *options, builder=builder, docs=docs)


def one_page(folder: Path, page: str) -> Path:
    """Write a handbook of one page; return its folder."""
    docs = folder / "docs"
    docs.mkdir()
    (docs / "index.md").write_text(page, "utf-8")
    return docs


def test_all_but_paper_works_without_the_libraries_of_weasyprint(
    tmp_path: Path, without_weasyprint: dict[str, str]
) -> None:
    program = (  # one process for all: most of its time it loads Sphinx
        "import sys; from sphinx.cmd.build import main; builders = ('gettext', 'dummy', 'html'); "
        "sys.exit(any(main(['-b', each, *sys.argv[1:], each]) for each in builders))"
    )
    command = [sys.executable, "-c", program, "-nWq", "-c", str(ROOT), str(one_page(tmp_path, PAGE))]
    done = subprocess.run(
        command, cwd=tmp_path, env=without_weasyprint, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "gettext" / "index.pot").exists()
    assert (tmp_path / "html" / "index.html").exists()


def test_paper_without_the_libraries_of_weasyprint_is_a_sentence(
    tmp_path: Path, without_weasyprint: dict[str, str]
) -> None:
    front = "---\nguide:\n  kind: forms\n  sizes: [letter]\n---\n"
    done = build(tmp_path, "guides", env=without_weasyprint, page=f"{front}# A form\n\nFor tests.\n")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Paper is printed with WeasyPrint, which lacks a library here: cannot load library 'libpango-1.0-0'",
        "`make handbook` installs what it needs from the system; apt.txt names it.",
    ]


@pytest.mark.parametrize("kind", ["card", "sign"])
def test_a_guide_without_a_face_is_a_sentence(tmp_path: Path, kind: str) -> None:
    front = f"---\nguide:\n  kind: {kind}\n  sizes: [letter]\n---\n"
    done = build_here(tmp_path, "guides", page=f"{front}# Nothing else\n\nFor tests.\n")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert f"a {kind} has a face for each of its sections (##): write one." in done.stderr


@pytest.mark.parametrize(
    ("builder", "file"),
    [
        ("html", "index.html"),
        ("dirhtml", "index.html"),
        ("text", "index.txt"),
        ("epub", "handbook.epub"),
        ("gettext", "index.pot"),
    ],
)
def test_the_builders_of_sphinx_work(tmp_path: Path, builder: str, file: str) -> None:
    done = build_here(tmp_path, builder)  # those without WeasyPrint are in processes of their own
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / file).stat().st_size


@pytest.mark.parametrize("builder", ["latex", "man", "singlehtml"])
def test_a_builder_that_would_write_half_a_handbook_says_so_in_a_sentence(
    tmp_path: Path, builder: str
) -> None:
    told = f"The handbook cannot be built with -b {builder}. Use -b html or dirhtml"
    if builder == "man":  # one as people meet it, and of the others what Python ends with
        done = build(tmp_path, builder)
        assert done.returncode == 1
        assert done.stderr.startswith(told)
        assert len(done.stderr.splitlines()) == 1
    else:
        with pytest.raises(SystemExit, match=f"^{told}.*$"):
            build_here(tmp_path, builder)


def test_a_language_that_is_built_alone_has_no_link_to_others(tmp_path: Path) -> None:
    assert build_here(tmp_path, "html", "-D", "language=es").returncode == 0
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert 'lang="es"' in page
    assert "hreflang" not in page


def test_linkcheck_reports_what_is_broken(tmp_path: Path) -> None:
    page = f"{PAGE}\nRead [more](http://127.0.0.1:9/gone).\n"
    options = ["-D", "linkcheck_retries=1", "-D", "linkcheck_timeout=2"]
    done = build_here(tmp_path, "linkcheck", *options, page=page)
    assert done.returncode == 1
    assert "http://127.0.0.1:9/gone" in done.stderr
    assert "127.0.0.1:9/gone" in (tmp_path / "out" / "output.txt").read_text("utf-8")


def test_an_announcement_stands_on_each_page(tmp_path: Path) -> None:
    told = "We moved to <a href='https://example.net/'>another room</a>."
    done = build_here(tmp_path, "html", "-D", f"html_theme_options.announcement={told}")
    assert done.returncode == 0, done.stderr
    assert told in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_nothing_of_ours_is_gone_in_the_next_versions_of_sphinx(tmp_path: Path) -> None:
    env = os.environ | {"PYTHONWARNINGS": "always"}
    done = build(tmp_path, "dummy", "-D", "language=es", env=env)
    ours = [line for line in done.stderr.splitlines() if f"{ROOT}/handbook/" in line and "RemovedIn" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("```\nls docs\n```", "none"),
        ("```python\nls()\n```", "python"),
        ("```{highlight} css\n```\n\n```\na {}\n```", "css"),
    ],
    ids=["as in conf.py", "its own", "that of its page"],
)
def test_code_has_its_language(tmp_path: Path, code: str, language: str) -> None:
    done = build_here(tmp_path, "html", page=f"# Welcome\n\n{code}\n")
    assert done.returncode == 0, done.stderr
    assert f'class="highlight-{language} ' in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_a_highlight_without_code_leaves_nothing(tmp_path: Path) -> None:
    done = build_here(tmp_path, "html", page="# Welcome\n\n```{highlight} css\n```\n")
    assert done.returncode == 0, done.stderr
