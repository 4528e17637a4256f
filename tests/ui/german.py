"""Labels as long as German ones, before there is a translation."""

from PySide6.QtCore import QTranslator


class German(QTranslator):
    """Makes every text a third longer."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return text + "n" * (len(text) // 3)
