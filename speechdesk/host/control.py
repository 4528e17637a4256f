"""What tests tell a running host: one JSON object a line in, one a line out.

{"do": "requests"}                                    what clients sent, see `records`
{"do": "audio", "connection": 0, "turn": 0}           the sound of a turn, base64, without header
{"do": "fault", "fault": {…}, "now": false}           a fault to come, or on what stands (now)
{"do": "clear"}                                       no more faults to come
{"do": "refuse"} and {"do": "accept"}                 stop listening, and listen again

The answer is {"result": …} or {"error": "…"}.
"""

import base64
import json
from typing import Any

from speechdesk.host.faults import Fault, FaultError, FaultPlan
from speechdesk.host.records import Records
from speechdesk.host.server import HostServer


class Control:
    """Carries out commands on one host."""

    def __init__(self, server: HostServer, plan: FaultPlan, records: Records) -> None:
        self._server = server
        self._plan = plan
        self._records = records

    async def answer(self, line: str) -> str:
        """Carry out the command in `line` and return the line that answers it."""
        try:
            return json.dumps({"result": await self._do(json.loads(line))})
        except (FaultError, KeyError, IndexError, TypeError, ValueError) as error:
            return json.dumps({"error": f"{type(error).__name__}: {error}"})

    async def _do(self, command: dict[str, Any]) -> object:
        match command["do"]:
            case "requests":
                return self._records.to_json()
            case "audio":
                turn = self._records.connections[command["connection"]].turns[command["turn"]]
                return base64.b64encode(turn.pcm()).decode()
            case "fault":
                fault = Fault.parse(command["fault"])
                if command.get("now"):
                    await self._server.strike(fault)
                else:
                    self._plan.add(fault)
            case "clear":
                self._plan.clear()
            case "refuse":
                await self._server.refuse()
            case "accept":
                await self._server.accept()
            case unknown:
                raise ValueError(f"unknown command {unknown}")
        return None
