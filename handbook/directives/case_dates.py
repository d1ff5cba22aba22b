"""The dates of a case and of a year: tables to fill in by hand, which a script fills in from one day.

How long each takes is a fact or a fixed length. A row whose fact is an empty slot is left out.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any, ClassVar, NamedTuple, get_args

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec

from handbook import METADATA, add_transforms
from handbook.config.community import Community
from handbook.config.tables.procedure import Promises, RecordKind
from handbook.config.values.durations import Duration, Hours, Months
from handbook.facts.render import locale_of, localized, paragraph
from handbook.facts.visitors import add_element, skip
from handbook.translation.untranslated import language_of

STARTS = (
    "report",
    "decision",
    "appeal",
    "end",
    "year",
)  # what a table counts from; each begins where the last one ends
FIELDS = ("code", "day", "time")
FIXED = re.compile(r"P[1-9]\d*[DWM]")
LENGTHS = {f"promises.{name}" for name in Promises.model_fields if name != "confirmed"}
LENGTHS |= {f"retention.{kind}" for kind in get_args(RecordKind)}
SAID = ("save", "saved", "missing")  # what the script says


class Due(NamedTuple):
    """When something is due: a key of the facts or a fixed length, and whether that is so in each case."""

    after: str
    always: bool


class case_dates(nodes.General, nodes.Element):
    """Fields for the day from which is counted, and the table of what is due after it."""


class day(nodes.Inline, nodes.Element):
    """The place of one date."""


class case_file(nodes.General, nodes.Element):
    """What the script says about the file for calendars."""


def iso(length: Duration) -> str:
    """Return a length as ISO 8601 writes it: PT48H, P7D, P36M."""
    if isinstance(length, Hours):
        return f"PT{int(length)}H"
    return f"P{int(length)}{'M' if isinstance(length, Months) else 'D'}"


def lengths(community: Community) -> dict[str, Duration | None]:
    """Return how long each promise and each kind of record lasts; None for an empty slot."""
    known: dict[str, Duration | None] = dict.fromkeys(LENGTHS)
    known |= {key: getattr(community.promises, key.partition(".")[2]) for key in LENGTHS if key[0] == "p"}
    return known | {f"retention.{each.record}": each.months for each in community.retention}


def _dues(text: str) -> list[Due]:
    """Read the option: keys and fixed lengths; ValueError for one that is neither."""
    found = [Due(word.removesuffix("?"), not word.endswith("?")) for word in text.split()]
    for due in found:
        if due.after not in LENGTHS and not FIXED.fullmatch(due.after):
            raise ValueError(f"{due.after!r} is neither a length such as P1M nor one of {sorted(LENGTHS)}")
    return found


def _fields(text: str) -> list[str]:
    return [directives.choice(word, FIELDS) for word in text.split()]


class CaseDates(SphinxDirective):
    """``{case-dates} report``: a list with the name of each field, and a table with the row of each date.

    ``:after:`` says how long each row takes, with "?" where it is not due in every case; an empty cell in the
    second column is filled with that length, and the third column is for the date.
    """

    has_content = True
    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"fields": _fields, "after": _dues}

    def run(self) -> list[nodes.Node]:
        """Return the block, or an error that says what does not fit together."""
        start = directives.choice(self.arguments[0], STARTS)
        fields, dues = self.options.get("fields", []), self.options.get("after", [])
        names, table, *rest = [*self.parse_content_to_nodes(), None, None]
        if not isinstance(names, nodes.bullet_list) or not isinstance(table, nodes.table) or any(rest):
            raise self.error("{case-dates} holds a list of fields, and a table.")
        items, rows = list(names.findall(nodes.list_item)), _rows(table)
        if len(items) != len(fields) or len(rows) != len(dues):
            raise self.error(
                f"{{case-dates}} has {len(items)} entries for {len(fields)} :fields:, and {len(rows)} rows "
                f"for {len(dues)} lengths in :after:."
            )
        names["classes"] += ["write-on", "row"]
        for item, field in zip(items, fields, strict=True):
            item["classes"] += [f"field-{field}"]
        return [case_dates("", names, table, start=start, dues=dues)]


def _rows(table: nodes.Node) -> list[nodes.row]:
    return list(next(table.findall(nodes.tbody)).findall(nodes.row))


class FillDates(SphinxTransform):
    """Say in each row how long it takes, and leave out rows for which the community has no length."""

    default_priority = 25  # after translation (20), and before facts are resolved (30)

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place; catalogs see it as it was written."""
        known = lengths(self.config.community)
        language = self.config.language
        locale = locale_of(language, self.config.languages.languages[language])
        for block in list(self.document.findall(case_dates)):
            for row, due in zip(_rows(block), block["dues"], strict=True):
                length = known.get(due.after)
                if length is None and due.after in known:
                    row.parent.remove(row)
                    continue
                _what, when, date = row.findall(nodes.entry)
                if length is not None and not when.astext():
                    when[:] = [paragraph(localized(length, locale) or "")]
                classes = [] if due.always else ["maybe"]
                place = day(after=iso(length) if length is not None else due.after, classes=classes)
                date[:] = [paragraph(place)]
            if not _rows(block):
                block.parent.remove(block)


class CaseFile(SphinxDirective):
    """``{case-file}``: a list of what the script says: the button, that a file was made, what is missing."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the words, or an error that says how many there are."""
        body = self.parse_content_to_nodes()
        if [type(node) for node in body] != [nodes.bullet_list] or len(body[0].children) != len(SAID):
            raise self.error(f"{{case-file}} is one list of {len(SAID)} entries: {', '.join(SAID)}.")
        return [case_file("", *body)]


def around_dates(_translator: Any, node: case_dates) -> tuple[str, str]:
    """Write the block."""
    return f'<div class="case-dates after-{node["start"]}">', "</div>\n"


def visit_day(translator: Any, node: day) -> None:
    """Leave a place for the date, which says when it is."""
    classes = " ".join(["day", *node["classes"]])
    translator.body.append(f'<data class="{classes}" value="{node["after"]}"></data>')
    raise nodes.SkipNode


def visit_file(translator: Any, node: case_file) -> None:
    """Write a template, which no browser shows; paper and books have no buttons."""
    if translator.builder.name == "html":
        translator.body.append('<template id="case-file">')
        for name, each in zip(SAID, node.findall(nodes.list_item), strict=True):
            language = f' lang="{spoken}"' if (spoken := language_of(each[0])) else ""
            translator.body.append(f'<p class="{name}"{language}>{escape(each.astext())}</p>')
        translator.body.append("</template>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("case-dates", CaseDates)
    app.add_directive("case-file", CaseFile)
    add_element(app, case_dates, around_dates)
    app.add_node(day, html=(visit_day, None), text=(skip, None))
    app.add_node(case_file, html=(visit_file, None), text=(skip, None))
    add_transforms(app, FillDates)
    return METADATA
