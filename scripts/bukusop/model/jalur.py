"""The ways through one procedure: what can be reached, what ends, the usual way and the longest.

A symbol is a `Tujuan`: its row and its place in the row. Symbols are ordered by row, then by place; a way is *forward* where it
leads to a later symbol or to the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from bukusop.model.sop import Bentuk, Langkah, Prosedur, Simpul, Tujuan
from bukusop.model.waktu import Jumlah, Waktu, read_waktu, total

_Ways = Mapping[Tujuan, tuple[Tujuan | None, ...]]
_Gain = tuple[bool, float]
"""Whether a forward way from a symbol comes to the end, and the minutes of work of the rows after it."""


def ways(simpul: Simpul) -> tuple[Tujuan | None, ...]:
    """Give where the flow goes from a symbol, answers in the order written; None is the end."""
    if simpul.bentuk is Bentuk.SELESAI:
        return (None,)
    return tuple(answer.ke for answer in simpul.jawaban) or (simpul.ke,)


def all_ways(prosedur: Prosedur) -> dict[Tujuan, tuple[Tujuan | None, ...]]:
    """Give the ways from each symbol, in the order of symbols."""
    return {
        Tujuan(row, slot): ways(simpul) for row, langkah in enumerate(prosedur.langkah) for slot, simpul in enumerate(langkah.simpul)
    }


def spread(start: Iterable[Tujuan], out: Mapping[Tujuan, Iterable[Tujuan | None]]) -> frozenset[Tujuan]:
    """Give everything that can be come to from `start`."""
    found, todo = set[Tujuan](), list(start)
    while todo:
        place = todo.pop()
        if place not in found:
            found.add(place)
            todo.extend(way for way in out.get(place, ()) if way is not None)
    return frozenset(found)


def reached(prosedur: Prosedur) -> frozenset[Tujuan]:
    """Give the symbols that can be come to from the first one."""
    every = all_ways(prosedur)
    return spread([Tujuan(0)] if Tujuan(0) in every else [], every)


def ending(prosedur: Prosedur) -> frozenset[Tujuan]:
    """Give the symbols from which the end can be come to."""
    every = all_ways(prosedur)
    back: dict[Tujuan, list[Tujuan | None]] = {}
    for place, out in every.items():
        for way in out:
            if way is not None:
                back.setdefault(way, []).append(place)
    return spread([place for place, out in every.items() if None in out], back)


def main_path(prosedur: Prosedur) -> tuple[int, ...]:
    """Give the rows of the usual way, from the first symbol on.

    At each decision it takes the first answer written that is forward (to a later symbol or the end), and where none is, the first
    one written; elsewhere it goes where the flow goes. It ends at the end of the procedure, or where it would come to a symbol for
    the second time. A row is named once for all its symbols that follow each other.
    """
    every, path = all_ways(prosedur), list[Tujuan]()
    place, seen = (Tujuan(0) if Tujuan(0) in every else None), set[Tujuan]()
    while place is not None and place in every and place not in seen:
        seen.add(place)
        path.append(place)
        out = every[place]
        place = next((way for way in out if way is None or way > place), out[0])
    return tuple(_rows(path)[0])


def worst_path(prosedur: Prosedur) -> tuple[int, ...]:
    """Give the rows of the longest way on which every correction happens once.

    Its frame is the longest way forward that comes to the end: longest by `menit_kerja` of the rows' `waktu`, each row counted where
    the way enters it; of equal ways the one by the first answer written. Then, at each decision of the frame, every other answer
    written that does not lead forward to the end is walked once, in the order written: first the rows forward from there to where
    they turn back (none where the answer itself turns back), then once more the rows of the frame from the row that is turned back
    to (itself included, even where the frame passes it by) to the decision's row. What is walked again is not corrected again.
    Where no forward way comes to the end, the frame goes on from where it turns back, unless it has been there.
    """
    every = all_ways(prosedur)
    gains, taken = _longest(prosedur, every)
    frame = _walk(Tujuan(0), every, taken, on=True)
    rows, index_of = _rows(frame)
    last, path, done = dict[int, int](), list[int](), 0
    for place, index in zip(frame, index_of, strict=True):
        last[rows[index]] = index
        path += rows[done : index + 1]
        done = max(done, index + 1)
        for way in dict.fromkeys(every[place]) if len(every[place]) > 1 else ():
            if way is None or way not in every or (way > place and (way == taken[place] or gains[way][0])):
                continue
            detour = _walk(way, every, taken, on=False) if way > place else []
            back = every[detour[-1]][0] if detour else way
            path += _rows(detour)[0]
            if back is not None and back <= place:
                path += _again(rows[: index + 1], back.langkah, last)
    return tuple(path)


def path_time(prosedur: Prosedur, rows: Iterable[int]) -> Jumlah:
    """Add up the times of rows, each as often as it is named; a capsule row without a time takes none."""
    parts = list[Waktu | None]()
    for row, count in Counter(rows).items():
        if 0 <= row < len(prosedur.langkah):
            parts += _times(prosedur.langkah[row], count)
    return total(parts)


def handoffs(prosedur: Prosedur, rows: Sequence[int]) -> int:
    """Count how often the work passes to other actors from one of these rows to the next; a joint step is done by all its actors."""
    actors = [row_actors(prosedur.langkah[row]) for row in rows]
    return sum(before != after for before, after in pairwise(actors))


def row_actors(langkah: Langkah) -> frozenset[str]:
    """Give the keys of everyone who has a symbol in a row."""
    return frozenset(actor for simpul in langkah.simpul for actor in simpul.pelaksana)


def _times(langkah: Langkah, count: int) -> list[Waktu | None]:
    """Give the time of a row done `count` times, as one."""
    if not langkah.nomor and not langkah.waktu.strip():
        return []
    read = read_waktu(langkah.waktu)
    return [Waktu(read.paling_cepat * count, read.paling_lama * count, read.satuan, read.kata) if read else None]


def _longest(prosedur: Prosedur, every: _Ways) -> tuple[dict[Tujuan, _Gain], dict[Tujuan, Tujuan | None]]:
    """Give for each symbol what the best forward way from it gains, and where that way begins (itself where there is none)."""
    minutes = [path_time(prosedur, (row,)).menit_kerja() for row in range(len(prosedur.langkah))]
    gains, taken = dict[Tujuan, _Gain](), dict[Tujuan, Tujuan | None]()
    for place in reversed(list(every)):
        best: _Gain = (False, -1.0)
        taken[place] = place
        for way in every[place]:
            if way is None:
                gain: _Gain = (True, 0.0)
            elif way > place and way in gains:
                entered = minutes[way.langkah] if way.langkah != place.langkah else 0.0
                gain = (gains[way][0], gains[way][1] + entered)
            else:
                continue
            if gain > best:
                best, taken[place] = gain, way
        gains[place] = (best[0], max(0.0, best[1]))
    return gains, taken


def _walk(start: Tujuan, every: _Ways, taken: Mapping[Tujuan, Tujuan | None], on: bool) -> list[Tujuan]:
    """Follow the best forward way; where it turns back it stops, or with `on` goes on there if it has not been there."""
    path, seen, place = list[Tujuan](), set[Tujuan](), start if start in every else None
    while place is not None and place in every and place not in seen:
        seen.add(place)
        path.append(place)
        ahead = taken[place]
        if ahead == place:
            ahead = every[place][0] if on else None
        place = ahead
    return path


def _rows(path: Sequence[Tujuan]) -> tuple[list[int], list[int]]:
    """Give the rows of symbols, each once where several follow each other, and for every symbol which of these is its."""
    rows, index = list[int](), list[int]()
    for place in path:
        if not rows or rows[-1] != place.langkah:
            rows.append(place.langkah)
        index.append(len(rows) - 1)
    return rows, index


def _again(rows: Sequence[int], start: int, last: Mapping[int, int]) -> list[int]:
    """Give the rows from `start` to the last one, `start` even where it is not among them."""
    if start in last:
        return list(rows[last[start]:])
    return [start, *(row for row in rows if row > start)]
