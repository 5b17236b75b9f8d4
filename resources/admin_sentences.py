"""What the administrator's commands of ``munjigi-server`` say; part of ``resources.sentences``."""

from __future__ import annotations

from typing import Final

from resources.marking import N_

ADMIN_SENTENCES: Final[dict[str, str]] = {
    "admin_help_enrol": N_("enrol a person from photos, with their consent"),
    "admin_help_people": N_("list who belongs to the household"),
    "admin_help_consent_text": N_("print the text that a person agrees to"),
    "admin_help_name": N_("name of the person; an existing one gets more samples"),
    "admin_help_photo": N_("photo that shows this person and nobody else (JPEG or PNG)"),
    "admin_help_consent_by": N_("who agreed to the consent text: the person, or the guardian of a child"),
    "admin_help_guardian": N_("the consent was given by a guardian"),
    "admin_help_accept_alike": N_("keep a sample although it looks like somebody else"),
    "admin_enrolled": N_("Enrolled {person}: kept {samples} of {photos} photos."),
    "admin_not_enrolled": N_("None of {photos} photos was kept for {person}."),
    "admin_person": N_("{person}: samples {samples} · consent by {given_by}, {date}"),
    "admin_person_without_consent": N_("{person}: no consent, so not recognised"),
    "admin_photo_unreadable": N_("The photo cannot be read: {file} ({problem}). Nothing was changed."),
}
