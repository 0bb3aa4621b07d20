"""The network between the program and the messenger: a wire that can be cut and mended."""

import asyncio
from contextlib import suppress


class Wire:
    """Listens at `url` and passes everything on to the messenger. Cut, it either refuses connections or takes them
    and lets them wait for ever, as broken networks do."""

    def __init__(self, port: int) -> None:
        self.messenger = port
        self.port = 0
        self.swallowing = False
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def mend(self) -> None:
        await self.cut()
        await self._listen()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Everything under way is torn, and nobody is there any more."""
        self.swallowing = False
        if self._server:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            writer.transport.abort()

    async def swallow(self) -> None:
        """As `cut`, but new connections are taken, and nothing comes of them."""
        await self.mend()
        self.swallowing = True

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            if self.swallowing:
                await reader.read(-1)
                return
            there, back = await asyncio.open_connection("127.0.0.1", self.messenger)
            self._open.add(back)
            await asyncio.gather(self._pump(reader, back), self._pump(there, writer))
            self._open.discard(back)
        except OSError:
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while part := await reader.read(65536):
                writer.write(part)
                await writer.drain()
        writer.close()
