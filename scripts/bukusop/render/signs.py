"""A cheap sign of a sheet's ingredients: where it is the same as in the last run, the sheet's copy need not be written again.

Writing HTML takes four milliseconds for a sheet, saying what went into it a fifth of one. The sign holds more than the pages
depend on (the whole book but the inside of other SOPs), so it may change where the ingredients do not, never the other way round.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from functools import cached_property

from bukusop.cache import Identity, digest
from bukusop.render.parts import Jenis, PartSpec
from bukusop.render.scene import Scene

_LOOKS_INTO_SOPS = re.compile(rb"[.'\"]\s*sops?\b")
"""A page template that could look into SOPs other than its own: none of ours does. Then there are no signs."""
_APART = {"book", "templates", "estimates"}
"""Of a scene: what is looked at in another way, or (estimates) follows from the graphs."""


class Signs:
    """The signs of one scene's sheets."""

    def __init__(self, scene: Scene, identity: Identity) -> None:
        self._scene, self._identity = scene, identity
        self._sops = {sop.id: sop for sop in scene.book.sops}

    def of(self, spec: PartSpec) -> str:
        """Give the sign of a sheet; "" for other kinds of parts, and where templates may look at anything."""
        if spec.jenis is not Jenis.LEMBAR or not self._common:
            return ""
        return digest(self._common, repr(spec), repr(self._sops[spec.key]))

    @cached_property
    def _common(self) -> str:
        scene, book = self._scene, self._scene.book
        pages = [data for name, data in scene.templates.files.items() if name.startswith("halaman/")]
        if any(_LOOKS_INTO_SOPS.search(data) for data in pages):
            return ""
        names = [(sop.id, sop.nama, sop.nomor, sop.bidang, sop.berkas, sop.profil, sop.disahkan_oleh) for sop in book.sops]
        more = [(item.name, getattr(scene, item.name)) for item in fields(scene) if item.name not in _APART]
        files = [piece for name, data in (*book.gambar, *sorted(scene.templates.files.items())) for piece in (name, data)]
        whole = repr(replace(book, sops=(), gambar=()))
        return digest(self._identity.alat, self._identity.huruf, whole, repr(names), repr(more), *files)
