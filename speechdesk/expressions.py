"""Regular expressions that a user wrote: checked, and stopped when they take too long.

The standard library's cannot be stopped: a thread that runs one cannot be killed, and a child for
each phrase would cost more than the phrase. Those of `regex` stop by themselves. It is imported
where it is needed: most users have no rules, and should not wait for it.
"""


class ExpressionError(ValueError):
    """What was written is no expression, or no replacement for one; `position` says where."""

    def __init__(self, reason: str, position: int | None) -> None:
        super().__init__(reason)
        self.position = position


class Expression:
    """A compiled expression. Raises ExpressionError where `pattern` is none."""

    def __init__(self, pattern: str, *, match_case: bool) -> None:
        import regex

        try:
            self._compiled = regex.compile(pattern, 0 if match_case else regex.IGNORECASE)
        except regex.error as error:
            raise ExpressionError(error.msg, error.pos) from None
        except (RecursionError, OverflowError, MemoryError):
            raise ExpressionError("too large", None) from None

    def check_template(self, template: str) -> None:
        """Raise ExpressionError where `template`, such as "\\1", cannot be filled in."""
        import regex

        # Groups are looked up only where something matches: with this, nothing does too.
        matching = regex.compile(f"{self._compiled.pattern}\\n|", self._compiled.flags)
        try:
            matching.sub(template, "")
        except regex.error as error:
            raise ExpressionError(error.msg, error.pos) from None
        except IndexError as error:
            raise ExpressionError(str(error), None) from None

    def replaced(self, text: str, replacement: str, timeout_s: float, *, literal: bool) -> str:
        """Return `text` with each match replaced, by a template unless `literal`.

        Raises TimeoutError when that takes longer than `timeout_s`.
        """
        new = (lambda _found: replacement) if literal else replacement
        return str(self._compiled.sub(new, text, timeout=timeout_s))


def escaped(text: str) -> str:
    """Return an expression that matches `text` itself."""
    import regex

    return str(regex.escape(text, special_only=True, literal_spaces=True))
