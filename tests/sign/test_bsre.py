"""Signing by the eSign Client Service, against a simulator that really signs: what is sent, what is accepted, what is said of a fault."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.status import SignatureCoverageLevel

from bukusop.sign.bsre import Bsre, fields, pictures
from bukusop.sign.bsre.client import GROWTH, LastingError, UnknownOutcomeError
from bukusop.sign.bsre.placement import Placement, Visible, box_of, coordinates, placement_of
from bukusop.sign.bsre.reply import ExpectedSigner
from bukusop.sign.bsre.wire import check_address
from bukusop.sign.credentials import open_signatory
from bukusop.sign.faults import CredentialError, EvidenceError, RefusedError, SignError
from bukusop.sign.levels import Level
from bukusop.sign.passphrase import Kind, Need, Secret
from tests.sign.bsre_calls import HEAD, ORDER, SEAL_MM, TRACES, every_word, opened, refusal, run, secrets, signatures
from tests.sign.bsre_simulator import BASIC, CODE, EMAIL, KEY, NIK, PASSWORD, TOTP_V2, USER, Simulator, bench
from tests.sign.conftest import Desk
from tests.sign.verification.pages import FIELDS, small_pdf

__all__ = ["TRACES"]
pytestmark = pytest.mark.usefixtures("silent")


@pytest.fixture
def service(desk: Desk, strangers: Any) -> Callable[..., Simulator]:
    return lambda fault="", **more: Simulator(desk, fault, strangers=Desk(strangers), **more)


def test_document_goes_once_and_comes_back_sealed(service: Callable[..., Simulator]) -> None:
    sim, pdf = service(), small_pdf()
    [signed] = run(sim, pdf)
    assert signed.startswith(pdf) and sim.sign_calls == 1
    assert sim.seen == [{
        "nik": NIK, "passphrase": KEY,
        "signatureProperties": [{"tampilan": "INVISIBLE", "reason": "Pengesahan", "location": "Contoh"}],
    }]
    [(kind, name), (stamp, _)] = signatures(signed)
    assert (kind, name[:4], stamp) == ("/Sig", "esc_", "/DocTimeStamp")
    last = PdfFileReader(BytesIO(signed)).embedded_timestamp_signatures[-1]
    assert last.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE


@pytest.mark.parametrize(("level", "kinds"), [
    (Level.B_B, ["/Sig"]), (Level.B_T, ["/Sig"]), (Level.B_LT, ["/Sig"]), (Level.B_LTA, ["/Sig", "/DocTimeStamp"]),
])
def test_reply_is_lifted_to_the_level_ordered(service: Callable[..., Simulator], level: Level, kinds: list[str]) -> None:
    [signed] = run(service(), small_pdf(), level=level)
    assert [kind for kind, _ in signatures(signed)] == kinds
    assert "/DSS" in PdfFileReader(BytesIO(signed)).root        # the service gives evidence itself


def test_evidence_is_added_for_blt_where_the_service_gives_none(service: Callable[..., Simulator]) -> None:
    bare, given = (run(service("bare"), small_pdf(), level=level)[0] for level in (Level.B_T, Level.B_LT))
    assert "/DSS" not in PdfFileReader(BytesIO(bare)).root
    store = PdfFileReader(BytesIO(given)).root["/DSS"]
    assert len(store["/Certs"]) >= 3 and (len(store["/OCSPs"]) + len(store["/CRLs"])) >= 2
    assert [kind for kind, _ in signatures(given)] == ["/Sig"]


def test_reply_that_ends_in_an_archive_timestamp_gets_no_second(service: Callable[..., Simulator]) -> None:
    [signed] = run(service("archived"), small_pdf())
    assert [kind for kind, _ in signatures(signed)] == ["/Sig", "/DocTimeStamp"]


def test_version_1_sends_a_form(service: Callable[..., Simulator]) -> None:
    sim = service()
    [signed] = run(sim, small_pdf(), version=1)
    assert sim.seen == [{"nik": NIK, "passphrase": KEY, "tampilan": "invisible", "reason": "Pengesahan", "location": "Contoh"}]
    assert [kind for kind, _ in signatures(signed)] == ["/Sig", "/DocTimeStamp"]


def test_email_stands_for_nik(service: Callable[..., Simulator]) -> None:
    sim = service()
    run(sim, small_pdf(), provide=secrets(IDENTITY=EMAIL))
    assert sim.seen[0]["email"] == EMAIL and "nik" not in sim.seen[0]


def test_one_code_serves_as_many_documents_as_were_told(service: Callable[..., Simulator]) -> None:
    sim, asked = service(), []
    provide = secrets()

    def ask(need: Need) -> Secret:
        asked.append(need.kind)
        return provide(need)

    run(sim, *[small_pdf()] * 3, provide=ask, totp=True, documents=2, level=Level.B_T)
    assert sim.calls[TOTP_V2] == 2 and asked.count(Kind.OTP) == 2 and Kind.PASSPHRASE not in asked
    assert [said["totp"] for said in sim.seen] == [CODE] * 3 and sim.sign_calls == 3
    assert "v1 tidak mengenal kode OTP" in str(refusal(service(), totp=True, version=1))


@pytest.mark.parametrize("state", sorted(fields.STATES))
def test_only_issue_may_sign(service: Callable[..., Simulator], state: str) -> None:
    for version in (2, 1):
        sim = service(state=state)
        told = refusal(sim, version=version)
        assert fields.STATES[state] in str(told) and isinstance(told, LastingError)
        assert sim.sign_calls == 0


def test_states_have_sentences_of_their_own(service: Callable[..., Simulator]) -> None:
    known = {"NEW", "NOT_REGISTERED", "NO_CERTIFICATE", "WAITING_FOR_VERIFICATION", "RENEW", "EXPIRED", "SUSPEND", "REVOKE"}
    assert set(fields.STATES) == known and len(set(fields.STATES.values())) == len(known)
    sim = service(state="BARU_SEKALI")
    assert "BARU_SEKALI" in str(refusal(sim)) and sim.sign_calls == 0
    sim = service()
    assert "belum terdaftar" in str(refusal(sim, provide=secrets(IDENTITY="1111222233334444"))) and sim.sign_calls == 0


FAULTS: dict[str, tuple[type[SignError], str]] = {
    "unregistered": (LastingError, "belum terdaftar di BSrE; daftarkan melalui admin TTE instansi (kode 2011)"),
    "uncertified": (LastingError, "belum memiliki sertifikat yang berlaku; ajukan atau perbarui di portal BSrE (kode 2021)"),
    "broken": (SignError, "tidak dapat mengolah berkas atau tempat tanda tangannya"),
    "odd": (SignError, "(kode 2099, HTTP 422): Tanda tangan ke-3 gagal diproses"),
    "echo": (SignError, "menolak permintaan (kode 2098, HTTP 400)"),
    "redirect": (LastingError, "mengalihkan ke alamat lain"),
    "drop": (UnknownOutcomeError, "memutus sambungan"),
    "large": (UnknownOutcomeError, "menjawab dengan lebih dari 2 MB"),
    "json": (RefusedError, "tidak memuat satu dokumen"),
    "base64": (RefusedError, "tidak memuat satu dokumen"),
    "html": (RefusedError, "tidak memuat satu dokumen"),
    "garbage": (RefusedError, "bukan PDF"),
    "truncated": (RefusedError, "PDF dari layanan terpotong"),
    "damaged": (RefusedError, "PDF dari layanan rusak"),
    "unsigned": (RefusedError, "tanpa tanda tangan baru"),
    "other": (RefusedError, "tulis_ulang di docs/bsre.md"),
    "spoiled": (RefusedError, "tulis_ulang di docs/bsre.md"),
    "rewritten": (RefusedError, "tulis_ulang di docs/bsre.md"),
    "replaced": (RefusedError, "tidak melanjutkannya: isinya digantikan"),
    "page": (RefusedError, "mengubah isi dokumen selain membubuhkan tanda tangan"),
    "later-page": (RefusedError, "mengubah isi dokumen selain membubuhkan tanda tangan"),
    "title": (RefusedError, "mengubah judul atau keterangan dokumen"),
    "two": (RefusedError, "membubuhkan 2 tanda tangan, seharusnya satu"),
    "flipped": (RefusedError, "tidak utuh: dokumen berubah setelah ditandatangani"),
    "overlay": (RefusedError, "padahal diminta tidak tampak"),
    "stranger": (RefusedError, "ditandatangani orang lain"),
    "untrusted": (RefusedError, "tidak sampai ke akar yang dipercaya"),
    "revoked": (RefusedError, "sertifikat penanda tangan di layanan sudah dicabut"),
    "no-timestamp": (RefusedError, "tidak disertai stempel waktu"),
    "untrusted-time": (RefusedError, "stempel waktu dari layanan tidak sah atau penerbitnya tidak dipercaya"),
    "old-time": (RefusedError, "bukan waktu penandatanganan ini"),
    "plain": (RefusedError, "bukan PAdES (ETSI.CAdES.detached)"),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_fault_is_told_and_nothing_sent_twice(service: Callable[..., Simulator], fault: str) -> None:
    sim = service(fault)
    told = refusal(sim)
    kind, words = FAULTS[fault]
    assert words in str(told) and type(told) is kind
    assert sim.sign_calls == 1 and "\n" not in str(told) and len(str(told)) < 300


def test_a_service_that_hangs_is_left_alone(service: Callable[..., Simulator]) -> None:
    sim, begun = service("hang"), time.monotonic()
    told = refusal(sim, seconds=0.5)
    assert isinstance(told, UnknownOutcomeError) and sim.sign_calls == 1 and time.monotonic() - begun < 15
    assert str(told) == (
        "layanan eSign tidak menjawab dalam 0.5 detik; tidak dicoba ulang, dan tidak diketahui apakah dokumen sudah ditandatangani di sana"
    )


def test_a_service_that_is_not_there(service: Callable[..., Simulator]) -> None:
    async def scenario() -> None:
        async with opened(service(), "http://127.0.0.1:1", secrets()):
            raise AssertionError

    with pytest.raises(SignError, match=r"tidak dapat dihubungi \(sambungan ditolak\)"):
        asyncio.run(scenario())


@pytest.mark.parametrize("version", [2, 1])
def test_wrong_passphrase_is_sent_once_however_many_documents_wait(service: Callable[..., Simulator], version: int) -> None:
    sim = service()

    async def scenario() -> list[Any]:
        async with sim.running() as url, opened(sim, url, secrets(PASSPHRASE="salah sekali"), version=version) as signatory:
            return await asyncio.gather(*(signatory.sign(small_pdf(), ORDER) for _ in range(5)), return_exceptions=True)

    told = asyncio.run(scenario())
    assert {str(error) for error in told} == {
        "layanan eSign menolak: frasa sandi atau kode OTP salah; tidak dicoba lagi, karena akun terkunci setelah beberapa kali salah "
        "(kode 2031)"
    }
    assert sim.sign_calls == 1 and all(isinstance(error, LastingError) for error in told)
    assert all("salah sekali" not in word for error in told for word in every_word(error))


def test_documents_of_a_batch_go_once_each(service: Callable[..., Simulator]) -> None:
    sim = service()
    documents = [small_pdf((f"Naskah {number}",)) for number in range(4)]

    async def scenario() -> list[bytes]:
        async with ClientSession() as session, sim.running() as url, opened(sim, url, secrets(), session) as signatory:
            assert signatory.certificate is None
            done = await asyncio.gather(*(signatory.sign(pdf, ORDER) for pdf in documents))
            assert signatory.certificate.sha256 == sim.desk.authority.certificate("kepala").sha256
            return done

    for pdf, signed in zip(documents, asyncio.run(scenario()), strict=True):
        assert signed.startswith(pdf)
    assert sim.sign_calls == 4 and sim.calls["/api/v2/user/check/status"] == 1


def test_wrong_service_password_stops_before_signing(service: Callable[..., Simulator]) -> None:
    sim = service()
    told = refusal(sim, provide=secrets(PASSWORD="bukan ini"))
    assert "bukan frasa sandi penanda tangan" in str(told) and isinstance(told, LastingError) and sim.sign_calls == 0


def test_a_first_reply_that_is_refused_stops_the_batch(service: Callable[..., Simulator]) -> None:
    sim = service("stranger")

    async def scenario() -> list[Any]:
        async with sim.running() as url, opened(sim, url, secrets()) as signatory:
            return await asyncio.gather(*(signatory.sign(small_pdf(), ORDER) for _ in range(3)), return_exceptions=True)

    assert len({str(error) for error in asyncio.run(scenario())}) == 1 and sim.sign_calls == 1


def test_a_rewritten_file_only_on_request_and_only_with_equal_pages(
    service: Callable[..., Simulator], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    [signed] = run(service("rewritten"), small_pdf(), rewritten=True)
    assert not signed.startswith(small_pdf()) and [kind for kind, _ in signatures(signed)] == ["/Sig", "/DocTimeStamp"]
    told = refusal(service("rewritten-page"), rewritten=True)
    assert "halamannya tidak lagi sama" in str(told)
    for fault in ("page", "other", "two", "stranger", "flipped", "overlay", "no-timestamp"):
        assert isinstance(refusal(service(fault), rewritten=True), RefusedError), fault
    assert list(tmp_path.iterdir()) == []       # nothing of a document stays behind


def test_a_rewritten_file_without_pdftoppm(service: Callable[..., Simulator], monkeypatch: pytest.MonkeyPatch) -> None:
    async def missing(*_: object, **__: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(pictures.asyncio, "create_subprocess_exec", missing)
    assert "pasang paket poppler-utils" in str(refusal(service("rewritten"), rewritten=True))


def test_earlier_signatures_must_stand(service: Callable[..., Simulator], desk: Desk) -> None:
    before = desk.sign(small_pdf(lock=False), "sekretaris", "ttd_sekretaris", Level.B_LT)
    [signed] = run(service(), before)
    assert signed.startswith(before)
    assert signatures(signed)[0][1] == "ttd_sekretaris" and len(signatures(signed)) == 3
    assert "menulis ulang berkas yang sudah bertanda tangan" in str(refusal(service("rewritten"), before, rewritten=True))
    assert "mengubah isi dokumen" in str(refusal(service("page"), before))


def test_a_document_locked_before_is_refused(service: Callable[..., Simulator], desk: Desk) -> None:
    locked = desk.sign(small_pdf(lock=True), "kepala", "ttd_kepala", Level.B_LT)
    assert "ttd_kepala) tidak lagi sah" in str(refusal(service(), locked))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "qr.png"
    Image.new("RGB", (16, 16), "black").save(path)
    return path


@pytest.mark.parametrize("version", [2, 1])
def test_visible_signature_stands_on_its_place(service: Callable[..., Simulator], picture: Path, version: int) -> None:
    sim = service()
    [signed] = run(sim, small_pdf(), version=version, visible=Visible(picture, SEAL_MM))
    reader = PdfFileReader(BytesIO(signed))
    page = reader.find_page_for_modification(1)[0].get_object()
    [left, bottom, right, top] = [float(number) for number in page["/Annots"][-1].get_object()["/Rect"]]
    assert [left, 842 - top, right - left, top - bottom] == pytest.approx([56.69, 85.04, 113.39, 42.52], abs=0.02)
    said = sim.seen[0]["signatureProperties"][0] if version == 2 else sim.seen[0]
    place = {key: float(said[key]) for key in (("originX", "originY") if version == 2 else ("xAxis", "yAxis"))}
    assert list(place.values()) == pytest.approx([56.69, 85.04 if version == 2 else 842 - 85.04 - 42.52], abs=0.02)
    assert float(said["width"]) == pytest.approx(113.39, abs=0.01)


def test_visible_signature_takes_the_place_of_the_field(service: Callable[..., Simulator], picture: Path) -> None:
    sim = service()
    run(sim, small_pdf(), visible=Visible(picture))
    left, bottom, right, top = FIELDS["ttd_kepala"]
    said = sim.seen[0]["signatureProperties"][0]
    assert [said["page"], said["originX"], said["originY"]] == [1, left, 842 - top]
    assert [said["width"], said["height"]] == pytest.approx([right - left, top - bottom], abs=0.01)


def test_visible_signature_elsewhere_is_refused(service: Callable[..., Simulator], picture: Path) -> None:
    for fault, version in (("elsewhere", 2), ("corner", 1)):
        sim = service(fault)
        assert "di tempat lain" in str(refusal(sim, version=version, visible=Visible(picture, SEAL_MM))) and sim.sign_calls == 1
    sim = service()
    assert "tidak seluruhnya berada di halaman" in str(refusal(sim, visible=Visible(picture, Placement(1, 200, 10, 40, 15))))
    assert "halaman 9" in str(refusal(sim, visible=Visible(picture, Placement(9, 20, 10, 40, 15))))
    assert sim.sign_calls == 0


def test_millimetres_become_the_coordinates_of_both_versions() -> None:
    pdf = small_pdf()
    place = placement_of(pdf, "ttd_kabid")
    assert [place.left, place.top, place.width, place.height] == pytest.approx([77.61, 237.07, 49.39, 17.64], abs=0.01)
    assert coordinates(pdf, place, fields.V2) == pytest.approx({"page": 1, "originX": 220, "originY": 672, "width": 140, "height": 50})
    assert coordinates(pdf, place, fields.V1) == pytest.approx({"page": 1, "xAxis": 220, "yAxis": 120, "width": 140, "height": 50})
    assert box_of(pdf, place) == pytest.approx(FIELDS["ttd_kabid"])
    with pytest.raises(SignError, match="tidak memuat tempat tanda tangan ttd_siapa"):
        placement_of(pdf, "ttd_siapa")


@pytest.mark.parametrize("url", [
    "http://esign.dinas.example", "http://10.0.0.5:8080", "ftp://127.0.0.1", "esign.dinas.example", "", "https://", "http://localhost.evil.example",
    "https://akun:sandi@esign.dinas.example", "http://127.0.0.1.evil.example", "https://esign.dinas.example/?nik=1", "http://[::2]", "https://a:b",
])
def test_only_https_or_this_machine(url: str) -> None:
    with pytest.raises(CredentialError) as caught:
        check_address(url)
    assert "sandi@" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://esign.dinas.example/", "http://127.0.0.1:80", "http://localhost:9", "http://[::1]:9", "http://127.8.9.1"])
def test_addresses_that_may_be_called(url: str) -> None:
    assert check_address(url) == url.rstrip("/")


def test_expected_signer(desk: Desk) -> None:
    head, other = desk.authority.certificate("kepala"), desk.authority.certificate("sekretaris")
    pin = head.sha256.hex()
    for right in (
        ExpectedSigner((pin,)), ExpectedSigner((pin.upper(), "00")), ExpectedSigner(marks=("197001011995031001",)), HEAD,
        ExpectedSigner(marks=("drs. contoh  KEPALA, M.Si.",)), ExpectedSigner((pin,), ("UJI BUKAN BSrE",)),
        ExpectedSigner((":".join(pin[index:index + 2] for index in range(0, 64, 2)),)),
    ):
        assert right.is_met_by(head) and (not right.is_met_by(other)), right
    for wrong in (
        ExpectedSigner(), ExpectedSigner(("00",)), ExpectedSigner(marks=("Contoh Kepala",)), ExpectedSigner(marks=("19700101",)),
        ExpectedSigner((pin,), ("Orang Lain",)), ExpectedSigner(marks=("",)), ExpectedSigner(marks=(" . ",)),
    ):
        assert not wrong.is_met_by(head), wrong


def test_nothing_is_sent_where_the_level_cannot_be_reached(service: Callable[..., Simulator]) -> None:
    sim = service()

    async def scenario() -> None:
        async with sim.running() as url:
            source = Bsre(url, USER, HEAD)
            poor = replace(bench(sim.desk), timestamper=None)
            async with open_signatory(source, secrets(), poor, None, lambda: sim.desk.now) as signatory:
                await signatory.sign(small_pdf(), ORDER)

    with pytest.raises(EvidenceError, match="memerlukan layanan stempel waktu"):
        asyncio.run(scenario())
    assert sim.sign_calls == 0


def test_settings_that_cannot_be(service: Callable[..., Simulator], picture: Path) -> None:
    assert "siapa penanda tangannya" in str(refusal(service(), signer=ExpectedSigner()))
    assert "versi layanan eSign 3" in str(refusal(service(), version=3))
    assert "tulis_ulang" in str(refusal(service(), visible=Visible(picture), rewritten=True))
    assert GROWTH >= 64 << 20 and Bsre("https://a.example", USER, HEAD).seconds == 60


def test_sources_show_no_secret() -> None:
    from bukusop.sign.bsre.client import Account
    from bukusop.sign.bsre.wire import Request

    shown = repr([Account(USER, Secret(PASSWORD), Secret(NIK)), Bsre("https://a.example", USER, HEAD)])
    shown += repr(Request("POST", "https://a.example/x/y", json={"nik": NIK, "passphrase": KEY}, headers={"Authorization": BASIC}))
    assert not [trace for trace in (*TRACES, USER) if trace in shown]
