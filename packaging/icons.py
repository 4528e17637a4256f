"""Draws the application icon, resources/icons/speechdesk.svg, in every form that systems ask for.

Run after the drawing was changed:  .venv/bin/python packaging/icons.py
"""

import os
import struct
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[1]
MENU_SIZES = (48, 128, 256)
WINDOWS_SIZES = (16, 24, 32, 48, 64, 128, 256)
MACOS_TYPES = {32: b"ic11", 64: b"ic12", 128: b"ic07", 256: b"ic08", 512: b"ic09", 1024: b"ic10"}


def png(drawing: QSvgRenderer, size: int) -> bytes:
    """Return the drawing as a square PNG of `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return a Windows icon file that holds the PNG `pictures`, by size."""
    header = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(header) + 16 * len(pictures)
    entries = b""
    for size, picture in pictures.items():
        edge = size % 256  # 0 stands for 256
        entries += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return header + entries + b"".join(pictures.values())


def icns(pictures: dict[bytes, bytes]) -> bytes:
    """Return a macOS icon file that holds the PNG `pictures`, by Apple's name of their size."""
    body = b"".join(
        name + struct.pack(">I", 8 + len(picture)) + picture for name, picture in pictures.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def main() -> None:
    application = QGuiApplication([])
    drawing = QSvgRenderer(str(ROOT / "resources/icons/speechdesk.svg"))
    for size in MENU_SIZES:
        (ROOT / f"resources/desktop/speechdesk-{size}.png").write_bytes(png(drawing, size))
    (ROOT / "packaging/windows/speechdesk.ico").write_bytes(
        ico({size: png(drawing, size) for size in WINDOWS_SIZES})
    )
    (ROOT / "packaging/macos/speechdesk.icns").write_bytes(
        icns({name: png(drawing, size) for size, name in MACOS_TYPES.items()})
    )
    application.quit()


if __name__ == "__main__":
    main()
