"""What was found -> sentences in Indonesian that an officer understands who has never heard of a certificate chain."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from asn1crypto import x509

from bukusop.sign.verdict import Holder, Verdict
from bukusop.sign.verification.chain import Chain, Standing

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)
WIB = timezone(timedelta(hours=7), "WIB")


def date(moment: datetime) -> str:
    """Give a date in words: 2 Februari 2026, as it is in western Indonesia."""
    local = moment.astimezone(WIB)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def time(moment: datetime) -> str:
    """Give date and time: 2 Februari 2026 pukul 10.00.05 WIB."""
    local = moment.astimezone(WIB)
    return f"{date(moment)} pukul {local.hour:02}.{local.minute:02}.{local.second:02} WIB"


def holder(certificate: x509.Certificate | None, chain: Chain) -> Holder | None:
    """Give whom a certificate names."""
    if certificate is None:
        return None
    subject, issuer = certificate.subject.native, certificate.issuer.native
    root = chain.root
    return Holder(
        name=_one(subject, "common_name") or certificate.subject.human_friendly, organisation=_one(subject, "organization_name"),
        serial=_one(subject, "serial_number"), issuer=_one(issuer, "common_name") or certificate.issuer.human_friendly,
        root=(_one(root.subject.native, "common_name") or root.subject.human_friendly) if root is not None else "",
        sha256=certificate.sha256.hex(),
    )


def _one(name: dict[str, object], key: str) -> str:
    value = name.get(key, "")
    words = value[0] if isinstance(value, list) and value else value
    return " ".join("".join(char if char.isprintable() else " " for char in str(words)).split())[:200]


def standing(chain: Chain, whose: str, at: datetime | None) -> str:
    """Say what is wrong with a certificate: `whose` is "penanda tangan" or "stempel waktu"."""
    moment = f" pada {date(at)}" if at is not None else ""
    revoked = f" sejak {date(chain.revoked)}" if chain.revoked is not None else ""
    return {
        Standing.GOOD: f"sertifikat {whose} baik{moment}",
        Standing.REVOKED: f"sertifikat {whose} sudah dicabut{revoked}",
        Standing.UNTRUSTED: f"sertifikat {whose} tidak bersambung ke akar yang dipercaya, jadi identitasnya tidak terbukti",
        Standing.EXPIRED: f"sertifikat {whose} sudah habis masa berlakunya{moment}",
        Standing.EARLY: f"sertifikat {whose} belum berlaku{moment}",
        Standing.UNKNOWN: f"status pencabutan sertifikat {whose} tidak diketahui: buktinya tidak ada dalam berkas",
        Standing.STALE: f"bukti status pencabutan sertifikat {whose} sudah lewat masanya{moment}",
        Standing.MISUSED: f"sertifikat {whose} tidak diterbitkan untuk keperluan ini",
        Standing.WEAK: f"rantai sertifikat {whose} memakai algoritma yang sudah lemah",
        Standing.BROKEN: f"sertifikat {whose} tidak dapat diperiksa",
    }[chain.standing]


def summary(verdict: Verdict, signers: list[str], proven: datetime | None, level: str, reason: str, archives: int) -> str:
    """Say the whole in one line."""
    who = " dan ".join([", ".join(signers[:-1]), signers[-1]] if len(signers) > 1 else signers)
    if verdict is Verdict.SAH:
        when = f" pada {date(proven)}" if proven is not None else ""
        return f"SAH: ditandatangani secara elektronik oleh {who}{when}{f' (tingkat {level})' if level else ''}; isi tidak berubah."
    label = {
        Verdict.TIDAK_SAH: "TIDAK SAH", Verdict.TIDAK_PASTI: "TIDAK DAPAT DIPASTIKAN", Verdict.TIDAK_TERBACA: "TIDAK TERBACA",
    }[verdict]
    if not signers and not archives:
        return f"{label}: {reason}."
    return f"{label}: {reason}{f' (penanda tangan tercantum: {who})' if who else ''}."
