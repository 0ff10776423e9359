"""Parts kept from earlier runs: under a key made of everything their pages depend on, with a reason for each one made anew.

The key of a part holds its HTML and CSS, the bytes of every file these name, the profile, the page templates, the fonts of the
machine, and the identity of tool and libraries. It does not hold page numbers, which are put in at assembly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict

from bukusop.cache import Identity, Store, digest
from bukusop.diagnostics import Fault
from bukusop.model import Sop
from bukusop.render.measured import Measured
from bukusop.render.parts import Jenis, Mark, PartSpec, Pressed, copy, plan
from bukusop.render.prose import Entry
from bukusop.render.scene import Scene
from bukusop.render.sheet import sheet
from bukusop.render.signs import Signs

_ADDRESS = re.compile(r"(?:gambar|templat|qr):[^\"'()<>]+")
_LAST = "bagian-terakhir"
_SIGN = "tanda"
"""Beside the ingredients: see `signs.py`."""
_REASONS = {
    "naskah": "isinya berubah", "alur": "alur atau keadaan bukunya berubah", "gaya": "gaya halaman (CSS) berubah",
    "templat": "templat berubah", "profil": "profil format berubah", "huruf": "huruf di komputer ini berubah",
    "alat": "bukusop atau pustakanya berganti versi",
}


def ingredients(scene: Scene, spec: PartSpec, identity: Identity, entries: Sequence[Entry] = ()) -> dict[str, str]:
    """Give a digest of everything the pages of a part depend on, by kind."""
    text = copy(scene, spec, entries)
    found = {
        "naskah": digest(text.html), "alur": digest(text.beside), "gaya": digest(text.css), "templat": scene.templates.digest,
        "profil": digest(repr(text.profil)), "huruf": identity.huruf, "alat": identity.alat,
    }
    for address in sorted({*_ADDRESS.findall(text.html), *_ADDRESS.findall(text.css)}):
        found[address] = digest(scene.file(address))
    return found


class KeptLost(Fault):
    """A part was taken away from the store while the book was bound."""

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(f"simpanan bagian `{spec.title}` hilang atau rusak ketika buku digabungkan; jalankan sekali lagi")


class Kept:
    """The parts of one book that earlier runs have made."""

    def __init__(self, store: Store, scene: Scene, identity: Identity) -> None:
        self._store, self._scene, self._identity = store, scene, identity
        self._now: dict[str, dict[str, str]] = {}
        self._signs = Signs(scene, identity)
        self._last = self._read_last()
        self.reasons: dict[str, str] = {}

    def find(self, spec: PartSpec, entries: Sequence[Entry] = ()) -> Pressed | None:
        """Give a part as it was made before; None, and a reason, where it must be made anew."""
        found = self._now[spec.id] = self._ingredients(spec, entries)
        data = self._store.get(_key(spec, found))
        part = _unpack(data) if data is not None else None
        if part is None:
            self.reasons[spec.id] = self._reason(spec, found)
        return part

    def keep(self, spec: PartSpec, part: Pressed) -> bool:
        """Keep a part that `find` did not find; tells whether that was possible."""
        key = _key(spec, self._now[spec.id])
        if part.measured:
            self._store.put(_measures_key(key), part.measured)
        return self._store.put(key, _pack(part))

    def measured(self, spec: PartSpec) -> Measured:
        """Give the measures of a sheet as it was made before; where they are not kept, it is laid out here and now."""
        key = _measures_key(_key(spec, self._now.get(spec.id) or self._ingredients(spec)))
        data = self._store.get(key)
        found = Measured.read(data) if data is not None else None
        if found is None:
            sop = self._scene.book.sop(spec.key)
            assert sop is not None
            found = Measured.of(sheet(self._scene, sop))
            self._store.put(key, found.written())
        return found

    def read(self, spec: PartSpec) -> bytes:
        """Give the data of a part that was found or kept before. Raises KeptLost where it is no longer there."""
        data = self._store.get(_key(spec, self._now[spec.id]))
        part = _unpack(data) if data is not None else None
        if part is None:
            raise KeptLost(spec)
        return part.data

    def close(self) -> None:
        """Note what the parts were made of, for the reasons of the next run, and keep the store within its limit."""
        self._store.put(digest(_LAST), json.dumps(self._last | self._now).encode())
        self._store.trim()

    def _ingredients(self, spec: PartSpec, entries: Sequence[Entry] = ()) -> dict[str, str]:
        sign, last = self._signs.of(spec), self._last.get(spec.id, {})
        if sign and last.get(_SIGN) == sign:
            return last
        return ingredients(self._scene, spec, self._identity, entries) | ({_SIGN: sign} if sign else {})

    def _read_last(self) -> dict[str, dict[str, str]]:
        try:
            found = json.loads(self._store.get(digest(_LAST)) or b"{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _reason(self, spec: PartSpec, found: dict[str, str]) -> str:
        last = self._last.get(spec.id)
        if last is None:
            return "belum pernah dibuat"
        changed = [name for name in found if name != _SIGN and last.get(name) != found[name]]
        said = [_REASONS.get(name) or _said_of(name) for name in changed]
        return ", ".join(dict.fromkeys(said)) or "simpanannya tidak ada atau rusak"


class Measures:
    """The measures of a book's sheets, as the book was last made: laying a sheet out takes half a second, reading them a hundredth."""

    def __init__(self, scene: Scene, store: Store, identity: Identity) -> None:
        self._kept = Kept(store, scene, identity)
        self._specs = {spec.key: spec for spec in plan(scene.book) if spec.jenis is Jenis.LEMBAR}

    def of(self, sop: Sop) -> Measured:
        """Give the measures of a sheet."""
        return self._kept.measured(self._specs.get(sop.id) or PartSpec(f"sop-{sop.id}", Jenis.LEMBAR, sop.id, "arab", 1, sop.nama))


def _said_of(address: str) -> str:
    scheme, _, name = address.partition(":")
    return "alamat verifikasi berubah" if scheme == "qr" else f"{name} berubah"


def _key(spec: PartSpec, found: dict[str, str]) -> str:
    return digest(spec.id, json.dumps({name: value for name, value in found.items() if name != _SIGN}, sort_keys=True))


def _measures_key(key: str) -> str:
    return digest("ukuran-lembar", key)


def _pack(part: Pressed) -> bytes:
    head = {"id": part.id, "pages": part.pages, "marks": [asdict(mark) for mark in part.marks]}
    return json.dumps(head).encode() + b"\n" + part.data


def _unpack(data: bytes) -> Pressed | None:
    head, _, rest = data.partition(b"\n")
    try:
        values = json.loads(head)
        values["marks"] = tuple(Mark(**item) for item in values["marks"])
        return Pressed(**values, data=rest)
    except (ValueError, KeyError, TypeError):
        return None
