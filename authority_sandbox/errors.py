"""The one way in which the sandbox says no."""


class SandboxError(Exception):
    """A refusal of a call: HTTP status, a code for programs and a message for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
