"""What a job says of the places or crops that it read."""

from collections import Counter

from imagery.messages import Message, Words
from imagery.messages import message as _
from imagery.messages import plural_message as ngettext
from labeling.first_labels.places import MAX_TILES_A_PLACE, Sorted
from labeling.first_labels.services.import_archives import ImportedArchives


def words_on_places(found: Sorted, n_new: int) -> list[Words]:
    n_known = len(found.places) - n_new
    parts = [
        ngettext("%(count)d place is new.", "%(count)d places are new.", n_new),
        ngettext("%(count)d was known already.", "%(count)d were known already.", n_known),
        ngettext(
            "%(count)d lies outside the region and was left out.",
            "%(count)d lie outside the region and were left out.",
            found.outside,
        ),
        ngettext(
            "%(count)d covers too many tiles and was left out: draw it smaller.",
            "%(count)d cover too many tiles and were left out: draw them smaller.",
            found.too_large,
        ),
        ngettext(
            "%(count)d was left out, as you chose.", "%(count)d were left out, as you chose.", found.left_out
        ),
    ]
    return [part for part in parts if part.params["count"]]


def words_on_tiles(outcomes: Counter[str]) -> list[Words]:
    parts = [
        ngettext(
            "%(count)d tile with them is ready to be labelled.",
            "%(count)d tiles with them are ready to be labelled.",
            outcomes["queued"],
        ),
        ngettext(
            "%(count)d tile has no imagery or could not be read.",
            "%(count)d tiles have no imagery or could not be read.",
            outcomes["unreadable"],
        ),
    ]
    return [part for part in parts if part.params["count"]]


def words_on_crops(found: ImportedArchives, positive_name: str, negative_name: str) -> list[Words]:
    added = _("%(n)d crops of “%(positive)s” and %(m)d of “%(negative)s” are new.") % {
        "n": found.added["positive"],
        "positive": positive_name,
        "m": found.added["negative"],
        "negative": negative_name,
    }
    parts = [
        ngettext("%(count)d was known already.", "%(count)d were known already.", found.known),
        ngettext(
            "%(count)d is known with the other answer, which stays.",
            "%(count)d are known with the other answer, which stays.",
            len(found.contradicted),
        ),
        ngettext("%(count)d file was skipped.", "%(count)d files were skipped.", len(found.skipped)),
    ]
    return [added, *(part for part in parts if part.params["count"])]


def why_no_places(found: Sorted) -> Message:
    if found.is_swapped:
        return _(
            "No place lies in the region, but some would with longitude and latitude the other way round. "
            "Swap them in the file and upload it again. Nothing was stored."
        )
    if found.too_large:
        return _(
            "Every place in the region covers more than %(most)d tiles. Draw them smaller. Nothing was "
            "stored."
        ) % {"most": MAX_TILES_A_PLACE}
    return _(
        "None of the file’s %(n)d places lies in the region. Check the file, or enlarge the region. Nothing "
        "was stored."
    ) % {"n": found.outside + found.left_out}


def question_about(names: list[str]) -> Message:
    return _("The file uses names that could mean either class: %(names)s. Say below which is which.") % {
        "names": [f"“{name or '–'}”" for name in names[:12]]
    }


def sentences(parts: list[Words]) -> Message:
    return Message("%(parts)s") % {"parts": parts}
