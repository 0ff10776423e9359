"""What may be published: a site whose every PDF is in the register, with its very bytes, and verifies. Anything else stops all of it.

In: a tree, the register, the project's trust. Out: nothing; or a Refusal that names the file and the reason.
"""

from __future__ import annotations

from pathlib import Path

from bukusop.diagnostics import Refusal
from bukusop.publish.target import Tell
from bukusop.publish.tree import Tree
from bukusop.sign import Entry, Register, Trust, Verdict, verify_file

MAGIC = b"%PDF-"
AHEAD = 1024
"""Readers find the mark of a PDF within so many bytes (ISO 32000-1, Annex H)."""


def admit(tree: Tree, register: Register, trust: Trust, tell: Tell, *, rehearsal: bool) -> int:
    """Let a tree through, and count its PDFs. `rehearsal` lets documents through that were signed with throw-away keys."""
    known = {entry.sha256: entry for entry in register.entries}
    pdfs = [name for name in tree.files if is_pdf(tree.folder / name)]
    seen: set[str] = set()
    for count, name in enumerate(pdfs, 1):
        leaf = tree.files[name]
        entry = known.get(leaf.sha256)
        if entry is None:
            raise Refusal(f"{name}: PDF ini tidak ada dalam daftar dokumen bertanda tangan; tidak ada yang diterbitkan. {_advice(name)}")
        if leaf.sha256 not in seen:
            _verify(tree.folder / name, name, entry, register, trust, rehearsal)
            seen.add(leaf.sha256)
        tell(count, len(pdfs), name)
    return len(pdfs)


def _verify(path: Path, name: str, entry: Entry, register: Register, trust: Trust, rehearsal: bool) -> None:
    report = verify_file(path, trust, register=register)
    if report.sha256 != entry.sha256:
        raise Refusal(f"{name} berubah selagi diperiksa; ulangi bukusop publish")
    if report.verdict is not Verdict.SAH:
        raise Refusal(f"{name}: {report.summary.rstrip('.')}; tidak ada yang diterbitkan. {_advice(name)}")
    if (entry.uji or report.rehearsed) and not rehearsal:
        raise Refusal(
            f"{name} ditandatangani sebagai UJI COBA, tidak berlaku sebagai dokumen resmi; tidak ada yang diterbitkan. "
            "Tandatangani dengan sertifikat dinas, atau terbitkan situs percobaan dengan --uji-coba"
        )


def _advice(name: str) -> str:
    return f"Periksa dengan: bukusop verify build/site/{name}"


def is_pdf(path: Path) -> bool:
    """Tell a PDF by its name or by its first bytes, whatever it is called."""
    if path.suffix.lower() == ".pdf":
        return True
    with path.open("rb") as file:
        return MAGIC in file.read(AHEAD)
