"""What the eSign Client Service calls things: the one table of paths, fields, codes and states, per version.

Manual (client 2.2, 2024) and published clients disagree here and there; where an office's service uses another name, this is the place
to change it. Facts: `docs/bsre.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """Names of one version of the interface; "" where it has no such thing.

    `status`, `otp`, `sign` are paths; the other fields are keys of a request (JSON in version 2, a form in version 1). `origin` tells where
    coordinates start: "top" for the upper left corner of the page, "bottom" for the lower left one.
    """

    status: str
    otp: str
    sign: str
    origin: str
    invisible: str
    visible: str
    x: str
    y: str
    image: str
    nik: str = "nik"
    email: str = "email"
    passphrase: str = "passphrase"
    code: str = "totp"
    documents: str = "data"
    file: str = "file"
    properties: str = ""
    appearance: str = "tampilan"
    page: str = "page"
    width: str = "width"
    height: str = "height"
    reason: str = "reason"
    location: str = "location"


V2 = Names(
    status="/api/v2/user/check/status", otp="/api/v2/sign/get/totp", sign="/api/v2/sign/pdf", origin="top", invisible="INVISIBLE",
    visible="VISIBLE", x="originX", y="originY", image="imageBase64", properties="signatureProperties",
)
"""JSON; files are base64 in lists. Preferred: it says what width and height are."""
V1 = Names(
    status="/api/user/status/{nik}", otp="", sign="/api/sign/pdf", origin="bottom", invisible="invisible", visible="visible",
    x="xAxis", y="yAxis", image="imageTTD", email="", code="",
)
"""A form with files; the reply is the PDF itself. We send the lower left corner and the size; some services take width and height for the
upper right corner instead, which the check of the reply then finds."""
VERSIONS: Mapping[int, Names] = {1: V1, 2: V2}
IMAGE_FLAG = ("image", "true")
"""Version 1 says with a field of its own that a picture comes along."""

CODE_KEYS = ("status_code", "statusCode", "code", "kode")
WORD_KEYS = ("error", "message", "pesan")
STATE_KEYS = ("status", "user_status")

MAY_SIGN = "ISSUE"
STATES: Mapping[str, str] = {
    "NEW": "akun BSrE baru didaftarkan dan belum mengajukan sertifikat; ajukan penerbitan sertifikat di portal BSrE",
    "NOT_REGISTERED": "NIK atau surel itu belum terdaftar di BSrE; daftarkan melalui admin TTE instansi",
    "NO_CERTIFICATE": "akun BSrE ada, tetapi belum memiliki sertifikat; ajukan penerbitan sertifikat di portal BSrE",
    "WAITING_FOR_VERIFICATION": "permohonan sertifikat masih menunggu verifikasi; hubungi verifikator TTE instansi",
    "RENEW": "sertifikat sedang dalam pembaruan; selesaikan pembaruannya di portal BSrE, lalu ulangi",
    "EXPIRED": "sertifikat sudah habis masa berlakunya; ajukan pembaruan di portal BSrE",
    "SUSPEND": "sertifikat sedang ditangguhkan; hubungi admin TTE instansi",
    "REVOKE": "sertifikat sudah dicabut; ajukan sertifikat baru di portal BSrE",
}
"""Every state of an account but ISSUE, in which nobody may sign."""

WRONG_PASSPHRASE = 2031
CODES: Mapping[int, str] = {
    2031: "frasa sandi atau kode OTP salah; tidak dicoba lagi, karena akun terkunci setelah beberapa kali salah",
    2011: "NIK atau surel itu belum terdaftar di BSrE; daftarkan melalui admin TTE instansi",
    2021: "akun BSrE belum memiliki sertifikat yang berlaku; ajukan atau perbarui di portal BSrE",
}
_ELSEWHERE = "alamat itu mengalihkan ke alamat lain; tulis alamat akhirnya (frasa sandi hanya dikirim ke alamat yang ditulis)"
STATUSES: Mapping[int, str] = {
    301: _ELSEWHERE,
    302: _ELSEWHERE,
    307: _ELSEWHERE,
    308: _ELSEWHERE,
    401: "nama pengguna atau kata sandi layanan salah (bukan frasa sandi penanda tangan); periksa dengan pengelola layanan eSign",
    403: "akun layanan tidak berhak menandatangani; hubungi pengelola layanan eSign",
    404: "alamat layanan tidak mengenal permintaan ini; periksa alamat dan versi (v1 atau v2) layanan eSign",
    413: "berkas terlalu besar bagi layanan eSign; mintalah pengelolanya menaikkan batas ukuran",
    429: "layanan eSign kewalahan; tunggu beberapa menit, lalu ulangi",
    500: "layanan tidak dapat mengolah berkas atau tempat tanda tangannya; periksa berkas, dan hubungi pengelola layanan eSign",
}
LASTING_CODES = frozenset({2031, 2011, 2021})
LASTING_STATUSES = frozenset({301, 302, 307, 308, 401, 403, 404})
"""Refusals that the next document would meet as well: the rest of a batch is not sent, a wrong passphrase least of all."""
