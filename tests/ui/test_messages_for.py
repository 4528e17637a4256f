"""What is told of problems that no session tells of."""

import shutil
from pathlib import Path

from speechdesk.paths import home
from speechdesk.session.backstage import open_or_borrow
from speechdesk.ui.messages_for import history_message


def test_a_history_that_is_borrowed_says_where_it_is(tmp_path: Path) -> None:
    place = home(tmp_path)
    place.history_file.mkdir()
    opened = open_or_borrow(place)
    try:
        message = history_message(opened)
        assert message is not None
        assert f"in {opened.home.data}:" in message.safe
        assert opened.home.history_file.is_file()
        assert opened.home.data.stat().st_mode & 0o077 == 0
    finally:
        opened.history.close()
        shutil.rmtree(opened.home.data)


def test_the_users_own_history_needs_no_words(tmp_path: Path) -> None:
    opened = open_or_borrow(home(tmp_path))
    opened.history.close()
    assert history_message(opened) is None
