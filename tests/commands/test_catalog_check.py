"""Catalogs are checked before anything is built: whatever is damaged is told, with its place and its fix."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from helpers import damage_files, damage_texts
from helpers.pseudo import pseudo
from helpers.workspace import copy, run, small_copy

SEED = int(os.environ.get("SEED", random.randrange(10_000)))
TIMES = int(os.environ.get("TIMES", 3))  # each kind of damage is done to so many entries
ENTRY = re.compile(r'^msgid "((?:[^"\\]|\\.)+)"\nmsgstr "((?:[^"\\]|\\.)*)"$', re.MULTILINE)
SHOWN_SIGNS = re.compile(r"``|`[*\[]")  # these texts show translators the signs that others have
MEANING = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def read(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: MEANING[found[1]], text)


def written(text: str) -> str:
    for meaning in ("\\", '"', "\n", "\t"):
        sign = next(key for key, each in MEANING.items() if each == meaning)
        text = text.replace(meaning, f"\\{sign}")
    return text


def made_up(found: re.Match[str], brackets: int = 1) -> str:
    """Return an entry with a translation that nobody made: the English in foreign letters, in brackets."""
    english = read(found[1])
    text = pseudo(english.strip(), mirrored=False).replace("⟦", "⟦" * brackets)
    return f'msgid "{found[1]}"\nmsgstr "{written(english.replace(english.strip(), text))}"'


class Entry(NamedTuple):
    """A translation in a catalog, and the line where it stands."""

    page: str
    line: int
    english: str
    shown: str


class Spoilt(NamedTuple):
    """A damaged catalog, and what the check must say about it: the line (0: any) and the English text."""

    path: Path
    says: str
    line: int
    english: str

    @property
    def place(self) -> str:
        """The file and, if it matters, the line."""
        return f"{self.path}:{self.line}" if self.line else str(self.path)


def catalogs(top: Path) -> dict[str, str]:
    """Return the Spanish catalogs of a copy by their pages."""
    place = top / "locales" / "es" / "LC_MESSAGES"
    return {
        path.relative_to(place).with_suffix("").as_posix(): path.read_text("utf-8")
        for path in sorted(place.rglob("*.po"))
    }


def entries(top: Path) -> list[Entry]:
    return [
        Entry(page, text.count("\n", 0, found.start(2)) + 1, read(found[1]), read(found[2]))
        for page, text in catalogs(top).items()
        for found in ENTRY.finditer(text)
    ]


def place(folder: Path, page: str) -> Path:
    """Return where a catalog would stand in the handbook."""
    return folder / "es" / "LC_MESSAGES" / f"{page}.po"


def put(folder: Path, page: str, text: str | bytes) -> Path:
    """Write a catalog as if it stood in the handbook."""
    path = place(folder, page)
    path.parent.mkdir(parents=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def completed(top: Path) -> list[Path]:
    """Make up what nobody has translated into Spanish yet in a copy; return the catalogs that have it."""
    (top / "locales" / "es" / "glossary.toml").unlink(missing_ok=True)  # made-up words follow no glossary
    changed = []
    for page, text in catalogs(top).items():
        sure = text.replace("#, fuzzy\n", "")
        whole = ENTRY.sub(lambda found: found[0] if found[2] else made_up(found), sure)
        if whole != text:
            changed.append(top / "locales" / "es" / "LC_MESSAGES" / f"{page}.po")
            changed[-1].write_text(whole, "utf-8")
    return changed


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small handbook whose Spanish is complete."""
    top = small_copy(tmp_path_factory.mktemp("catalogs") / "handbook", "es")
    with (top / "docs" / "about" / "privacy.md").open("a", encoding="utf-8") as page:
        page.write("\nThe first version is from 2013; it was read by 418 people.\n")  # numbers to spoil
        page.write("\nIn 2019 we printed it 260 times.\n")
    assert run(top, "catalogs").returncode == 0
    completed(top)
    return top


def spoilt_texts(top: Path, folder: Path, chance: random.Random) -> Iterable[tuple[str, Spoilt]]:
    """Yield damaged translations. Each is in a catalog with others: fewer catalogs take less time."""
    there, texts = [entry for entry in entries(top) if not SHOWN_SIGNS.search(entry.english)], catalogs(top)
    copies: dict[Path, list[str]] = {}
    times: Counter[Entry] = Counter()
    for damage in damage_texts.DAMAGES:
        found = []
        for entry in chance.sample(there, len(there)):
            text = damage.spoil(entry.english, entry.shown)
            if text is not None and (entry.page == "handbook") == damage.frame:
                found.append((entry, text))
            if len(found) == TIMES:
                break
        assert found, f"nothing to spoil: {damage.name}"
        for entry, text in found:
            times[entry] += 1
            path = place(folder / f"{times[entry]}", entry.page)
            lines = copies.setdefault(path, texts[entry.page].split("\n"))
            lines[entry.line - 1] = f'msgstr "{written(text)}"'
            yield damage.name, Spoilt(path, damage.says, entry.line, entry.english)
    for path, lines in copies.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), "utf-8")


def spoilt_files(top: Path, folder: Path, chance: random.Random) -> Iterable[tuple[str, Spoilt]]:
    """Yield catalogs that are damaged as files."""
    rich = {page: text for page, text in catalogs(top).items() if len(ENTRY.findall(text)) > 2}
    for damage in damage_files.FILES:
        for number, page in enumerate(chance.sample(sorted(rich), TIMES)):
            spoilt = damage.spoil(rich[page])
            assert spoilt != rich[page], f"nothing was spoilt: {damage.name}"
            yield (
                damage.name,
                Spoilt(put(folder / f"{damage.name}-{number}", page, spoilt), damage.says, 0, ""),
            )


@pytest.fixture(scope="module")
def told(top: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Spoilt, list[str]]]]:
    """What the check says about damaged catalogs, by the kind of damage."""
    print(f"to see the same damage again: SEED={SEED}")
    chance, folder = random.Random(SEED), tmp_path_factory.mktemp("spoilt")
    spoilt = [*spoilt_texts(top, folder, chance), *spoilt_files(top, folder, chance)]
    done = run(top, "check-catalogs", *dict.fromkeys(each.path for _name, each in spoilt))
    assert done.returncode == 1
    assert done.stderr == ""
    lines: dict[str, list[str]] = {}  # by the file, and by the place in it
    for line in done.stdout.splitlines():
        path, number = re.findall(r"(.+?\.po):(\d+): ", line)[0]
        for where in (path, f"{path}:{number}"):
            lines.setdefault(where, []).append(line)
    found: dict[str, list[tuple[Spoilt, list[str]]]] = {}
    for name, each in spoilt:
        found.setdefault(name, []).append((each, lines.get(each.place, [])))
    texts = [each for _name, each in spoilt if each.line]
    files = {str(each.path) for each in texts}
    # Nothing is told of what stands beside the damage.
    assert {where for where in lines if where.rpartition(":")[0] in files} == {each.place for each in texts}
    return found


@pytest.mark.parametrize("name", [each.name for each in (*damage_texts.DAMAGES, *damage_files.FILES)])
def test_damage_is_told_with_its_place_and_its_mend(told, name):
    for spoilt, lines in told[name]:
        right = [line for line in lines if spoilt.says in line]
        assert right, f"SEED={SEED}: {spoilt.english!r} in {spoilt.path}: {lines}"
        for line in right:
            assert re.match(rf"{re.escape(str(spoilt.path))}:\d+: .+\.", line), line
            if spoilt.line:
                assert f".po:{spoilt.line}: [{spoilt.english[:20]}" in line


def test_there_are_many_kinds_of_damage():
    names = [each.name for each in (*damage_texts.DAMAGES, *damage_files.FILES)]
    assert len({*names}) == len(names) >= 70


def test_what_is_right_is_one_line_and_exit_code_0(top):
    done = run(top, "check-catalogs")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1), done.stdout[:2000]
    assert re.fullmatch(r"\d+ catalogs are right\.\n", done.stdout)


def test_whatever_english_text_is_made_up_in_foreign_letters_is_right(tmp_path):
    top = copy(tmp_path / "handbook", "es")
    paths = completed(top)  # test_planted.py judges what people have translated
    assert paths
    done = run(top, "check-catalogs", *paths)
    assert (done.returncode, done.stdout.count("\n")) == (0, 1), done.stdout[:2000]


def test_all_faults_are_told_at_once(top, tmp_path):
    page, text = "help-now", catalogs(top)["help-now"]
    lines = text.split("\n")
    numbers = [number for number, line in enumerate(lines) if line.startswith("msgstr") and number > 10]
    for number in numbers:
        lines[number] = 'msgstr "- una lista y 608-555-0142"'
    done = run(top, "check-catalogs", put(tmp_path, page, "\n".join(lines)))
    assert {int(line.split(".po:")[1].split(":")[0]) - 1 for line in done.stdout.splitlines()} == {*numbers}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nothing.po", "There is no such file."),
        ("es", "This is a folder"),
        ("notes.txt", "no catalog"),
        ("es/LC_MESSAGES/no-page.po", "No page is called 'no-page'"),
        ("tlh/LC_MESSAGES/help-now.po", 'The language "tlh" has no row'),
    ],
)
def test_a_file_that_nobody_can_judge_is_named(top, tmp_path, name, says):
    path = tmp_path / name
    if path.suffix and name != "nothing.po":
        path.parent.mkdir(parents=True) if not path.parent.exists() else None
        path.write_text(catalogs(top)["help-now"], "utf-8")
    elif not path.suffix:
        path.mkdir()
    done = run(top, "check-catalogs", path)
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert done.stdout.startswith(f"{path}: ")
    assert says in done.stdout


def test_a_file_elsewhere_is_known_by_its_name_and_its_header(top, tmp_path):
    (tmp_path / "report").mkdir()
    path = tmp_path / "report" / "appeal.po"
    path.write_text(catalogs(top)["report/appeal"], "utf-8")
    done = run(top, "check-catalogs", path)
    assert (done.returncode, done.stdout) == (0, "1 catalog is right.\n")
    path.write_text(catalogs(top)["report/support"], "utf-8")
    assert run(top, "check-catalogs", path).returncode == 1


def test_what_nobody_reads_yet_may_be_wrong(top, tmp_path):
    text = catalogs(top)["help-now"]
    entry = next(each for each in ENTRY.finditer(text) if text[each.start() - 2] == "\n")  # no flags above
    fuzzy = f'#, fuzzy\n#| msgid "Old."\nmsgid "{entry[1]}"\nmsgstr "- viejo 608-555-0142"'
    path = put(tmp_path, "help-now", text[: entry.start()] + fuzzy + text[entry.end() :])
    assert run(top, "check-catalogs", path).returncode == 0


def test_what_translators_programs_add_to_the_header_is_right(top, tmp_path):
    line = '"X-Generator: Poedit 3.4\\n"\n"Last-Translator: A <a@example.org>\\n"\n'
    text = catalogs(top)["help-now"].replace('"Language: es', f'{line}"Language: es')
    plural = text.replace("plural=(n != 1);", "plural=n!=1;")
    assert plural != text
    assert run(top, "check-catalogs", put(tmp_path, "help-now", plural)).returncode == 0


def test_catalogs_without_a_page_pages_without_a_catalog_and_languages_without_a_row_are_told(top, tmp_path):
    spoilt = tmp_path / "handbook"
    shutil.copytree(top, spoilt)
    place = spoilt / "locales" / "es" / "LC_MESSAGES"
    (place / "help-now.po").rename(place / "get-help.po")
    shutil.copytree(place / "report", spoilt / "locales" / "tlh" / "LC_MESSAGES" / "report")
    done = run(spoilt, "check-catalogs")
    assert done.returncode == 1
    assert "locales/es/LC_MESSAGES/get-help.po: No page is called like this any more." in done.stdout
    assert "locales/es/LC_MESSAGES: Catalogs are missing here: 1, help-now.po first." in done.stdout
    assert 'locales/tlh: The language "tlh" has no row' in done.stdout


@pytest.mark.bench
def test_a_thousand_catalogs_take_less_than_ten_seconds(top, tmp_path):
    texts = catalogs(top)
    paths = [
        put(tmp_path / f"{number}-{page}", page, ENTRY.sub(partial(made_up, brackets=number), text))
        for number in range(1, 2 + 1000 // len(texts))  # no text stands twice
        for page, text in texts.items()
    ]
    taken = []
    while len(taken) < 3 and min(taken, default=10) >= 10:  # what else runs on the machine slows it down
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = run(top, "check-catalogs", *paths)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert done.returncode == 0, done.stdout[:2000]
        taken.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    print(f"{len(paths)} catalogs: {min(taken):.1f} s of processor time")
    assert len(paths) >= 1000
    assert min(taken) < 10
