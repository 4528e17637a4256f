"""Twenty clients at once, each with real speech."""

import asyncio
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from speechdesk.host.local import LocalService
from speechdesk.host.wire import text_frame
from tests.host.frames import binary_frame, parse
from tests.host.speech import needs_pocketsphinx, spoken

_CLIENTS = 20
_DEADLINE_S = 100
_PIECE_BYTES = 3_200


async def recognized(url: str, key: str, sound: bytes, request_id: str) -> str:
    """Send `sound`, a WAV file, in a turn of its own, and return all that is understood."""
    headers = {"Ocp-Apim-Subscription-Key": key}
    audio = {"Path": "audio", "X-RequestId": request_id}
    texts = []
    async with connect(f"{url}/stt/speech/universal/v2", additional_headers=headers) as client:
        await client.send(text_frame("speech.context", request_id, {}))
        for at in range(0, len(sound), _PIECE_BYTES):
            await client.send(binary_frame(audio, sound[at : at + _PIECE_BYTES]))
        await client.send(binary_frame(audio, b""))
        async for frame in client:
            message = parse(frame)
            if message.path == "turn.end":
                break
            if message.path == "speech.phrase":
                texts.append(message.json().get("DisplayText", ""))
    return " ".join(filter(None, texts))


@pytest.mark.slow
def test_twenty_clients_at_once_are_all_understood(tmp_path: Path) -> None:
    needs_pocketsphinx()
    sound = spoken("hello world", tmp_path / "hello.wav").read_bytes()
    service = LocalService()
    service.start()

    async def everyone() -> list[str]:
        url = service.url(_DEADLINE_S)
        async with asyncio.timeout(_DEADLINE_S):
            return await asyncio.gather(
                *(recognized(url, service.key, sound, f"{n:032x}") for n in range(_CLIENTS))
            )

    try:
        texts = asyncio.run(everyone())
    finally:
        service.stop()

    assert texts == ["Hello world."] * _CLIENTS
