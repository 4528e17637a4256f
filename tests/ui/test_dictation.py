"""What Record and Stop do, in their order."""

from speechdesk.session.state import State
from speechdesk.ui.live import Live
from speechdesk.ui.main_window import MainWindow
from tests.ui.fakes import Behind


def test_the_microphone_is_ordered_before_it_is_shown(window: MainWindow, behind: Behind) -> None:
    seen: list[str] = []

    def look(live: Live) -> None:
        seen.extend([*behind.session.orders, live.state.name])

    window.controllers.dictation.changed.connect(look)
    window.parts.bar.record.click()
    assert seen == ["record None", State.STARTING.name]
