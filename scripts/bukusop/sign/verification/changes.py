"""What follows a signature in the file -> what was added, in words, and whether the signature allows it.

Every increment is judged once (`increments.py`); a signature allows evidence and document timestamps always, further signatures unless it
locks the document. What no later signature covers may only be evidence: a form filled in by nobody knows whom is a change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import MDPPerm

from bukusop.sign.verification.increments import Step, compare
from bukusop.sign.verification.opening import FAULTS, Found, Opened
from bukusop.sign.verification.references import References

END = re.compile(rb".{0,4096}startxref\s+\d+\s+%%EOF\s*", re.DOTALL)


@dataclass(frozen=True)
class Changes:
    """What was added after a signature, in words, and what of it is not allowed."""

    words: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether all of it may be."""
        return not self.faults


class History:
    """The increments of a file, each judged at most once."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._references = References(opened)
        self._steps: dict[int, Step] = {}

    def whole(self, found: Found) -> bool:
        """Whether nothing follows the bytes that a signature covers."""
        return found.end == len(self._opened.pdf)

    def after(self, found: Found) -> Changes:
        """Judge all that follows a signature."""
        if found.embedded is None or found.end is None or self.whole(found):
            return Changes()
        total = self._opened.reader.xrefs.total_revisions
        steps = [self._step(revision) for revision in range(found.revision + 1, total)]
        loose = self._opened.pdf[found.end:].strip() if not steps else not self._ends_well()
        if loose:
            return Changes(faults=("ada data di luar susunan berkas, yang tidak dilindungi siapa pun",))
        covered = max((one.revision for one in self._opened.signatures if one.entire), default=-1)
        faults = [fault for step in steps for fault in (*step.faults, *self._locked(found, step), *self._left(step, covered))]
        return Changes(tuple(dict.fromkeys(self._words(steps))), tuple(dict.fromkeys(faults)))

    def _ends_well(self) -> bool:
        """Whether nothing follows the last cross-reference table but its trailer and the mark of the end."""
        xrefs = self._opened.reader.xrefs
        rest = self._opened.pdf[xrefs.get_xref_container_info(xrefs.total_revisions - 1).end_location:]
        return END.fullmatch(rest) is not None and rest.count(b"startxref") == 1 and b" obj" not in rest

    def _step(self, revision: int) -> Step:
        if revision not in self._steps:
            step = compare(self._opened, revision, self._references)
            if step.unknown and not step.faults:
                self._ask(step)
            self._steps[revision] = step
        return self._steps[revision]

    def _ask(self, step: Step) -> None:
        """Let pyHanko judge an increment that has things in it which are not known here."""
        reader = self._opened.reader
        try:
            result = DEFAULT_DIFF_POLICY.apply(
                reader.get_historical_resolver(step.revision - 1), reader.get_historical_resolver(step.revision),
            )
        except (*FAULTS, SuspiciousModification):
            step.faults.append(f"isi dokumen diubah ({', '.join(step.unknown)})")
            return
        if result.modification_level > ModificationLevel.FORM_FILLING:
            step.faults.append("catatan ditambahkan")
        for name in result.changed_form_fields:
            step.fields.setdefault(name, True)

    def _locked(self, found: Found, step: Step) -> list[str]:
        """Name what a signature that locks the document, or some of its fields, does not allow (ISO 32000-2, 12.8.2.2 and 12.8.2.4)."""
        assert found.embedded is not None
        try:
            level, fields = found.embedded.docmdp_level, found.embedded.fieldmdp
        except FAULTS:
            return ["penguncian dokumen tidak terbaca"]
        archives = {one.name for one in self._opened.signatures if one.archive}
        names = [name for name in step.fields if name not in archives]
        if level is MDPPerm.NO_CHANGES and names:
            return [f"dokumen sudah dikunci, tetapi {', '.join(names)} diisi"]
        return [f"kolom {name} sudah dikunci, tetapi diisi" for name in names if fields is not None and fields.is_locked(name)]

    def _left(self, step: Step, covered: int) -> list[str]:
        """Name what no signature covers and is more than evidence."""
        if step.revision <= covered:
            return []
        if step.fields or step.unknown:
            return ["ada isian sesudah tanda tangan terakhir, yang tidak dilindungi siapa pun"]
        return [] if step.evidence or not step.dates else ["tanggal atau keterangan dokumen ditulis ulang sesudah tanda tangan terakhir"]

    def _words(self, steps: list[Step]) -> list[str]:
        archives = {one.name for one in self._opened.signatures if one.archive}
        words = []
        for step in steps:
            if step.evidence:
                words.append("sesudahnya ditambahkan bukti status sertifikat")
            for name, visible in step.fields.items():
                what = "stempel waktu arsip" if name in archives else f"tanda tangan pada {name}{' yang terlihat' if visible else ''}"
                words.append(f"sesudahnya ditambahkan {what}")
        return words
