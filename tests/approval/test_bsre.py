"""`make sign` by the eSign Client Service: the command as people run it, against a simulator that really signs."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bukusop.sign.authority import Authority
from tests.approval.services import serving
from tests.approval.test_approval import digests, register, run
from tests.conftest import command, environment
from tests.sign.bsre_simulator import KEY, NIK, PASSWORD, USER, Simulator
from tests.sign.conftest import Desk, everybody

SECRETS = {"SANDI_LAYANAN": PASSWORD, "NIK_KEPALA": NIK, "FRASA_KEPALA": KEY}


def signed_by_service(folder: Path, place: Path, fault: str = "", **secrets: str) -> tuple[int, str, Simulator]:
    """Run `bukusop sign` on two SOPs while the service and its TSA, OCSP and CRLs are up; give exit code, output, service."""
    now = (datetime.now(UTC) - timedelta(minutes=1)).replace(microsecond=0)
    with serving() as services:
        services.authority = Authority.create(place, everybody(now), now, services=services.url)
        service = Simulator(Desk(services.authority, datetime.now(UTC).replace(microsecond=0)), fault)

        async def work() -> tuple[int, str]:
            async with service.running() as url:
                key = {
                    "sumber": "bsre", "alamat": url, "pengguna": USER, "pengguna_sandi": "lingkungan:SANDI_LAYANAN",
                    "nik": "lingkungan:NIK_KEPALA", "frasa_sandi": "lingkungan:FRASA_KEPALA", "penanda": "197001011995031001",
                }
                settings = {"tsa": f"{services.url}/tsa", "akar": [str(place / "akar.pem")], "kunci": {"kepala_dinas": key}}
                (folder / "book" / "pengesahan.yaml").write_text(json.dumps(settings), encoding="utf-8")
                process = await asyncio.create_subprocess_exec(
                    *command(), "sign", "surat-masuk", "legalisasi-salinan", cwd=folder, env=environment(**SECRETS | secrets),
                    stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
                )
                said, _ = await process.communicate()
                return process.returncode or 0, said.decode()

        return *asyncio.run(work()), service


def test_documents_are_signed_lifted_and_valid(project_copy: Callable[[str], Path], tmp_path: Path) -> None:
    folder = project_copy("kecil")
    code, said, service = signed_by_service(folder, tmp_path / "ca")
    assert code == 0, said
    assert service.sign_calls == 2
    assert {entry["tingkat"] for entry in register(folder)} == {"b-lta"} and len(digests(folder)) == 2
    assert run(folder, "verify").returncode == 0
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()) + said.encode()
    assert not [name for name, secret in SECRETS.items() if secret.encode() in kept], "a secret was written"


def test_wrong_passphrase_is_sent_once_and_told(project_copy: Callable[[str], Path], tmp_path: Path) -> None:
    folder = project_copy("kecil")
    code, said, service = signed_by_service(folder, tmp_path / "ca", FRASA_KEPALA="salah-Sekali-4711")
    assert code == 1 and "2031" in said and "Traceback" not in said
    assert service.sign_calls == 1 and "salah-Sekali-4711" not in said
    assert not (folder / "build" / "register.json").exists()


@pytest.mark.parametrize("fault", ["page", "stranger", "truncated", "500"])
def test_what_comes_back_changed_is_not_kept(project_copy: Callable[[str], Path], tmp_path: Path, fault: str) -> None:
    folder = project_copy("kecil")
    code, said, _ = signed_by_service(folder, tmp_path / "ca", fault)
    assert code == 1 and "Traceback" not in said, said
    assert not (folder / "build" / "register.json").exists()
