"""Resources of pages: what several parts hold in equal bytes (colour profile, logo, images) is written once.

Objects are compared from the leaves up: equal text, with the numbers of what it refers to filled in, and equal data mean one
object. A form that holds marked text (an HTML element with `opacity`) belongs to its page and is never shared. Fonts are
those of the donor, as far as it has them.
"""

from __future__ import annotations

import hashlib

from bukusop.assemble.donor import Donor, font_dictionary
from bukusop.assemble.fonts import FOLIO_FONT
from bukusop.assemble.fragment import Fragment
from bukusop.assemble.output import ObjectFile


class Shelf:
    """The shared resources of a book."""

    def __init__(self, file: ObjectFile, donor: Donor) -> None:
        """Begin with nothing but the donor's fonts."""
        self._file = file
        self._donor = donor
        self._known: dict[bytes, int] = {}

    def place(self, fragment: Fragment, values: list[bytes]) -> None:
        """Fill the holes of the loose objects that a part needs: each is written, or an equal one stands for it."""
        opened: set[int] = set()
        for number in fragment.ties.wanted:
            self._place_one(fragment, values, number, opened)

    def _place_one(self, fragment: Fragment, values: list[bytes], number: int, opened: set[int]) -> None:
        """Fill the hole of one loose object; `opened` are those above it."""
        ties = fragment.ties
        if values[number]:
            return
        if number in opened:    # a circle: it gets a number of its own before its text is known
            values[number] = b"%d" % self._file.new()
            return
        if number in ties.fonts:
            values[number] = b"%d" % self._lend(fragment, values, number, opened)
            return
        opened.add(number)
        item = fragment.loose[number - ties.main - 1]
        for hole in item.text.holes:
            if ties.main < hole <= ties.main + ties.loose:
                self._place_one(fragment, values, hole, opened)
        opened.discard(number)
        text = b"".join(item.text.fill(values))
        own = bool(values[number]) or number in ties.own
        content = hashlib.sha256(text + b"\0" + (item.data or b"")).digest()
        known = None if own else self._known.get(content)
        if known is None:
            known = int(values[number] or self._file.new())
            if item.data is None:
                self._file.put(known, text)
            else:
                self._file.put_stream(known, text, item.data)
            if not own:
                self._known[content] = known
        values[number] = b"%d" % known

    def _lend(self, fragment: Fragment, values: list[bytes], number: int, opened: set[int]) -> int:
        """Give the number of the fonts that a part uses instead of its own: the donor's, or a mixture."""
        donor, fonts = self._donor, fragment.ties.fonts[number]
        lent = {name for name, font in fonts.items() if donor.lends(name, font)}
        if len(lent) == len(fonts):
            return donor.fonts
        used = {FOLIO_FONT: donor.number(FOLIO_FONT)}
        for name, font in fonts.items():
            if name in lent:
                used[name] = donor.number(name)
                continue
            program = donor.program(name, font)
            if program and font.program:
                values[font.program] = b"%d" % program
            self._place_one(fragment, values, font.object, opened)
            used[name] = int(values[font.object])
        return self._file.add(font_dictionary(used))
