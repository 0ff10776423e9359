"""Signing with a real setting: a key file, a passphrase file, and services over HTTP."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bukusop.sign.authority import PASSPHRASE, Authority, Person
from tests.approval.services import Services, serving
from tests.approval.test_approval import digests, register, run


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    now = datetime.now(UTC)
    known = (("kepala_dinas", "Dra. Misalia Rekawati, M.Si.", "197101011996012801"), ("sekretaris", "Andaiman Percobaan", "1"))
    people = [Person(key, name, now - timedelta(days=9), now + timedelta(days=700), serial=nip) for key, name, nip in known]
    with serving() as found:
        found.authority = Authority.create(tmp_path / "ca", people, now, services=found.url)
        yield found


def configure(folder: Path, services: Services, **more: str) -> None:
    assert services.authority
    place = services.authority.folder
    keys = {
        key: {"sumber": "pkcs12", "berkas": str(place / f"{key}.p12"), "frasa_sandi": f"berkas:{place / 'frasa-sandi.txt'}"}
        for key in ("kepala_dinas", "sekretaris")
    }
    keys["kepala_dinas"] |= more
    settings = {"tsa": f"{services.url}/tsa", "akar": [str(place / "akar.pem")], "kunci": keys}
    (folder / "book" / "pengesahan.yaml").write_text(json.dumps(settings), encoding="utf-8")


def test_real_keys_and_services(project_copy: Callable[[str], Path], services: Services) -> None:
    folder = project_copy("kecil")
    configure(folder, services, penanda="197101011996012801")
    done = run(folder, "sign")
    assert done.returncode == 0, done.stderr
    assert "UJI COBA" not in done.stdout
    count = len(register(folder))
    assert services.asked["tsa"] >= 2 * count
    assert services.asked["ocsp"] <= 3, "asked once per certificate, not once per document"
    assert services.asked["crls"] <= 3
    assert run(folder, "verify").returncode == 0
    assert (folder / "book" / "kunci-verifikasi").stat().st_mode & 0o077 == 0
    (folder / "book" / "pengesahan.yaml").rename(folder / "pengesahan.yaml")
    before, rehearsal = digests(folder), run(folder, "sign")
    assert rehearsal.returncode == 2 and "uji coba" in rehearsal.stderr, "a rehearsal never takes the place of what was really signed"
    assert digests(folder) == before
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert PASSPHRASE.encode() not in everything + (done.stdout + done.stderr).encode()


def test_silent_timestamp_service_is_a_sentence_and_nothing_is_kept(project_copy: Callable[[str], Path], services: Services) -> None:
    folder = project_copy("kecil")
    configure(folder, services)
    services.silent = {"tsa"}
    done = run(folder, "sign", "surat-masuk")
    assert done.returncode == 1 and "stempel waktu" in done.stderr and "Traceback" not in done.stderr
    assert not (folder / "build" / "sah").exists() or not digests(folder)


@pytest.mark.parametrize(("more", "words"), [
    ({"penanda": "196001011985031001"}, "bukan milik penanda tangan"),
    ({"frasa_sandi": "lingkungan:TIDAK_ADA_DI_SINI"}, "TIDAK_ADA_DI_SINI"),
    ({"berkas": "/tidak/ada.p12"}, "tidak dapat dibaca"),
])
def test_wrong_key_is_refused_before_anything_is_signed(
    project_copy: Callable[[str], Path], services: Services, more: dict[str, str], words: str
) -> None:
    folder = project_copy("kecil")
    configure(folder, services, **more)
    done = run(folder, "sign", "surat-masuk")
    assert done.returncode == 1 and words in done.stderr, done.stderr
    assert services.asked["tsa"] == 0


def test_secret_typed_into_the_settings_is_not_repeated(project_copy: Callable[[str], Path], services: Services) -> None:
    folder = project_copy("kecil")
    configure(folder, services, frasa_sandi="Rahasia-Sekali-99")
    done = run(folder, "sign")
    assert done.returncode == 1 and "jangan tulis rahasianya" in done.stderr
    assert "Rahasia-Sekali-99" not in done.stdout + done.stderr
