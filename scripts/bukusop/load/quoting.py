"""What was typed -> the same for a message, on one line, short, nothing invisible; and a guess at what was meant."""

from __future__ import annotations

from collections.abc import Iterable

from bukusop.diagnostics import suggest

LONGEST = 60
"""Characters of a value that a message shows."""
LONGEST_HINT = 400


def shown(value: object) -> str:
    """Give a value for a message: on one line, nothing invisible, not longer than `LONGEST`."""
    if not isinstance(value, str):
        return "[...]" if isinstance(value, list | tuple) else "{...}" if isinstance(value, dict) else str(value)
    text = "".join(char if char.isprintable() else " " if char in "\n\t" else f"\\u{ord(char):04x}" for char in value[: 4 * LONGEST])
    text = " ".join(text.split()).replace("`", "'")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str:
    """Guess which of the known words was meant, as `diagnostics.suggest` does, for words of any length and kind."""
    hint = suggest(word[: 2 * LONGEST], [name for name in known if name.isprintable() and len(name) <= 2 * LONGEST])
    return hint if len(hint) <= LONGEST_HINT else ""
