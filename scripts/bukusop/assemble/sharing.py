"""Resources of pages: what several parts hold in equal bytes (colour profile, logo, images) is kept once.

Objects are compared from the leaves up: equal bytes and equal (already shared) children mean one object. A form that
holds marked text (an HTML element with `opacity`) belongs to its page and is never shared.
"""

from __future__ import annotations

import hashlib

from pikepdf import Array, Dictionary, Name, Object, Stream

from bukusop.assemble.fonts import Donor
from bukusop.assemble.structure import Ref


class Shelf:
    """The shared resources of a book."""

    def __init__(self, donor: Donor) -> None:
        """Begin with nothing but the donor's fonts."""
        self._donor = donor
        self._known: dict[Ref, Object] = {}
        self._by_content: dict[bytes, Object] = {}
        self._open: set[Ref] = set()

    def share(self, obj: Object) -> Object:
        """Give the object to use for this resource: an equal one seen earlier, or itself with its children shared."""
        indirect = obj.is_indirect
        if indirect:
            known = self._known.get(obj.objgen)
            if known is not None:
                return known
            if obj.objgen in self._open:
                return obj
            self._open.add(obj.objgen)
        if isinstance(obj, Array):
            for index, child in enumerate(list(obj)):
                if isinstance(child, (Array, Dictionary, Stream)):
                    obj[index] = self.share(child)
        else:
            for key, child in list(obj.items()):
                if key == "/Font" and isinstance(child, Dictionary):
                    obj[key] = self._fonts(child)
                elif isinstance(child, (Array, Dictionary, Stream)):
                    obj[key] = self.share(child)
        if not indirect:
            return obj
        shared = self._by_content.setdefault(_digest(obj), obj)
        self._known[obj.objgen] = shared
        return shared

    def _fonts(self, fonts: Object) -> Object:
        if not fonts.is_indirect:
            return self._donor.lend(fonts)
        if fonts.objgen not in self._known:
            self._known[fonts.objgen] = self._donor.lend(fonts)
        return self._known[fonts.objgen]


def _digest(obj: Object) -> bytes:
    if not isinstance(obj, Stream):
        return obj.unparse(resolved=True)
    head = obj.stream_dict.unparse(resolved=True)
    if obj.get("/Subtype") == Name.Form and b"/MCID" in obj.read_bytes():
        return b"%d %d own" % obj.objgen
    return hashlib.sha256(head + b"\0" + obj.read_raw_bytes()).digest()
