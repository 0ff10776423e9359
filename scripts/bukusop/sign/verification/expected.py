"""What the office's register says of a document, against what the file holds -> what is missing or wrong."""

from __future__ import annotations

from collections.abc import Sequence

from bukusop.sign.levels import Level
from bukusop.sign.verdict import Expectation, SignatureReport


def shortcomings(expected: Expectation, reports: Sequence[SignatureReport], digest: str) -> list[str]:
    """Name everything in which a file falls short; a file whose signatures were taken out is caught here and nowhere else."""
    found = []
    signatures = [report for report in reports if not report.archive]
    signers = tuple(report.holder.sha256 if report.holder is not None else "" for report in signatures)
    if not signatures:
        found.append("berkas ini seharusnya bertanda tangan, tetapi tidak memuat tanda tangan")
    elif len(signers) < len(expected.signers):
        found.append(f"tanda tangan kurang: seharusnya {len(expected.signers)}, yang ada {len(signers)}")
    elif len(signers) > len(expected.signers):
        found.append(f"tanda tangan lebih: seharusnya {len(expected.signers)}, yang ada {len(signers)}")
    elif any(pinned not in ("", signer) for pinned, signer in zip(expected.signers, signers, strict=True)):
        found.append("penanda tangannya bukan yang tercatat dalam register")
    for report in signatures:
        if report.level is None or not report.level.reaches(expected.level):
            level = report.level.label if report.level is not None else "di luar PAdES"
            found.append(f"tingkat tanda tangan {level}, padahal seharusnya {expected.level.label}")
            break
    if expected.level is Level.B_LTA and not (reports and reports[-1].archive and reports[-1].whole):
        found.append("berkas tidak ditutup stempel waktu arsip yang mencakup seluruhnya: isinya terpotong atau ditambah")
    if expected.sha256 and expected.sha256 != digest:
        found.append("berkas ini tidak sama dengan yang diterbitkan menurut register")
    return found
