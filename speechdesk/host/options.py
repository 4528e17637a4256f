"""What a host is told when it starts, and the engine that this asks for."""

from dataclasses import dataclass, field

from speechdesk.host.engines.engine import Engine
from speechdesk.host.engines.script import ScriptEngine
from speechdesk.host.engines.script_format import Script

ENGINES = ("pocketsphinx", "script")


@dataclass(frozen=True, slots=True)
class HostOptions:
    """The engine by name, the key clients must present ("": none), and the script engine's script.

    `controlled` records what clients send and takes commands (see `host.control`): for tests.
    """

    engine: str = "pocketsphinx"
    key: str = field(default="", repr=False)
    script: Script = field(default_factory=Script)
    port: int = 0
    controlled: bool = False


def make_engine(options: HostOptions) -> Engine:
    """Return the engine; raises RecognitionError (ENGINE_MISSING) where it has no wheel."""
    if options.engine not in ENGINES:
        raise ValueError(f"there is no engine called {options.engine}")
    if options.engine == "script":
        return ScriptEngine(options.script)
    from speechdesk.host.engines.decoder_pool import DecoderPool
    from speechdesk.host.engines.offline import OfflineEngine

    return OfflineEngine(DecoderPool())
