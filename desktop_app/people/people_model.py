"""What the People screen knows of the household at one moment. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from offload_server.household.likeness import HouseholdLikeness, PersonLikeness, RemovalEffect
from offload_server.household.names import name_key
from offload_server.household.records import EventRecord, PersonRecord, SampleId, SampleRecord
from pipeline.types import CameraId, PersonId


@dataclass(frozen=True, slots=True)
class Member:
    """One person with all that is shown of them; ``likeness`` None: not compared (no samples, or no engine yet)."""

    person: PersonRecord
    samples: tuple[SampleRecord, ...] = ()
    last_event: EventRecord | None = None
    likeness: PersonLikeness | None = None
    suggestion: RemovalEffect | None = None

    @property
    def id(self) -> PersonId:
        return self.person.id

    @property
    def portrait(self) -> SampleId | None:
        """The sample that looks straight ahead the most."""
        frontal = min(self.samples, key=lambda each: (each.yaw_deg**2 + each.pitch_deg**2, each.id), default=None)
        return None if frontal is None else frontal.id

    @property
    def is_recognised(self) -> bool:
        """Whether any door can recognise this person now."""
        return bool(self.samples) and self.person.consent is not None and self.person.paused_at is None


@dataclass(frozen=True, slots=True)
class Household:
    """Everybody by name; ``likeness`` None while nothing can be compared."""

    members: tuple[Member, ...] = ()
    likeness: HouseholdLikeness | None = None
    cameras: Mapping[CameraId, str] = field(default_factory=lambda: MappingProxyType({}))
    unit: str = "L2"

    @property
    def names(self) -> dict[PersonId, str]:
        return {member.id: member.person.name for member in self.members}

    @property
    def sample_count(self) -> int:
        return sum(len(member.samples) for member in self.members)

    def find(self, person_id: PersonId | None) -> Member | None:
        return next((member for member in self.members if member.id == person_id), None)

    def matching(self, text: str) -> tuple[Member, ...]:
        """Whose name holds ``text``, however it is written; everybody for no text."""
        wanted = name_key(text.strip())
        return tuple(member for member in self.members if wanted in name_key(member.person.name))
