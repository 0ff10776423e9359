"""Judges that share no code with us: OpenSSL, poppler with NSS, qpdf, and the eye. A missing tool fails a test, it does not skip it.

Each takes files and gives what it found; none knows pyHanko. Only pypdf helps, to take streams out of the document security store.
"""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pypdf

from tests.conftest import tool

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_TIMESTAMP_ATTRIBUTE = bytes.fromhex("060b2a864886f70d010910020e")
"""Object identifier 1.2.840.113549.1.9.16.2.14, id-aa-timeStampToken (RFC 3161, appendix A), in DER."""


def run(*words: str | Path) -> tuple[int, str]:
    """Run a tool; give its exit code and all it said."""
    done = subprocess.run([tool(str(words[0])), *map(str, words[1:])], capture_output=True, text=True, errors="replace", check=False)
    return done.returncode, done.stdout + done.stderr


@dataclass(frozen=True)
class Seen:
    """What OpenSSL says of one signature: encoding, where the bytes end that it covers, is all well, the signer, its own words."""

    encoding: str
    end: int
    good: bool
    signer: str
    stamped: bool
    said: str


def openssl(pdf: bytes, roots: Path, others: Path, folder: Path) -> list[Seen]:
    """Judge every signature and timestamp of a file with OpenSSL alone; `roots` and `others` are PEM files."""
    return [_seen(pdf, match, roots, others, folder, number) for number, match in enumerate(_RANGE.finditer(pdf))]


def _seen(pdf: bytes, match: re.Match[bytes], roots: Path, others: Path, folder: Path, number: int) -> Seen:
    first, length, second, rest = (int(group) for group in match.groups())
    gap = pdf[first + length:second]
    assert first == 0 and gap[:1] == b"<" and gap[-1:] == b">", "the gap is not exactly one string"
    padded = bytes.fromhex(gap[1:-1].decode())
    container = padded[:_extent(padded)]
    assert not any(padded[len(container):]), "something hides in the padding"
    token, content = folder / f"{number}.der", folder / f"{number}.isi"
    token.write_bytes(container)
    content.write_bytes(pdf[:length] + pdf[second:second + rest])
    dictionary = pdf[pdf.rindex(b" obj", 0, length):pdf.index(b"endobj", second)]
    encoding = re.search(rb"/SubFilter\s*/([\w.]+)", dictionary)
    assert encoding is not None
    name = encoding[1].decode()
    if name == "ETSI.RFC3161":
        code, said = run("openssl", "ts", "-verify", "-in", token, "-token_in", "-data", content, "-CAfile", roots, "-untrusted", others)
        return Seen(name, second + rest, code == 0 and "Verification: OK" in said, "", True, said)
    signer = folder / f"{number}.pem"
    code, said = run(
        "openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", token, "-binary", "-content", content, "-out", "/dev/null",
        "-CAfile", roots, "-certfile", others, "-purpose", "any", "-signer", signer,
    )
    good = code == 0 and "Verification successful" in said
    subject = run("openssl", "x509", "-in", signer, "-noout", "-subject", "-nameopt", "RFC2253,utf8")[1] if signer.is_file() else ""
    stamp = _stamp(container, roots, others, folder, number)
    return Seen(name, second + rest, good and stamp is not False, subject.strip().removeprefix("subject="), stamp is True, said)


def _stamp(container: bytes, roots: Path, others: Path, folder: Path, number: int) -> bool | None:
    """Judge the timestamp over a signature; None where there is none."""
    place = container.find(_TIMESTAMP_ATTRIBUTE)
    if place < 0:
        return None
    start = place + len(_TIMESTAMP_ATTRIBUTE)
    start += _header(container[start:])                 # the SET that holds the token
    token = container[start:start + _extent(container[start:])]
    # The signature value is the OCTET STRING right before the unsigned attributes, which begin with the attribute found.
    value = next(
        container[at + _header(container[at:]):at + _extent(container[at:])] for at in range(place, 0, -1)
        if container[at] == 0x04 and 200 < _extent(container[at:]) < 600 and container[at + _extent(container[at:])] == 0xA1
    )
    (folder / f"{number}.tst").write_bytes(token)
    (folder / f"{number}.nilai").write_bytes(value)
    code, said = run("openssl", "ts", "-verify", "-in", folder / f"{number}.tst", "-token_in", "-data", folder / f"{number}.nilai",
                     "-CAfile", roots, "-untrusted", others)
    return code == 0 and "Verification: OK" in said


def _header(der: bytes) -> int:
    """Give the length of tag and length of a DER value."""
    return 2 if len(der) > 1 and der[1] < 0x80 else 2 + (der[1] & 0x7F) if len(der) > 1 else 2


def _extent(der: bytes) -> int:
    """Give the length of a whole DER value."""
    head = _header(der)
    return head + (der[1] if head == 2 else int.from_bytes(der[2:head], "big"))


def pdfsig(pdf: Path, roots: Sequence[Path], others: Sequence[Path], folder: Path) -> list[dict[str, str]]:
    """Give what poppler says of every signature, trusting these roots by an NSS store of their own; its exit code says nothing."""
    store = folder / "nss"
    if not store.is_dir():
        store.mkdir()
        assert run("certutil", "-N", "-d", f"sql:{store}", "--empty-password")[0] == 0
        for number, root in enumerate(roots):
            assert run("certutil", "-A", "-d", f"sql:{store}", "-n", f"akar{number}", "-t", "CT,C,C", "-i", root)[0] == 0
        for number, other in enumerate(others):
            assert run("certutil", "-A", "-d", f"sql:{store}", "-n", f"antara{number}", "-t", ",,", "-i", other)[0] == 0
    said = run("pdfsig", "-nssdir", f"sql:{store}", "-no-ocsp", pdf)[1]
    found: list[dict[str, str]] = []
    for line in said.splitlines():
        if re.match(r"Signature #\d+:", line):
            found.append({})
        elif found and line.strip().startswith("- "):
            name, _, value = line.strip()[2:].partition(": ")
            found[-1][name] = value
    return [one for one in found if "Signature Validation" in one]      # the others are empty fields


def qpdf(pdf: Path) -> str:
    """Give what is wrong with a file's syntax, or ""."""
    code, said = run("qpdf", "--check", pdf)
    return "" if code == 0 else said


def security_store(pdf: bytes, roots: Path, at: datetime, folder: Path) -> dict[str, str]:
    """Judge every certificate of the document security store by the evidence in it, with OpenSSL: subject -> "" or what is missing."""
    root = pypdf.PdfReader(io.BytesIO(pdf), strict=True).trailer["/Root"]
    store = root["/DSS"]  # type: ignore[index]
    data = {kind: [item.get_object().get_data() for item in store.get(kind, [])] for kind in ("/Certs", "/OCSPs", "/CRLs")}
    certificates = [_pem(folder / f"c{number}", "x509", item) for number, item in enumerate(data["/Certs"])]
    lists = [_pem(folder / f"k{number}", "crl", item) for number, item in enumerate(data["/CRLs"])]
    untrusted, crls = folder / "antara.pem", folder / "crl.pem"
    untrusted.write_text("".join(path.read_text() for path in certificates))
    crls.write_text("".join(path.read_text() for path in lists) or "\n")
    moment = str(int(at.timestamp()))
    found = {}
    for certificate in certificates:
        subject = run("openssl", "x509", "-in", certificate, "-noout", "-subject", "-nameopt", "RFC2253,utf8")[1].strip()
        basis = ("openssl", "verify", "-attime", moment, "-CAfile", roots, "-untrusted", untrusted, "-purpose", "any")
        if run(*basis, certificate)[0]:
            found[subject] = "no chain"
        elif _self_signed(certificate):
            found[subject] = ""
        else:
            listed = run(*basis, "-crl_check", "-CRLfile", crls, certificate)[0] == 0
            answered = _answered(certificate, certificates, data["/OCSPs"], roots, folder)
            found[subject] = "" if listed or answered else "no evidence of revocation"
    return found


def _answered(certificate: Path, certificates: Sequence[Path], responses: Sequence[bytes], roots: Path, folder: Path) -> bool:
    """Whether an OCSP response in the store says that a certificate is good, and is itself in order."""
    issuer = run("openssl", "x509", "-in", certificate, "-noout", "-issuer", "-nameopt", "RFC2253")[1].strip().removeprefix("issuer=")
    issuers = [
        other for other in certificates
        if run("openssl", "x509", "-in", other, "-noout", "-subject", "-nameopt", "RFC2253")[1].strip().removeprefix("subject=") == issuer
    ]
    for response in responses if issuers else ():
        path = folder / "jawaban.der"
        path.write_bytes(response)
        said = run("openssl", "ocsp", "-respin", path, "-issuer", issuers[0], "-cert", certificate, "-CAfile", roots, "-no_nonce",
                   "-validity_period", "999999999")[1]
        if ": good" in said and "verify OK" in said:
            return True
    return False


def _self_signed(certificate: Path) -> bool:
    names = run("openssl", "x509", "-in", certificate, "-noout", "-subject", "-issuer", "-nameopt", "RFC2253")[1].splitlines()
    return names[0].partition("=")[2] == names[1].partition("=")[2]


def _pem(path: Path, kind: str, der: bytes) -> Path:
    raw, armored = path.with_suffix(".der"), path.with_suffix(".pem")
    raw.write_bytes(der)
    code, said = run("openssl", kind, "-inform", "DER", "-in", raw, "-out", armored)
    assert code == 0, said
    return armored


def pages_seen(pdf: bytes, folder: Path, resolution: int = 50) -> list[str]:
    """Render a file; give a digest per page."""
    path = folder / f"{hashlib.sha256(pdf).hexdigest()[:12]}"
    path.with_suffix(".pdf").write_bytes(pdf)
    code, said = run("pdftoppm", "-r", str(resolution), "-gray", path.with_suffix(".pdf"), path)
    assert code == 0, said
    return [hashlib.sha256(page.read_bytes()).hexdigest() for page in sorted(folder.glob(f"{path.name}-*.pgm"))]


def revisions(pdf: bytes) -> list[bytes]:
    """Give the file as it was when each signature was made, by what the signatures themselves say they cover."""
    ends = sorted({int(match[3]) + int(match[4]) for match in _RANGE.finditer(pdf)})
    return [pdf[:end] for end in ends]
