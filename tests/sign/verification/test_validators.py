"""Judges that share no code with us agree: OpenSSL, poppler with NSS, qpdf, rendering; and where they do not see a fault, we do."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bukusop.sign.authority import Authority
from bukusop.sign.levels import Level
from bukusop.sign.trust import utc_now
from bukusop.sign.verdict import Verdict
from bukusop.sign.verification import verify
from tests.sign import validators
from tests.sign.conftest import Desk, everybody
from tests.sign.verification import attacks

FILES: dict[str, Callable[[Desk], bytes]] = {
    "b-t": lambda desk: desk.signed(Level.B_T),
    "b-lt": lambda desk: desk.signed(Level.B_LT, paraf=True),
    "b-lta": lambda desk: desk.signed(Level.B_LTA, paraf=True),
    "diperpanjang": lambda desk: desk.at(desk.now + timedelta(minutes=1)).renew(desk.signed(Level.B_LTA, paraf=True)),
}


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An office of this very day: these judges look at the machine's clock."""
    now = (utc_now() - timedelta(minutes=5)).replace(microsecond=0)
    return Desk(Authority.create(tmp_path_factory.mktemp("pki-kini"), everybody(now), now), now)


@pytest.fixture
def roots(today: Desk) -> tuple[Path, Path]:
    """Root and issuing authority, as files."""
    others = today.authority.folder / "penerbit.pem"
    if not others.is_file():
        from asn1crypto import pem

        others.write_bytes(b"".join(pem.armor("CERTIFICATE", one.dump()) for one in today.authority.chain))
    return today.authority.folder / "akar.pem", others


@pytest.mark.parametrize("name", FILES)
def test_openssl_agrees(today: Desk, roots: tuple[Path, Path], name: str, tmp_path: Path) -> None:
    pdf = FILES[name](today)
    seen = validators.openssl(pdf, *roots, tmp_path)
    ours = verify(pdf, today.trust).signatures
    assert [one.good for one in seen] == [True] * len(seen), [one.said for one in seen]
    assert [one.encoding == "ETSI.RFC3161" for one in seen] == [one.archive for one in ours]
    assert all(one.stamped for one in seen)
    for one, two in zip(ours, seen, strict=True):
        assert one.archive or (one.holder and f"CN={one.holder.name}".replace(",", "\\,") in two.signer)
    if ours[-1].archive:
        assert seen[-1].end == len(pdf)


@pytest.mark.parametrize("name", FILES)
def test_poppler_agrees(today: Desk, roots: tuple[Path, Path], name: str, tmp_path: Path, write: Callable[[str, bytes], Path]) -> None:
    pdf = FILES[name](today)
    found = validators.pdfsig(write("a.pdf", pdf), [roots[0]], [today.authority.folder / "penerbit.pem"], tmp_path)
    named = [one.field for one in verify(pdf, today.trust).signatures if not one.archive]       # poppler cannot judge document timestamps
    found = [one for one in found if one["Signature Field Name"] in named]
    assert [one["Signature Field Name"] for one in found] == named
    for one in found:
        assert one["Signature Validation"] == "Signature is Valid.", one
        assert one["Certificate Validation"] == "Certificate is Trusted.", one


@pytest.mark.parametrize("name", FILES)
def test_syntax_is_sound(today: Desk, name: str, write: Callable[[str, bytes], Path]) -> None:
    assert validators.qpdf(write("a.pdf", FILES[name](today))) == ""


@pytest.mark.parametrize("name", ["b-lt", "b-lta", "diperpanjang"])
def test_security_store_is_complete(today: Desk, roots: tuple[Path, Path], name: str, tmp_path: Path) -> None:
    """Every certificate in the store has a chain, and evidence that it was not revoked, in the store itself."""
    found = validators.security_store(FILES[name](today), roots[0], today.now, tmp_path)
    missing = {subject: fault for subject, fault in found.items() if fault and "OCSP" not in subject}     # a responder vouches for itself
    assert found and not missing


@pytest.mark.parametrize("name", FILES)
def test_pages_look_the_same_in_every_signed_state(today: Desk, name: str, tmp_path: Path) -> None:
    pdf = FILES[name](today)
    now = validators.pages_seen(pdf, tmp_path)
    for state in validators.revisions(pdf):
        assert validators.pages_seen(state, tmp_path)[1:] == now[1:]


def test_judges_see_what_they_can_see(today: Desk, roots: tuple[Path, Path], tmp_path: Path, write: Callable[[str, bytes], Path]) -> None:
    """A flipped byte is seen by all; a page added behind the signature by rendering and by us, and by no judge of containers."""
    signed = today.signed(Level.B_T)
    damaged = signed.replace(b"Contoh Nama", b"Contoh Lain", 1)
    assert not validators.openssl(damaged, *roots, tmp_path)[0].good
    found = validators.pdfsig(write("rusak.pdf", damaged), [roots[0]], [today.authority.folder / "penerbit.pem"], tmp_path)
    assert "Mismatch" in found[0]["Signature Validation"]
    added = attacks.text_replaced(signed)
    assert validators.openssl(added, *roots, tmp_path)[0].good
    assert validators.pages_seen(added, tmp_path) != validators.pages_seen(validators.revisions(added)[0], tmp_path)
    assert verify(added, today.trust).verdict is Verdict.TIDAK_SAH
    assert validators.qpdf(write("bengkok.pdf", signed[:-400])) != ""


def test_openssl_refuses_a_strange_root(today: Desk, tmp_path: Path, strangers: Authority) -> None:
    pdf = today.signed(Level.B_T)
    seen = validators.openssl(pdf, strangers.folder / "akar.pem", strangers.folder / "akar.pem", tmp_path)
    assert not seen[0].good
