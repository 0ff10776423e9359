"""Signatures made by hand over bytes of one's choice, as an attacker with a key could: what no signing program writes."""

from __future__ import annotations

import asyncio
import hashlib

from pyhanko.sign.signers import SimpleSigner

from bukusop.sign.authority import PASSPHRASE, Authority
from tests.sign.verification.pages import append, small_pdf

ROOM = 16384
"""Hexadecimal digits kept for a container."""
_ANY = b"/ByteRange [0 0000000001 0000000002 0000000003]"


def prepared(pdf: bytes | None = None) -> bytes:
    """Give a file with an increment that holds an empty signature in the head's field."""
    base = pdf if pdf is not None else small_pdf(lock=False)
    field = base[base.index(b"12 0 obj\n") + 9: base.index(b"\nendobj", base.index(b"12 0 obj\n"))]
    value = b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /Contents <%s> %s >>" % (b"0" * ROOM, _ANY)
    return append(base, {12: field[:-2] + b"/V 30 0 R >>", 30: value})


def gap(pdf: bytes) -> tuple[int, int]:
    """Give where the container stands, brackets included."""
    start = pdf.index(b"/Contents <0000") + 10
    return start, start + ROOM + 2


def signed(pdf: bytes, numbers: tuple[int, int, int, int], authority: Authority, digest: str = "sha256", who: str = "kepala") -> bytes:
    """Sign those bytes of a prepared file, whatever they are, and put the container into its place."""
    first, length, second, rest = numbers
    written = b"/ByteRange [%d %010d %010d %010d]" % numbers
    assert len(written) == len(_ANY) and first == 0
    pdf = pdf.replace(_ANY, written)
    covered = pdf[:length] + pdf[second:second + rest]
    signer = SimpleSigner.load_pkcs12_data(authority.pkcs12(who, PASSPHRASE), [], PASSPHRASE.encode())
    made = asyncio.run(signer.async_sign(hashlib.new(digest, covered).digest(), digest, use_pades=True))
    start, _ = gap(pdf)
    container = made.dump().hex().encode()
    assert len(container) <= ROOM
    return pdf[:start + 1] + container + pdf[start + 1 + len(container):]
