"""The print list of a pack: which pages to type into a print dialog, and how many sheets that makes.

Its page says with links what belongs together, in tables of the class `prints`: each row is a pile. Its empty
cells are filled when the pack is laid out, by their column: the pages of whatever the row links to, how many
sheets these are, the pages of the good answers to it, and how many. A table of the class `prints-total` says
how many copies of each pile are wanted, and has an empty row for the total of each of those tables, in order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from docutils import nodes

from handbook.config.toml import SettingsError
from handbook.directives.quiz import question
from handbook.guides.book.answers import AT_END, POINTER

NOTHING = "\N{EN DASH}"
ADDRESSES = "addresses"  # the id of their heading in parts.html
Ids = tuple[str, ...]


class Cell(NamedTuple):
    """What an empty cell is filled with: the pages to type, or how many sheets so many copies of them are."""

    typed: bool
    jobs: tuple[tuple[Ids, int], ...]  # ids of pieces, and how many copies of them


class PrintList(NamedTuple):
    """The cells of a print list, and the ids with which something begins that may be printed alone."""

    cells: tuple[Cell, ...]
    starts: frozenset[str]

    def beside(self, chapters: Iterable[str]) -> PrintList:
        """Return the same for a pack of these chapters, whose addresses come last."""
        return self._replace(starts=self.starts | {*chapters, ADDRESSES})


def find(tree: nodes.document, trees: Collection[nodes.document]) -> PrintList | None:
    """Mark the empty cells of a print list; return it, or None where a page has none.

    `trees` are all pages of the pack, prepared for it. Raises SettingsError for a pile without its copies.
    """
    cells: list[Cell] = []
    piles = _tables(tree, "prints")
    titles = _titles(trees) if piles else {}
    tables = [_mark_piles(table, titles, cells) for table in piles]
    for table in _tables(tree, "prints-total"):
        _mark_totals(table, tables, cells)
    named = {each for cell in cells for ids, _copies in cell.jobs for each in ids}
    return PrintList(tuple(cells), frozenset(named)) if cells else None


def _mark_piles(
    table: nodes.table, titles: Mapping[str, nodes.title], cells: list[Cell]
) -> dict[str, list[Ids]]:
    """Mark what says the pages and sheets of each pile of a table; return what each pile has, by its name.

    `titles` are those of all pages, by their ids.
    """
    piles: dict[str, list[Ids]] = {}
    for name, *entries in _rows(table):
        references = [each for entry in entries for each in entry.findall(nodes.reference)]
        pieces = tuple(_target(each) for each in references)
        answers = tuple(each for piece in pieces for each in _answers(titles.get(piece)))
        columns = [(True, pieces), (False, pieces), (True, answers), (False, answers)]
        for entry, (is_typed, ids) in zip(entries[1:], columns, strict=False):
            if not entry.astext():
                _fill(entry, Cell(is_typed, ((ids, 1),)), cells)
                if not is_typed:
                    piles.setdefault(name.astext(), []).append(ids)
        for each in references:
            _instead_of_number(each, _place(Cell(True, (((_target(each),), 1),)), cells))
    return piles


def _mark_totals(table: nodes.table, tables: Iterable[dict[str, list[Ids]]], cells: list[Cell]) -> None:
    """Mark the totals of `tables`, each in a row of its own below the rows that say how many copies."""
    wanted: dict[str, list[int]] = {}
    left = iter(tables)
    for name, *columns in _rows(table):
        said = [each.astext() for each in columns]
        if all(each.isdigit() for each in said):
            wanted[name.astext()] = [int(each) for each in said]
        elif not any(said):
            piles = next(left, {})
            if missing := [pile for pile in piles if pile not in wanted]:
                raise SettingsError(
                    f"The print list doesn't say how many copies of {missing[0]!r} are wanted. "
                    "Give it a row in the table of the class `prints-total`, above the totals."
                )
            for number, entry in enumerate(columns):
                jobs = ((ids, wanted[pile][number]) for pile, each in piles.items() for ids in each)
                _fill(entry, Cell(False, tuple(jobs)), cells)


def _place(cell: Cell, cells: list[Cell]) -> nodes.raw:
    cells.append(cell)
    return nodes.raw("", f'<span class="to-print" data-cell="{len(cells) - 1}">0</span>', format="html")


def _fill(entry: nodes.Element, cell: Cell, cells: list[Cell]) -> None:
    empty = not any(ids for ids, _copies in cell.jobs)
    entry += nodes.paragraph("", "", nodes.Text(NOTHING) if empty else _place(cell, cells))


def cell_texts(prints: PrintList, places: Mapping[str, int], pages: int) -> list[str]:
    """Return what stands in each cell of a print list.

    `places` says on which of the `pages` of the pack each id stands. A line may end after each comma.
    """
    firsts = sorted({places[each] for each in prints.starts if each in places})

    def numbers(ids: Ids) -> list[int]:
        found: set[int] = set()
        for first in (places[each] for each in ids):
            end = next((each for each in firsts if each > first), pages + 1)
            found.update(range(first, end))
        return sorted(found)

    def said(cell: Cell) -> str:
        if cell.typed:
            return typed(numbers(cell.jobs[0][0])).replace(",", ",\N{ZERO WIDTH SPACE}")
        return str(sum(len(numbers(ids)) * copies for ids, copies in cell.jobs))

    return [said(cell) for cell in prints.cells]


def typed(numbers: Iterable[int]) -> str:
    """Return pages as a print dialog takes them: those that follow each other as one, as in "7-11,16"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _tables(tree: nodes.document, name: str) -> list[nodes.table]:
    return [table for table in tree.findall(nodes.table) if name in table["classes"]]


def _rows(table: nodes.table) -> list[list[nodes.entry]]:
    rows = (row for body in table.findall(nodes.tbody) for row in body.findall(nodes.row))
    return [list(row.findall(nodes.entry)) for row in rows]


def _target(reference: nodes.reference) -> str:
    """Return the id in the pack that a reference leads to."""
    found: str = reference.get("refid") or reference.get("refuri", "").removeprefix("#")
    return found


def _titles(trees: Iterable[nodes.document]) -> dict[str, nodes.title]:
    """Return the titles of all pages by their ids."""
    found = (title for tree in trees for title in tree.findall(nodes.title))
    return {each: title for title in found for each in title["ids"]}


def _answers(title: nodes.title | None) -> list[str]:
    """Return where the good answers stand to what begins with a title, and those to its questions."""
    if title is None:
        return []
    pointers = [each for each in title.parent.findall(nodes.paragraph) if POINTER in each["classes"]]
    found = [_target(each) for pointer in pointers for each in pointer.findall(nodes.reference)]
    return [*found, AT_END] if next(title.parent.findall(question), None) else found


def _instead_of_number(reference: nodes.reference, shown: nodes.raw) -> None:
    """Let all pages of a piece stand behind its name in place of its first one."""
    around = reference.parent
    after = around.index(reference) + 1
    if after < len(around.children) and isinstance(around[after], nodes.raw):
        around[after] = shown
        around.insert(after, nodes.Text("\N{NO-BREAK SPACE}"))
