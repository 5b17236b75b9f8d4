"""Frame in, decision out: no Qt, no aiohttp, no asyncio, and no files but weights."""
