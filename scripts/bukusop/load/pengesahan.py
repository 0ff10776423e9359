"""`book/pengesahan.yaml`: who signs with which key. Absent: everything is signed for rehearsal. Paths are kept as written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from bukusop.diagnostics import Findings
from bukusop.load.files import is_file, read_text
from bukusop.load.quoting import shown
from bukusop.load.shape import Many, Shape, Size, Truth, check_shape
from bukusop.load.source import Source, check_texts
from bukusop.load.tree import read_yaml
from bukusop.model import Pejabat
from bukusop.model.penandatanganan import Kunci, Penandatanganan
from bukusop.paths import Project

_SECRET = re.compile(r"^(tanya|lingkungan:[A-Za-z_][A-Za-z0-9_]*|berkas:.+|keyring:.+)$")
_SECRETS = ("frasa_sandi", "pengguna_sandi", "nik")
_NEEDS = {
    "pkcs12": ("berkas",), "pem": ("berkas", "sertifikat"), "pkcs11": ("modul", "token", "label"), "csc": ("alamat", "kredensial"),
    "bsre": ("alamat", "pengguna"),
}
"""Which fields each source of keys cannot do without."""


class KunciShape(Shape):
    """Kunci seorang pejabat: dari mana, dan dari mana frasa sandinya."""

    sumber: Literal["pkcs12", "pem", "pkcs11", "csc", "bsre"]
    berkas: str = Field("", description="berkas kunci: .p12 atau .pem")
    sertifikat: str = Field("", description="sertifikat pejabat (PEM); untuk bsre dan csc: sertifikat yang diharapkan")
    rantai: Many = ()
    modul: str = Field("", description="pustaka PKCS#11, misalnya /usr/lib/softhsm/libsofthsm2.so")
    token: str = ""
    label: str = ""
    alamat: str = Field("", description="alamat layanan, https://...")
    versi: Literal["", "1", "2"] = ""
    kredensial: str = ""
    pengguna: str = ""
    pengguna_sandi: str = ""
    nik: str = Field("", description="dari mana NIK atau surel dibaca; jangan tulis NIK-nya di sini")
    totp: Truth = False
    tulis_ulang: Truth = Field(False, description="terima berkas yang ditulis ulang layanan bila halamannya sama persis")
    penanda: str = Field("", description="NIP atau nama yang harus ada pada sertifikat")
    frasa_sandi: str = Field("", description="tanya, lingkungan:NAMA, berkas:PATH, atau keyring:NAMA")


class PengesahanShape(Shape):
    """Cara dokumen ditandatangani: `book/pengesahan.yaml`."""

    tingkat: Literal["", "b-b", "b-t", "b-lt", "b-lta"] = ""
    tsa: str = Field("", description="alamat layanan stempel waktu (RFC 3161)")
    akar: Many = Field((), description="sertifikat akar yang dipercaya (PEM)")
    rantai: Many = ()
    alasan: str = ""
    batas_waktu: Size = Field(60.0, description="detik menunggu jawaban sebuah layanan")
    kunci: dict[str, KunciShape] = Field(default_factory=dict, description="kunci per pejabat, menurut namanya di book/book.yaml")


def load_signing(project: Project, pejabat: Sequence[Pejabat], findings: Findings) -> Penandatanganan:
    """Read how documents are signed; what is wrong goes to `findings`."""
    path = project.root / "book" / "pengesahan.yaml"
    if not is_file(path) and not path.is_symlink():
        return Penandatanganan()
    name = project.name(path)
    text = read_text(project, path, findings)
    tree = read_yaml(text, name, findings) if text is not None else None
    if tree is None or tree.blank:
        return Penandatanganan()
    checked = check_shape(PengesahanShape, tree, findings)
    source, shape = Source(name, tree, findings, checked.doubtful), checked.shape
    check_texts(source)
    if shape.tsa:
        _check_address(source, ("tsa",), shape.tsa)
    known = [item.kunci for item in pejabat]
    for holder, key in shape.kunci.items():
        if holder not in known:
            source.error("pejabat", ("kunci", holder), f"pejabat `{shown(holder)}` tidak ada di book/book.yaml",
                         source.nearest(holder, known) or f"pilih salah satu: {', '.join(known)}")
        _check_key(source, holder, key)
    if shape.kunci and not shape.akar:
        source.error("wajib", ("kunci",), "`akar` belum ditulis, jadi tidak ada tanda tangan yang dapat diperiksa",
                     "tambahkan `akar:` dengan sertifikat akar penerbitnya (PEM), misalnya assets/akar/akar.pem")
    return Penandatanganan(
        tingkat=shape.tingkat or "b-lta", tsa=shape.tsa, akar=shape.akar, rantai=shape.rantai, alasan=shape.alasan or "Pengesahan",
        batas_waktu=shape.batas_waktu, kunci=tuple((holder, _key(key)) for holder, key in shape.kunci.items()),
    )


def _key(shape: KunciShape) -> Kunci:
    values = shape.model_dump()
    values |= {name: values[name] or "tanya" for name in _SECRETS}
    return Kunci(**values | {"versi": int(shape.versi or "2")})


def _check_key(source: Source, holder: str, key: KunciShape) -> None:
    path = ("kunci", holder)
    for name in _NEEDS[key.sumber]:
        if not getattr(key, name):
            source.error("wajib", path, f"`{name}` belum ditulis; `sumber: {key.sumber}` memerlukannya", f"tambahkan `{name}: ...`")
    if key.sumber in ("bsre", "csc") and not (key.sertifikat or key.penanda):
        source.error("wajib", path, "belum ditulis siapa penanda tangan yang diharapkan dari layanan itu",
                     "tulis `penanda:` dengan NIP pada sertifikatnya, atau `sertifikat:` dengan berkas PEM-nya")
    if key.alamat:
        _check_address(source, (*path, "alamat"), key.alamat)
    for name in _SECRETS:
        value = getattr(key, name)
        if value and not _SECRET.match(value):     # perhaps the secret itself was typed here: it is not repeated
            source.error("rahasia", (*path, name), f"isi `{name}` bukan salah satu cara membaca rahasia",
                         "tulis `tanya`, `lingkungan:NAMA`, `berkas:PATH`, atau `keyring:NAMA`; jangan tulis rahasianya sendiri")


def _check_address(source: Source, path: Sequence[str | int], address: str) -> None:
    """A service may be asked by https only, or on this very machine."""
    if not re.match(r"^(https://|http://(localhost|127\.0\.0\.1|\[::1\])([:/]|$))", address):
        source.error("alamat", path, f"`{shown(address)}` bukan alamat https", "awali dengan https://")
