"""Has this machine an address, does its server answer, and do the two clocks agree?"""

from __future__ import annotations

import asyncio
import email.utils
import errno
import ipaddress
import time
from dataclasses import dataclass

import aiohttp
import ifaddr
from yarl import URL

from offload_server.wire.messages import STREAM_PATH
from pi_client.doctor.finding import Finding, State, Topic
from pi_client.endpoints import Endpoint
from pi_client.reasons import DoctorReason

ANSWER_S = 4.0
CLOCK_LIMIT_S = 120
"""Certificates and the times of visits tolerate this much."""
RELEASED_S = 1_793_491_200
"""1 November 2026: a clock before it was never set (a Pi has no battery for its own)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one address said: ``date_s`` of the server's clock, or the problem that kept it from answering."""

    endpoint: Endpoint
    is_munjigi: bool = False
    date_s: float | None = None
    is_refused: bool = False
    is_silent: bool = False


async def ask(endpoint: Endpoint) -> Answer:
    """Knock at the door of the camera stream without becoming a camera."""
    url = URL.build(scheme="http", host=endpoint.host, port=endpoint.port, path=STREAM_PATH)
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_S)) as session,
            session.get(url, allow_redirects=False) as response,
        ):
            body = (await response.content.read(4096)).decode(errors="replace")
            date = email.utils.parsedate_to_datetime(response.headers.get("Date", ""))
            return Answer(endpoint, '"code"' in body, date.timestamp())
    except ValueError:
        return Answer(endpoint)  # something answers that is no server of ours
    except (aiohttp.ClientError, TimeoutError) as error:
        number = getattr(error, "errno", None)
        silent = isinstance(error, TimeoutError) or number in {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ETIMEDOUT}
        return Answer(endpoint, is_refused=number == errno.ECONNREFUSED, is_silent=silent)


def own_addresses() -> list[str]:
    """This machine's addresses without loopback."""
    addresses = (ip.ip if isinstance(ip.ip, str) else ip.ip[0] for card in ifaddr.get_adapters() for ip in card.ips)
    return [address for address in addresses if not ipaddress.ip_address(address.partition("%")[0]).is_loopback]


def examine_network(addresses: list[str]) -> Finding:
    """Judge the addresses of this machine."""
    if not addresses:
        return Finding(Topic.NETWORK, State.PROBLEM, DoctorReason.NETWORK_NONE)
    given = [each for each in addresses if not ipaddress.ip_address(each.partition("%")[0]).is_link_local]
    if not given:
        return Finding(Topic.NETWORK, State.PROBLEM, DoctorReason.NETWORK_NO_DHCP, {"address": addresses[0]})
    shown = min(given, key=lambda each: (":" in each, each))
    return Finding(Topic.NETWORK, State.OK, DoctorReason.NETWORK_FINE, {"address": shown})


async def examine_server(found: list[Endpoint], known: list[Endpoint], *, is_online: bool) -> list[Finding]:
    """``found`` by mDNS, ``known`` as typed or remembered; the findings of server and clock."""
    answers = await asyncio.gather(*(ask(endpoint) for endpoint in dict.fromkeys((*found, *known))))
    good = next((answer for answer in answers if answer.is_munjigi), None)
    server = _server(list(answers), good, heard=bool(found), is_online=is_online)
    return [server, examine_clock(good.date_s if good else None, time.time())]


def _server(answers: list[Answer], good: Answer | None, *, heard: bool, is_online: bool) -> Finding:
    if good is not None:
        code = DoctorReason.SERVER_FINE if heard else DoctorReason.SERVER_NOT_HEARD
        return Finding(Topic.SERVER, State.OK, code, {"server": good.endpoint.address})
    if not is_online:
        return Finding(Topic.SERVER, State.UNKNOWN, DoctorReason.SERVER_NO_NETWORK)
    if not answers:
        return Finding(Topic.SERVER, State.PROBLEM, DoctorReason.SERVER_NOT_FOUND)
    refusing = next((answer for answer in answers if answer.is_refused), None)
    if refusing is not None:
        return _problem(DoctorReason.SERVER_NOT_RUNNING, refusing)
    silent = next((answer for answer in answers if answer.is_silent), None)
    if silent is not None:
        return _problem(DoctorReason.SERVER_ISOLATED, silent)
    return _problem(DoctorReason.SERVER_IS_ANOTHER, answers[0])


def _problem(code: DoctorReason, answer: Answer) -> Finding:
    return Finding(Topic.SERVER, State.PROBLEM, code, {"server": answer.endpoint.address})


def examine_clock(server_s: float | None, own_s: float) -> Finding:
    """Judge this machine's clock by the server's, or without one by the day of the release."""
    if server_s is None:
        if own_s < RELEASED_S:
            return Finding(Topic.CLOCK, State.PROBLEM, DoctorReason.CLOCK_NEVER_SET)
        return Finding(Topic.CLOCK, State.UNKNOWN, DoctorReason.CLOCK_NOT_COMPARED)
    off_s = abs(server_s - own_s)
    if off_s > CLOCK_LIMIT_S:
        return Finding(Topic.CLOCK, State.PROBLEM, DoctorReason.CLOCK_WRONG, {"seconds": round(off_s)})
    return Finding(Topic.CLOCK, State.OK, DoctorReason.CLOCK_FINE)
