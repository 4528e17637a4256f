"""Windows without a screen, in the light theme."""

import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from speechdesk.ui.theme import Appearance, Theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(qapp, Appearance.LIGHT)
    yield theme
    theme.deleteLater()
