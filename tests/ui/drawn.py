"""Draws what a window shows as text, so that tests can compare it as one."""

from PySide6.QtWidgets import QPushButton

from speechdesk.ui.main_window import MainWindow


def drawn(window: MainWindow) -> str:
    """Return the visible state of `window`, a line for each part that shows something."""
    parts = window.parts
    bar, banner = parts.bar, parts.banner
    lines = [
        window.windowTitle(),
        f"[{bar.record.text()}] {bar.timer.text()} {bar.state_text.full_text}",
    ]
    if bar.pause.isEnabled():
        lines[-1] += f" [{bar.pause.text()}]"
    if parts.paper.card.isVisible():
        lines.append("card: " + " ".join(f"[{each.text()}]" for each in _buttons(parts.paper.card)))
    if banner.isVisible() and banner.message is not None:
        said = " ".join(part for part in (banner.message.what, banner.message.safe) if part)
        lines.append(f"banner: {said} " + " ".join(f"[{each.text()}]" for each in _buttons(banner)))
    if parts.jobs.isVisible():
        lines.append(f"job: {parts.jobs.text} [Cancel]")
    lines.append(parts.status.sentence)
    return "\n".join(line.strip() for line in lines)


def takes(window: MainWindow) -> list[str]:
    """Return the rows of the list, the one that is being recorded with a dot."""
    model = window.model
    rows = [model.row(position) for position in range(model.rowCount())]
    return [("● " if model.is_live(row.take_id) else "") + row.title for row in rows]


def _buttons(widget: object) -> list[QPushButton]:
    found = getattr(widget, "controls", ())
    return [each for each in found if isinstance(each, QPushButton) and each.isVisible()]
