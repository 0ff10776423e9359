"""What may be published: a site whose every PDF is in the register, with its very bytes, and verifies. Anything else stops all of it.

Only about an old edition, replaced or withdrawn, one may ask beforehand (`unfit`): the site is made without it where it no longer verifies.
In: files, the register, the project's trust. Out: nothing; or a Refusal that names the file and the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bukusop.diagnostics import Refusal
from bukusop.publish.target import Tell
from bukusop.publish.tree import Tree
from bukusop.sign import Entry, Register, Trust, Verdict, verify_file

MAGIC = b"%PDF-"
AHEAD = 1024
"""Readers find the mark of a PDF within so many bytes (ISO 32000-1, Annex H)."""
_REHEARSED = "ditandatangani sebagai UJI COBA, tidak berlaku sebagai dokumen resmi"


@dataclass(frozen=True)
class Gate:
    """Judges PDFs, each content once. `rehearsal` lets documents through that were signed with throw-away keys."""

    register: Register
    trust: Trust
    rehearsal: bool
    _faults: dict[str, str] = field(default_factory=dict)

    def unfit(self, files: Mapping[str, Path]) -> list[tuple[Entry, str]]:
        """Give the old editions among files (by SHA-256) that cannot be published, each with the reason."""
        old = (entry for entry in self.register.entries if entry.status != "berlaku" and entry.sha256 in files)
        judged = [(entry, self._fault(files[entry.sha256], entry)) for entry in old]
        return [(entry, fault) for entry, fault in judged if fault]

    def admit(self, tree: Tree, tell: Tell) -> int:
        """Let a tree through, and count its PDFs."""
        known = {entry.sha256: entry for entry in self.register.entries}
        pdfs = [name for name in tree.files if is_pdf(tree.folder / name)]
        for count, name in enumerate(pdfs, 1):
            entry = known.get(tree.files[name].sha256)
            fault = self._fault(tree.folder / name, entry) if entry else "PDF ini tidak ada dalam daftar dokumen bertanda tangan"
            if fault:
                advice = (
                    "Tandatangani dengan sertifikat dinas, atau terbitkan situs percobaan dengan --uji-coba" if fault == _REHEARSED
                    else f"Periksa dengan: bukusop verify build/site/{name}"
                )
                raise Refusal(f"{name}: {fault}; tidak ada yang diterbitkan. {advice}")
            tell(count, len(pdfs), name)
        return len(pdfs)

    def _fault(self, path: Path, entry: Entry) -> str:
        """Say why a file with the bytes of an entry cannot be published; "" where it can."""
        if entry.sha256 not in self._faults:
            report = verify_file(path, self.trust, register=self.register)
            if report.sha256 not in ("", entry.sha256):     # "": it could not be read at all, which is a verdict
                raise Refusal(f"{path.name} berubah selagi diperiksa; ulangi bukusop publish")
            rehearsed = (entry.uji or report.rehearsed) and not self.rehearsal
            self._faults[entry.sha256] = (
                report.summary.rstrip(".") if report.verdict is not Verdict.SAH else _REHEARSED if rehearsed else ""
            )
        return self._faults[entry.sha256]


def is_pdf(path: Path) -> bool:
    """Tell a PDF by its name or by its first bytes, whatever it is called."""
    if path.suffix.lower() == ".pdf":
        return True
    with path.open("rb") as file:
        return MAGIC in file.read(AHEAD)
