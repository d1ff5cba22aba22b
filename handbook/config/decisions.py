"""What a group can answer with the people it has: worked out in one place, from the facts alone.

Two organizers without a tie decide a case; somebody who did not decide answers an appeal. In a small group
one or both can be impossible, and no page may send a reader to a list of one who may be the one meant, or of
nobody.
"""

from __future__ import annotations

from collections.abc import Mapping

from handbook.config.community import Community

DECIDERS = 2  # who decide a case together


def abilities(community: Community) -> dict[str, bool]:
    """Return what this group can do, under the keys that pages use (``{when} can.appeal``).

    - ``can.another``: beside any one organizer there is another to write to.
    - ``can.outside``: someone who is not an organizer has agreed to take or decide reports.
    - ``can.decide``: a report about one organizer leaves two who can decide.
    - ``can.appeal``: after two have decided, someone is left who has not.
    - ``can.support``: lines or places outside the group are named, to which a page can send someone today.
    """
    organizers = len(community.contacts)
    outside = sum(bool(each) for each in (community.report.outside, community.report.neighbor))
    return {
        "can.another": organizers >= 2,
        "can.outside": outside > 0,
        "can.decide": organizers - 1 + outside >= DECIDERS,
        "can.appeal": organizers + outside > DECIDERS,
        "can.support": bool(community.services),
    }


def gaps(able: Mapping[str, bool]) -> list[str]:
    """Return a sentence for each thing that the group cannot answer yet, for those who run it."""
    said = {
        "can.another": "Fewer than two people take reports: nobody can report the one there is. Ask another.",
        "can.decide": "A report about an organizer leaves fewer than two to decide. Ask someone from outside "
        "(report.outside), or a group that covers for you, and you for it (report.neighbor).",
        "can.appeal": "An appeal finds nobody who has not decided yet. Someone from outside can answer it.",
    }
    return [sentence for key, sentence in said.items() if not able[key]]
