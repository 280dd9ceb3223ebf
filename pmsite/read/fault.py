"""The one way in which front matter is refused."""

from __future__ import annotations

from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.messages import joined, said


class HeadFault(Exception):
    """Front matter that cannot be trusted to be read right. Lines and columns count from 0."""

    def __init__(self, code: str, line: int, column: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.line, self.column, self.message, self.hint = code, line, column, message, hint
        self.first: tuple[int, int] | None = None
        """Where the thing stands that this one repeats."""

    def diagnostic(self, path: str, first_line: int) -> Diagnostic:
        """The fault as it is shown, its lines counted in the file."""
        span = Span(path, first_line + self.line, self.column + 1)
        related: tuple[tuple[Span, str], ...] = ()
        message = self.message
        if self.first:
            at = Span(path, first_line + self.first[0], self.first[1] + 1)
            related, message = (
                ((at, said("it stands here first")),),
                joined(message, said("the first is on line {line}", line=at.line)),
            )
        return Diagnostic(self.code, Severity.ERROR, span, message, self.hint, related)
