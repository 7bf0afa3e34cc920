"""Plays python-socketio's client against a server and prints what it saw, one JSON value a line.

Arguments: the server's URL and the mode: polling, websocket or upgrade.
"""

import asyncio
import json
import sys

import socketio

TRANSPORTS = {"polling": ["polling"], "websocket": ["websocket"], "upgrade": ["polling", "websocket"]}


def show(value):
    """Bytes as text, so that JSON can carry them."""
    if isinstance(value, bytes):
        return "bytes:" + value.hex()
    if isinstance(value, (list, tuple)):
        return [show(item) for item in value]
    if isinstance(value, dict):
        return {key: show(item) for key, item in value.items()}
    return value


def note(step, *values):
    print(json.dumps([step, *[show(value) for value in values]], ensure_ascii=False), flush=True)


class Heard:
    """What came for one event, awaited in order."""

    def __init__(self, client, event, namespace="/", answer=None):
        self._items = asyncio.Queue()

        async def hear(*arguments):
            await self._items.put(arguments)
            return answer(*arguments) if answer else None

        client.on(event, hear, namespace=namespace)

    async def next(self):
        return await asyncio.wait_for(self._items.get(), 40)


async def play(url, mode):
    client = socketio.AsyncClient(reconnection_delay=0.05, reconnection_delay_max=0.05, randomization_factor=0)
    connected = Heard(client, "connect")
    connected_elsewhere = Heard(client, "connect", "/chat")
    disconnected = Heard(client, "disconnect")
    disconnected_elsewhere = Heard(client, "disconnect", "/chat")
    gift = Heard(client, "gift")
    news = Heard(client, "news", "/chat")
    answered = Heard(client, "answered")
    Heard(client, "question", answer=lambda text, data: (text.upper(), data + data))

    await client.connect(url, transports=TRANSPORTS[mode], namespaces=["/", "/chat"], auth={"token": "åß∂"})
    await connected.next()
    await connected_elsewhere.next()
    note("connected", client.transport(), sorted(client.namespaces), client.get_sid() != client.get_sid("/chat"))

    note("token", await client.call("token", namespace="/chat"))
    note("add", await client.call("add", (1, 2)))
    note("nothing", await client.call("nothing"))
    note("several", await client.call("several"))
    note("echo", await client.call("echo", ("é👋", 2.5, None, [True, {}], {"deep": [1]})))
    note("binary", await client.call("echo", (b"\x01\x02", {"inner": [b"", b"\xff" * 3]})))
    large = bytes(range(256)) * 300
    note("large", await client.call("echo", large) == large)

    await client.emit("give", (b"\x07", {"at": 1}))
    note("gift", await gift.next())
    await client.emit("ask me")
    note("asked", await answered.next())

    # As many as this client accepts in the answer to one poll, less a few for whatever else may be in it.
    note("order", await asyncio.gather(*[client.call("count") for _ in range(12)]) == list(range(1, 13)))

    await client.call("join", "room", namespace="/chat")
    await client.emit("tell", ("room", "in the room", b"\x09"), namespace="/chat")
    note("news", await news.next())
    await client.call("leave", "room", namespace="/chat")
    await client.emit("tell", ("room", "to nobody"), namespace="/chat")
    await client.emit("tell", ("", "to all"), namespace="/chat")
    note("news", await news.next())

    await client.emit("kick", namespace="/chat")
    await disconnected_elsewhere.next()
    note("kicked", sorted(client.namespaces), await client.call("add", (3, 4)))

    former = client.get_sid()
    if mode == "polling":
        # There is no connection to cut, and told that its session is closed this client does not come back by itself.
        # Connecting while the loops of the former connection still run mixes their queues up (engineio's "task_done() called too many times").
        loops = {client.eio.read_loop_task, client.eio.write_loop_task}
        await client.disconnect()
        await disconnected.next()
        await asyncio.wait(loops, timeout=60)
        await client.connect(url, transports=TRANSPORTS[mode], namespaces=["/"])
    else:
        await client.emit("drop")
        await disconnected.next()

    await connected.next()
    note("reconnected", client.get_sid() != former, await client.call("add", (5, 6)))
    await client.disconnect()
    await disconnected.next()

    stranger = socketio.AsyncClient(reconnection=False)
    refused = Heard(stranger, "connect_error", "/closed")
    try:
        await stranger.connect(url, transports=TRANSPORTS[mode], namespaces=["/closed"])
        note("let in")
    except socketio.exceptions.ConnectionError:
        note("refused", await refused.next())
    await stranger.disconnect()
    note("end")


asyncio.run(asyncio.wait_for(play(*sys.argv[1:3]), 120))
