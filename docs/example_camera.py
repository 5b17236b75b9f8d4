#!/usr/bin/env python3
"""A whole camera for Munjigi in plain Python: docs/protocol.md as a program.

python3 example_camera.py HOST:PORT FOLDER_OF_JPEGS [NUMBER_OF_FRAMES]
"""

import base64
import json
import os
import socket
import sys
import time
from pathlib import Path

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10  # RFC 6455, 5.2


def connect(address):
    host, port = address.rsplit(":", 1)
    wire = socket.create_connection((host.strip("[]"), int(port)), timeout=30)
    upgrade = f"Host: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    key = base64.b64encode(os.urandom(16)).decode()
    wire.sendall(f"GET /api/v1/stream HTTP/1.1\r\n{upgrade}Sec-WebSocket-Key: {key}\r\n\r\n".encode())
    reader = wire.makefile("rb")
    if b" 101 " not in reader.readline():
        sys.exit("this is no Munjigi server")
    while reader.readline() not in (b"\r\n", b""):
        pass
    return wire, reader


def send(wire, kind, payload):
    size, mask = len(payload), os.urandom(4)
    length = b"\xff" + size.to_bytes(8, "big") if size > 65_535 else b"\xfe" + size.to_bytes(2, "big")
    length = bytes([128 | size]) if size < 126 else length
    wire.sendall(bytes([128 | kind]) + length + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload)))


def receive(wire, reader, wanted):
    """The next JSON message of the kind that is wanted; answers pings."""
    while True:
        kind, size = reader.read(1)[0] & 15, reader.read(1)[0]
        payload = reader.read(int.from_bytes(reader.read({126: 2, 127: 8}[size]), "big") if size > 125 else size)
        if kind == CLOSE or (kind == TEXT and json.loads(payload)["kind"] == "bye"):
            sys.exit(f"the server ends the connection: {payload}")
        if kind == PING:
            send(wire, PONG, payload)
        elif kind == TEXT and json.loads(payload)["kind"] == wanted:
            return json.loads(payload)


def main(address, folder, frames=100):
    pictures = sorted(Path(folder).glob("*.jpg"))
    wire, reader = connect(address)
    hello = {"kind": "hello", "protocol": 1, "software": "example", "suggested_name": "example camera"}
    send(wire, TEXT, json.dumps(hello).encode())
    interval_ms = receive(wire, reader, "welcome")["next_interval_ms"]
    for seq in range(int(frames)):
        now_us = time.monotonic_ns() // 1000
        header = json.dumps({"kind": "frame", "seq": seq, "captured_at_us": now_us, "sent_at_us": now_us}).encode()
        send(wire, BINARY, len(header).to_bytes(2, "big") + header + pictures[seq % len(pictures)].read_bytes())
        answer = receive(wire, reader, "answer")  # one frame in flight
        print(answer["indicator"])
        time.sleep(interval_ms / 1000)
        interval_ms = answer["next_interval_ms"]
    send(wire, TEXT, b'{"kind": "bye", "reason": "camera_stopped"}')


if __name__ == "__main__":
    main(*sys.argv[1:])
