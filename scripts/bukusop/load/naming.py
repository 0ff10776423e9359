"""A path in a tree -> how a message names it: as its author counts it, "`waktu` pada langkah 3"."""

from __future__ import annotations

from collections.abc import Sequence

from bukusop.load.quoting import shown
from bukusop.load.tree import Node

_NOUNS = {"langkah": "langkah", "simpul": "simpul", "prosedur": "prosedur", "lampiran": "lampiran", "bidang": "bidang", "bagian": "bagian",
          "baris": "baris", "kolom": "kolom"}
_COUNTED = ("langkah ", "simpul ", "baris ")
_NAMED = ("pejabat",)
"""Keys whose own keys are names: `pejabat: {kepala: ...}` is told as "pejabat `kepala`"."""
_CAPSULES = ("mulai", "selesai")


def named(tree: Node, path: Sequence[str | int]) -> str:
    """Name the value at `path`: "`waktu` pada langkah 3", "langkah 3", "butir 2 `peralatan`"."""
    labels = _labels(tree, path)
    if len(labels) < 2:
        return labels[0] if labels else "isi berkas ini"
    link = "" if labels[-1].startswith(_COUNTED) else "pada "
    return f"{labels[-1]} {link}{' '.join(reversed(labels[:-1]))}"


def within(tree: Node, path: Sequence[str | int]) -> str:
    """Name what holds: " pada langkah 3 prosedur 2", or "" for the file as a whole."""
    labels = _labels(tree, path)
    return f" pada {' '.join(reversed(labels))}" if labels else ""


def _labels(tree: Node, path: Sequence[str | int]) -> list[str]:
    """Give one label per thing on the way to `path`, from the outside in."""
    labels: list[str] = []
    index = 0
    while index < len(path):
        step, after = path[index], path[index + 1] if index + 1 < len(path) else None
        index += 1
        if isinstance(after, int):
            index += 1
            labels.append(_item(tree, tuple(path[:index]), str(step), after))
        elif isinstance(step, int):
            labels.append(f"sel {step + 1}")
        elif step == "keputusan" and labels and isinstance(after, str):
            index += 1
            labels.append(f"jawaban `{shown(after)}`")
        elif step in _NAMED and isinstance(after, str):
            index += 1
            labels.append(f"{step} `{shown(after)}`")
        else:
            labels.append(f"`{shown(step)}`")
    return labels


def _item(tree: Node, path: tuple[str | int, ...], key: str, index: int) -> str:
    if key == "langkah":
        return _step(tree, path, index)
    return f"{_NOUNS[key]} {index + 1}" if key in _NOUNS else f"butir {index + 1} `{shown(key)}`"


def _step(tree: Node, path: tuple[str | int, ...], index: int) -> str:
    """Name a step by its printed number: rows that hold only a capsule bear none."""
    steps = tree.get(path[:-1])
    if steps is None or not isinstance(steps.value, list) or index >= len(steps.value):
        return f"langkah {index + 1}"
    capsules = [_capsule(step) for step in steps.value]
    if capsules[index]:
        return f"baris {capsules[index].capitalize()}"
    return f"langkah {capsules[: index + 1].count('')}"


def _capsule(step: Node) -> str:
    """Give mulai or selesai for a row that holds only a capsule, else ""."""
    bentuk = step.get(("bentuk",))
    if bentuk is not None and bentuk.value in _CAPSULES:
        return str(bentuk.value)
    simpul = step.get(("simpul",))
    if simpul is None or not isinstance(simpul.value, list) or not simpul.value:
        return ""
    inner = [_capsule(item) for item in simpul.value]
    return inner[0] if all(inner) else ""
