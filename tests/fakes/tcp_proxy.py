"""A wire between client and server that can be long (a delay each way) or cut without a word."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_CHUNK_BYTES = 64 * 1024


@dataclass
class TcpProxy:
    """Bytes keep their order; ``cut`` loses them and closes nothing, as a pulled cable does."""

    host: str
    port: int
    delay_s: float = 0.0
    is_cut: bool = False
    address: str = ""
    listening_port: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        server_reader, server_writer = await asyncio.open_connection(self.host, self.port)
        ways = [self._carry(reader, server_writer), self._carry(server_reader, writer)]
        self._tasks.update(tasks := [asyncio.create_task(way) for way in ways])
        try:
            await asyncio.wait(tasks)
        finally:
            self._tasks.difference_update(tasks)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Both halves of the delay line: bytes wait in ``line`` until they are due."""
        line: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        arriving = asyncio.create_task(self._arrive(reader, line))
        try:
            while (item := await line.get())[1]:
                await asyncio.sleep(max(0.0, item[0] - asyncio.get_running_loop().time()))
                if not self.is_cut:
                    writer.write(item[1])
                    await writer.drain()
        except OSError:
            pass
        finally:
            arriving.cancel()
            await asyncio.gather(arriving, return_exceptions=True)
            writer.close()

    async def _arrive(self, reader: asyncio.StreamReader, line: asyncio.Queue[tuple[float, bytes]]) -> None:
        data = b"?"
        while data:
            try:
                data = await reader.read(_CHUNK_BYTES)
            except OSError:
                data = b""
            if data or not self.is_cut:
                line.put_nowait((asyncio.get_running_loop().time() + self.delay_s, data))

    async def stop(self) -> None:
        """End every connection."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@asynccontextmanager
async def proxied(host: str, port: int, delay_s: float = 0.0) -> AsyncIterator[TcpProxy]:
    """A proxy to ``host:port`` on a free port of this machine."""
    proxy = TcpProxy(host, port, delay_s)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.listening_port = server.sockets[0].getsockname()[1]
    proxy.address = f"127.0.0.1:{proxy.listening_port}"
    try:
        yield proxy
    finally:
        server.close()
        await proxy.stop()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(server.wait_closed(), 2)
