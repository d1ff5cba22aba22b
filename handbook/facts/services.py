"""The services outside the group: lines and places that help, as lists, as a table and in short."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import get_args

from babel import Locale
from docutils import nodes

from handbook.config.community import Community
from handbook.config.tables.services import Day, Service
from handbook.config.values.addresses import Phone
from handbook.facts.blocks import Definition, definitions, fold, small, source_of, table
from handbook.facts.render import (
    Nodes,
    _,
    inline,
    interpolate,
    language_names,
    last_checked,
    listed,
    localized,
    paragraph,
    text_node,
    value,
)

DAYS = get_args(Day)
SHORT = 2  # services of a kind, where there is little room


def _purpose(kind: str) -> str:
    return {
        "police": _("Police, when it is not an emergency"),
        "crisis": _("Crisis line"),
        "mental-health-team": _("A mental-health team that comes to a person in crisis"),
        "sexual-violence": _("Sexual violence"),
        "partner-violence": _("Violence by a partner or someone at home"),
        "intimate-images": _("Sexual pictures of you online"),
        "child-protection": _("A child or teenager who is being hurt"),
        "young-people": _("Young people"),
        "lgbtq": _("LGBTQ people"),
        "deaf": _("Deaf people"),
        "immigrants": _("Immigrants"),
        "legal-help": _("Legal help"),
        "relay": _("Phone calls for people who are Deaf or hard of hearing, or who cannot speak"),
    }[kind]


def _for(kind: str, shown: Collection[Service]) -> str:
    """Return who a kind of service is for: lines that are for the young only say so."""
    if kind == "lgbtq" and all("young-people" in each.also for each in shown):
        return _("LGBTQ young people")
    return _purpose(kind)


def _texted(service: Service, locale: Locale) -> list[Nodes]:
    if not service.text:
        return []
    number = inline(service.text, locale)
    if service.text_word:
        return [interpolate(_("Text {word} to {number}"), word=value("", service.text_word), number=number)]
    return [interpolate(_("Text {value}"), value=number)]


def _by_phone(service: Service, emergency: Phone, locale: Locale) -> list[Nodes]:
    ways: list[Nodes] = []
    if service.through_emergency:
        ways.append(interpolate(_("Call {number} and ask for it"), number=inline(emergency, locale)))
    if service.number:
        ways.append(interpolate(_("Call {value}"), value=inline(service.number, locale)))
    if service.toll_free:
        ways.append(interpolate(_("Toll-free {value}"), value=inline(service.toll_free, locale)))
    ways += _texted(service, locale)
    if service.videophone:
        ways.append(interpolate(_("Videophone {value}"), value=inline(service.videophone, locale)))
    return ways


def _ways(service: Service, emergency: Phone, locale: Locale) -> list[nodes.paragraph]:
    ways = _by_phone(service, emergency, locale)
    if service.chat:
        ways.append(interpolate(_("Chat: {value}"), value=inline(service.chat, locale)))
    if service.url and not ways:
        ways.append(interpolate(_("Web: {value}"), value=inline(service.url, locale)))
    return [paragraph(*way, classes=["way"]) for way in ways]


def _span(first: str | None, last: str | None) -> str:
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _days(service: Service, locale: Locale) -> str:
    """Return "Monday to Friday" only where every day between is meant; two days are no span."""
    numbers = [DAYS.index(day) for day in service.days]
    names = [locale.days["format"]["wide"][number] for number in numbers]
    if len(names) > 2 and all((later - day) % 7 == 1 for day, later in pairwise(numbers)):
        return _span(names[0], names[-1])
    return listed(names, locale)


def hours(service: Service, locale: Locale) -> Nodes:
    """Return when somebody answers, as sentences."""
    said: Nodes = []
    if service.always:
        said.append(nodes.Text(_("Day and night.")))
    elif service.opens and service.closes:
        times = _span(localized(service.opens, locale), localized(service.closes, locale))
        when = {"days": _days(service, locale), "times": times}
        sentence = (_("%(days)s, %(times)s.") if service.days else _("%(times)s.")) % when
        said.append(nodes.Text(sentence.replace("..", ".")))  # "4:30 p. m." has its own
    if service.other_times:
        said += [
            nodes.Text(" "),
            *interpolate(_("At other times: {value}."), value=inline(service.other_times, locale)),
        ]
    return said


def _when(service: Service, locale: Locale) -> list[nodes.paragraph]:
    """Return when somebody answers, and in which languages."""
    lines = []
    if said := hours(service, locale):
        lines.append(paragraph(*said))
    if service.languages:
        names = language_names(service.languages, locale)
        lines.append(paragraph(*interpolate(_("In %s.").replace("%s", "{names}"), names=names)))
    if service.interpreters:
        if not service.languages:
            lines.append(paragraph())
        lines[-1] += nodes.Text(" " + _("Interpreters for more than %s languages.") % service.interpreters)
    return lines


def _service(service: Service, community: Community, locale: Locale, *, purpose: bool) -> Definition:
    lines = [paragraph(_for(service.kind, [service]))] if purpose else []
    lines += _ways(service, community.emergency.number, locale)
    lines += _when(service, locale)
    if service.note:
        lines.append(paragraph(text_node(service.note)))
    return Definition([value("", service.name)], lines)


def of_kinds(community: Community, kinds: Collection[str]) -> list[Service]:
    """Return the services of the kinds named, in the order of the file; all without a kind."""
    return [each for each in community.services if not kinds or {each.kind, *each.also} & {*kinds}]


def services(community: Community, keys: list[str], locale: Locale) -> Nodes:
    """Lines and places that help, of the kinds named, in the order of the file; all without an argument.

    What a line is for is said where there is more than one kind; else the page around the list says it.
    """
    wanted = of_kinds(community, keys)
    purpose = len(keys) != 1
    return definitions((_service(each, community, locale, purpose=purpose) for each in wanted), "services")


def numbers(community: Community, keys: list[str], locale: Locale) -> Nodes:
    """Whoever can be called or texted, as a table to read at a glance: without chats, sites and notes."""
    rows: list[list[Nodes]] = [
        [
            [paragraph(value("", each.name), classes=["hb-name"]), paragraph(_for(each.kind, [each]))],
            [paragraph(*way, classes=["way"]) for way in ways],
            [*_when(each, locale)],
        ]
        for each in of_kinds(community, keys)
        if (ways := _by_phone(each, community.emergency.number, locale))
    ]
    return table([_("Who helps"), _("Number"), _("When")], rows, "facts", "numbers") if rows else []


def numbers_in_short(community: Community, keys: list[str], locale: Locale) -> Nodes:
    """The numbers of the first services of each kind named, for a card: no names, no hours."""
    entries = []
    for kind in keys:
        known = [each for each in of_kinds(community, [kind]) if each.number or each.text][:SHORT]
        ways = [
            way
            for each in known
            for way in ([[inline(each.number, locale)]] if each.number else []) + _texted(each, locale)
        ]
        if ways:
            whole = [nodes.inline("", "", *way, classes=["phone"]) for way in ways]  # never broken
            line = paragraph(whole[0], classes=["way"])
            for way in whole[1:]:
                line += [nodes.Text("\N{NO-BREAK SPACE}· "), way]  # no line begins with a dot
            entries.append(Definition([nodes.Text(_for(kind, known))], [line]))
    return definitions(entries, "numbers")


def how_sure(shown: Collection[Service], community: Community, locale: Locale) -> nodes.paragraph:
    """Return the sentence on when services were checked, which stands above the first list of a page."""
    days = {each.checked for each in shown}
    if days == {None}:
        return small(
            _("We haven't tried these ourselves. If one doesn't work, try another, and tell us later.")
        )
    if None in days:
        return small(_("We have checked only some of this. Which, and when, stands with the sources below."))
    return small(last_checked(min(filter(None, days)), community.limits.services, locale))


def sources_of(shown: Collection[Service], community: Community, locale: Locale) -> Nodes:
    """Return the fold with where the services stand that a page has shown, and when each was checked."""
    some = any(each.checked for each in shown)
    items = nodes.bullet_list("")
    for each in shown:
        said: Nodes = (
            [nodes.Text(" " + last_checked(each.checked, community.limits.services, locale))] if some else []
        )
        said += source_of(each.source, each.url)
        if said:
            items += nodes.list_item("", paragraph(value("", each.name), nodes.Text("."), *said))
    return [fold("", items, label=_("Where this comes from"))] if items.children else []
