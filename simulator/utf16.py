"""Lengths as Telegram counts them: in UTF-16 units, so that most emoji count twice."""


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def byte_offset(text: str, index: int) -> int:
    """Where a character stands in the UTF-8 text; Telegram's parse errors name this place."""
    return len(text[:index].encode())
