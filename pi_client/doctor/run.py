"""One examination from lens to server, and its report as sentences or JSON."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import platformdirs

from pi_client.camera.spec import open_camera
from pi_client.discovery import Discovery
from pi_client.doctor import camera_check, network_check
from pi_client.doctor.finding import Finding, State
from pi_client.endpoints import Endpoint, parse_address
from pi_client.state_folder import StateFolder
from resources.catalogue import Catalogue

LISTEN_S = 3.0
"""A server that is there is heard within 118 ms (gui-and-lan.md 4)."""
EXIT_FINE, EXIT_PROBLEM = 0, 1


@dataclass(frozen=True, slots=True)
class DoctorOptions:
    """What the command line said."""

    camera: str | None = None
    server: str | None = None
    data: Path | None = None


async def examine(options: DoctorOptions) -> list[Finding]:
    """All findings, in the order of ``Topic``; raise ``UsageError`` for options that cannot work."""
    source = open_camera(options.camera) if options.camera is not None else None
    typed = [parse_address(options.server)] if options.server is not None else []
    seen, heard = await asyncio.gather(_camera(source), _listen())
    remembered = await asyncio.to_thread(_remembered, options.data)
    network = network_check.examine_network(await asyncio.to_thread(network_check.own_addresses))
    wanted = [] if typed else heard  # a typed server is the one that is asked about
    known = typed or remembered
    further = await network_check.examine_server(wanted, known, is_online=network.state is State.OK)
    return [*seen, network, *further]


async def _camera(source: object) -> list[Finding]:
    return camera_check.not_asked() if source is None else await camera_check.examine(source)  # type: ignore[arg-type]


async def _listen() -> list[Endpoint]:
    discovery = Discovery()
    await discovery.start()
    try:
        await asyncio.sleep(LISTEN_S)
        return discovery.endpoints()
    finally:
        await discovery.stop()


def _remembered(data: Path | None) -> list[Endpoint]:
    folder = StateFolder(data or Path(platformdirs.user_data_dir("munjigi-pi", appauthor=False)))
    return [known.endpoint for known in reversed(folder.read().servers)]


def report(findings: list[Finding], words: Catalogue, *, as_json: bool, output: TextIO | None = None) -> int:
    """Print the findings; return the exit code: 1 if there is a problem."""
    if as_json:
        lines = [json.dumps([_as_json(finding, words) for finding in findings], ensure_ascii=False, indent=1)]
    else:
        lines = [_as_sentence(finding, words) for finding in findings]
    print("\n".join(lines), file=output or sys.stdout)
    return EXIT_PROBLEM if any(finding.state is State.PROBLEM for finding in findings) else EXIT_FINE


def _as_sentence(finding: Finding, words: Catalogue) -> str:
    state, topic = words.say(f"pi_doctor_state_{finding.state}"), words.say(f"pi_doctor_topic_{finding.topic}")
    return f"[{state}] {topic}: {words.say(finding.code, **finding.figures)}"


def _as_json(finding: Finding, words: Catalogue) -> dict[str, object]:
    said = words.say(finding.code, **finding.figures)
    return {"topic": finding.topic, "state": finding.state, "code": finding.code, **finding.figures, "said": said}
