"""Charts written by hand, a few words per row: text goes in, procedures come out.

A file opens with the actors; a blank line and a new line of actors begin another procedure. Each further line is a row:
symbols separated by `,`, each an actor (several joined by `+`), then `?` and answers `label:target` for a decision, or
`>target`, or `(` / `)` for a written Mulai or Selesai. A target is a row from 1, `+` the next row, `.` the end.
"""

from __future__ import annotations

from bukusop.model import Bentuk, Jawaban, Langkah, Paragraf, Pelaksana, Prosedur, Run, Simpul, Tujuan


def read_charts(text: str) -> tuple[Prosedur, ...]:
    """Read the procedures of a file."""
    return tuple(_read(block.splitlines()) for block in text.strip().split("\n\n"))


def _read(lines: list[str]) -> Prosedur:
    actors = tuple(Pelaksana(word, word.capitalize()) for word in lines[0].split())
    rows = [[symbol.strip() for symbol in line.split(",")] for line in lines[1:]]
    steps: list[Langkah] = []
    number = 0
    for row, symbols in enumerate(rows):
        nodes = tuple(_symbol(word, row, index, len(symbols), len(rows)) for index, word in enumerate(symbols))
        plain = nodes[0].bentuk in (Bentuk.MULAI, Bentuk.SELESAI)
        number += not plain
        steps.append(Langkah("" if plain else str(number), (Paragraf((Run("Langkah"),)),), nodes))
    return Prosedur(actors, tuple(steps))


def _symbol(word: str, row: int, index: int, count: int, rows: int) -> Simpul:
    onward = Tujuan(row, index + 1) if index + 1 < count else _target("+", row, rows)
    head, _, tail = word.partition("?")
    if tail:
        answers = [answer.rpartition(":") for answer in tail.strip().split(";")]
        jawaban = tuple(Jawaban(label.strip(), _target(goal, row, rows)) for label, _, goal in answers)
        return Simpul(_actors(head), Bentuk.KEPUTUSAN, jawaban)
    head, _, goal = word.partition(">")
    if goal:
        onward = _target(goal, row, rows)
    kind = {"(": Bentuk.MULAI, ")": Bentuk.SELESAI}.get(head.strip()[-1], Bentuk.PROSES)
    return Simpul(_actors(head.strip(" ()")), kind, ke=None if kind is Bentuk.SELESAI else onward)


def _actors(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split("+"))


def _target(goal: str, row: int, rows: int) -> Tujuan | None:
    goal = goal.strip()
    if goal == ".":
        return None
    number = row + 1 if goal == "+" else int(goal) - 1
    return Tujuan(number) if number < rows else None
