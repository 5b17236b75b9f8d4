"""What the Events screen says; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

EVENTS_SENTENCES: Final[dict[str, str]] = {
    "events_screen": N_("Events"),
    "events_about": N_("every decision, with its reason"),
    "events_count": N_("every decision, with its reason · {events} events"),
    "events_one": N_("every decision, with its reason · 1 event"),
    # table
    "events_table": N_("Events, newest first"),
    "events_column_time": N_("Time"),
    "events_column_decision": N_("Decision"),
    "events_column_door": N_("Door"),
    "events_column_strip": N_("Distance, nearest and next"),
    "events_column_why": N_("Why"),
    "events_newer": N_("New at the top: {events}"),
    "events_loading": N_("Reading the record"),
    # why, in a few words
    "events_why_inside": N_("{margin} inside the threshold"),
    "events_why_too_far_from": N_("Nearest {person}, {excess} too far"),
    "events_why_too_far": N_("Nearest one {excess} too far"),
    "events_why_nobody_near": N_("Nobody near enough"),
    "events_why_either": N_("{person} or {other}?"),
    "events_why_alike": N_("Two people too alike"),
    "events_why_at_threshold": N_("Too close to the threshold"),
    "events_why_nobody_enrolled": N_("Nobody enrolled yet"),
    "events_why_not_alive": N_("Maybe a photo or a screen"),
    # filters
    "events_search": N_("Name or door"),
    "events_search_clear": N_("Clear the search"),
    "events_day": N_("Day"),
    "events_day_any": N_("All days"),
    "events_day_today": N_("Today"),
    "events_day_yesterday": N_("Yesterday"),
    "events_day_week": N_("Last 7 days"),
    "events_day_month": N_("Last 30 days"),
    "events_month_before": N_("The month before"),
    "events_month_after": N_("The month after"),
    "events_day_hint": N_("Hold Shift for several days."),
    "events_door": N_("Door"),
    "events_door_any": N_("All doors"),
    "events_decision": N_("Decision"),
    "events_decision_any": N_("All decisions"),
    "events_person": N_("Person"),
    "events_person_any": N_("Everybody"),
    "events_chip_attack": N_("Attack"),
    "events_clear": N_("Clear the filters"),
    "events_panel": N_("Details"),
    # nothing to show
    "events_none": N_("Nothing has been decided yet"),
    "events_none_more": N_("Whoever comes to a door appears here, with the reason."),
    "events_none_match": N_("No event matches these filters"),
    "events_not_running": N_("The record cannot be read now"),
    "events_not_running_more": N_("Events come back as soon as the server runs."),
    "events_unreadable": N_("The record could not be read"),
    "events_try_again": N_("Try again"),
    "events_gone": N_("That event is no longer on record."),
    # details
    "events_pick": N_("Choose an event to see why it was decided so."),
    "events_picture_of": N_("Picture of the visit: {person}, {door}"),
    "events_no_picture": N_("No picture: it was erased, or none was kept."),
    "events_heading_recognised": N_("Why this person was recognised"),
    "events_heading_not_recognised": N_("Why nobody was recognised"),
    "events_inside": N_("{person} ({distance}) is {margin} inside the threshold {threshold}."),
    "events_inside_erased": N_(
        "The nearest one ({distance}) was {margin} inside the threshold {threshold} and has been erased since."
    ),
    "events_nobody_else": N_("There was nobody else to compare with."),
    "events_next": N_("The next, {other} ({next}), is {gap} further away."),
    "events_next_erased": N_("The next one ({next}) is {gap} further away."),
    "events_too_far": N_(
        "Nobody enrolled is near enough. The nearest, {person} ({distance}), is {excess} beyond the threshold "
        "{threshold}."
    ),
    "events_at_threshold": N_(
        "{person} ({distance}) is too close to the threshold {threshold} to be sure. A clearer look at the camera "
        "would have settled it."
    ),
    "events_alike": N_(
        "{person} ({distance}) and {other} ({next}) are only {margin} apart. To be sure they must differ by {needed}."
    ),
    "events_fact_rate": N_("Threshold for 1 stranger in {strangers}"),
    "events_fact_decided": N_("Decided {seconds} s after capture"),
    "events_fact_evidence": N_("Pictures used: {frames} · comparisons: {attempts}"),
    "events_fact_liveness_unknown": N_("Not checked: living person or photo"),
    "events_open_person": N_("Open {person}"),
    "events_watch_live": N_("Watch live"),
    # export
    "events_export": N_("Export CSV"),
    "events_export_to": N_("Export the events that are shown"),
    "events_export_file": N_("munjigi-events-{date}.csv"),
    "events_exporting": N_("Stop · {written} of {events}"),
    "events_exported": N_("Exported {events} events to {file}."),
    "events_export_stopped": N_("The export was stopped; nothing was written."),
    "events_export_failed": N_("The file could not be written: {problem}"),
    "events_csv_time": N_("Time"),
    "events_csv_door": N_("Door"),
    "events_csv_decision": N_("Decision"),
    "events_csv_person": N_("Person"),
    "events_csv_nearest": N_("Nearest"),
    "events_csv_nearest_distance": N_("Distance of the nearest"),
    "events_csv_next": N_("Next"),
    "events_csv_next_distance": N_("Distance of the next"),
    "events_csv_threshold": N_("Threshold"),
    "events_csv_unit": N_("Unit"),
    "events_csv_pictures": N_("Pictures used"),
    "events_csv_comparisons": N_("Comparisons"),
    "events_csv_decided_after_s": N_("Decided after (s)"),
    "events_csv_why": N_("Why"),
    # keys
    "events_key_search": N_("Search"),
    "events_key_open": N_("Show or hide the details"),
    "events_key_rows": N_("Move over events"),
}
