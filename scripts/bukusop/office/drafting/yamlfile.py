"""A draft -> the text of an SOP's YAML file: short as a person writes it, a comment above each line that was guessed."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from bukusop.office.drafting.draft import Draft, Path, Value

WIDTH = 110
_BARE = re.compile(r"[^\W_](?:[\w (),./;%+'’“”–—…-]|:(?=\S)|&(?=\s))*")
_ORDER = ("nomor", "nama", "tanggal", "disahkan_oleh", "unit", "profil", "dasar_hukum", "kualifikasi_pelaksana", "keterkaitan", "peralatan",
          "peringatan", "pencatatan", "waktu_total", "pelaksana", "langkah", "prosedur", "periksa")
Notes = Mapping[Path, Sequence[str]]


def sop_yaml(draft: Draft, origin: str = "") -> str:
    """Write a draft; `origin` names the file it came from, in the first line."""
    notes: dict[Path, list[str]] = defaultdict(list)
    for path, text in draft.comments:
        notes[_spot(draft.data, path)].append(text)
    lines = [f"# Diimpor dari {_line(origin)}. Baris bertanda `ditebak` perlu diperiksa."] if origin else []
    keys = [key for key in _ORDER if key in draft.data] + [key for key in draft.data if key not in _ORDER]
    for key in keys:
        lines += _entry(key, draft.data[key], (key,), 0, notes)
    rest = notes.get((), [])
    if rest:
        lines += ["", "# Tulisan dari berkas asal yang belum mendapat tempat:"]
        lines += [f"#   {_line(text)}" for text in rest]
    return "\n".join(lines) + "\n"


def _spot(data: Value | Mapping[str, Value], path: Path) -> Path:
    """Give the longest part of a path that is there: a comment never gets lost."""
    here: object = data
    for n, key in enumerate(path):
        inside = (isinstance(here, Mapping) and key in here) or (isinstance(here, list) and isinstance(key, int) and key < len(here))
        if not inside:
            return path[:n]
        here = here[key]  # type: ignore[index]
    return path


def _line(text: str) -> str:
    """Put a text on one line, without what a comment may not hold."""
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))


def _entry(key: str, value: Value, path: Path, indent: int, notes: Notes) -> list[str]:
    space = " " * indent
    lines = [f"{space}# {_line(text)}" for text in notes.get(path, ())]
    name = _key(key)
    if isinstance(value, str):
        return lines + _text(f"{space}{name}:", value, indent)
    below = [text for spot, texts in notes.items() if len(spot) > len(path) and spot[: len(path)] == path for text in texts]
    short = _flow(value)
    if not (isinstance(value, list) and any(isinstance(item, dict) for item in value)) and short is not None and (
            (len(space + name + short) + 2 <= WIDTH and key not in ("pelaksana", "langkah")) or _is_actor_list(value, key)):
        return [*lines, *(f"{space}# {_line(text)}" for text in below), f"{space}{name}: {short}"]
    lines.append(f"{space}{name}:")
    if isinstance(value, dict):
        for inner, item in value.items():
            lines += _entry(inner, item, (*path, inner), indent + 2, notes)
    else:
        for n, item in enumerate(value):
            lines += _item(item, (*path, n), indent + 2, notes)
    return lines


def _is_actor_list(value: Value, key: str) -> bool:
    return key == "pelaksana" and isinstance(value, list)


def _item(item: Value, path: Path, indent: int, notes: Notes) -> list[str]:
    space = " " * indent
    lines = [f"{space}# {_line(text)}" for text in notes.get(path, ())]
    if isinstance(item, str):
        return lines + _text(f"{space}-", item, indent + 2 if "\n" in item else indent)
    if isinstance(item, list):
        return [*lines, f"{space}- {_flow(item)}"]
    short = _flow(item)
    below = [text for spot, texts in notes.items() if len(spot) > len(path) and spot[: len(path)] == path for text in texts]
    if "kegiatan" not in item and "judul" not in item and short is not None and len(short) + indent + 2 <= WIDTH:
        return [*lines, *(f"{space}# {_line(text)}" for text in below), f"{space}- {short}"]
    first = True
    for key, value in item.items():
        entry = _entry(key, value, (*path, key), indent + 2, notes)
        if first:
            at = next(n for n, line in enumerate(entry) if not line.lstrip().startswith("# "))
            lines += [line[2:] for line in entry[:at]]
            entry = [f"{space}- {entry[at][indent + 2:]}", *entry[at + 1 :]]
            first = False
        lines += entry
    return lines


def _text(start: str, text: str, indent: int) -> list[str]:
    """Write a text behind its key: as it is, folded where it is long, as a block where it has lines."""
    space = " " * (indent + 2)
    if "\n" in text:
        return [f"{start} |", *(f"{space}{line}" if line else "" for line in text.split("\n"))]
    if len(start) + len(text) + 1 > WIDTH and "  " not in text and not text.startswith((" ", "#")):
        return [f"{start} >-", *(f"{space}{line}" for line in _folded(text, WIDTH - indent - 2))]
    return [f"{start} {scalar(text)}"]


def _folded(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _flow(value: Value) -> str | None:
    """Write a value on one line; None where a text has lines of its own."""
    if isinstance(value, str):
        return None if "\n" in value else scalar(value, inside=True)
    if isinstance(value, list):
        parts = [_flow(item) for item in value]
        return None if None in parts else f"[{', '.join(part for part in parts if part is not None)}]"
    pairs = [(_key(key, inside=True), _flow(item)) for key, item in value.items()]
    return None if any(part is None for _, part in pairs) else f"{{{', '.join(f'{key}: {part}' for key, part in pairs)}}}"


def _key(text: str, inside: bool = True) -> str:
    return scalar(text, inside)


def scalar(text: str, inside: bool = False) -> str:
    """Write a text on one line: bare where YAML reads it back as it is, else in double quotes."""
    bare = _BARE.fullmatch(text) and not text.endswith((":", " ")) and " #" not in text and "  " not in text
    if bare and not (inside and re.search(r"[,\[\]{}:]", text)) and not re.match(r"[-?:]\s", text):
        return text
    return json.dumps(text, ensure_ascii=False)
