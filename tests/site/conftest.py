"""Shared by the tests of the website: one small project, signed in every state a document can be in, and its website.

All tests that need it are in the group `situs`: one worker makes it, once.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import PROJECTS, command, environment

GENUINE, REPLACED, WITHDRAWN, DRAFT = "legalisasi-salinan", "surat-masuk", "penanganan-pengaduan", "peminjaman-ruang"


@dataclass(frozen=True)
class Made:
    """A project with its website; `old` holds the bytes of the SOP edition that was replaced."""

    project: Path
    old: bytes

    @property
    def site(self) -> Path:
        return self.project / "build" / "site"

    def documents(self) -> list[dict[str, str]]:
        register: Mapping[str, list[dict[str, str]]] = json.loads((self.project / "build" / "register.json").read_text())
        return register["dokumen"]

    def entry(self, kunci: str, status: str) -> dict[str, str]:
        """Give the register's entry of a document in a state."""
        return next(item for item in self.documents() if (item["kunci"], item["status"]) == (kunci, status))

    def signed(self, id_: str) -> Path:
        return self.project / "build" / "sah" / "sop" / f"{id_}.pdf"


def bukusop(project: Path, *arguments: str) -> str:
    """Run a command in a project; give what it says."""
    done = subprocess.run(
        [*command(), *arguments], cwd=project, env=environment(), capture_output=True, text=True, timeout=300, check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def revise(project: Path) -> None:
    """Give the SOP that will be replaced another number and other dates."""
    path = project / "sops" / "b-umum" / "01-surat-masuk.yaml"
    text = path.read_text(encoding="utf-8")
    new = text.replace("03/SOP/DU/2026", "03-R1/SOP/DU/2026").replace(
        "{pembuatan: 14 Januari 2026, efektif: 2 Februari 2026}",
        "{pembuatan: 14 Januari 2026, revisi: 9 Maret 2026, efektif: 16 Maret 2026}",
    )
    assert new != text
    path.write_text(new, encoding="utf-8")


def settle(project: Path, old: bytes) -> None:
    """Edit the register as it may be years later: one document withdrawn, two signed by no rehearsal, and a signed book."""
    path = project / "build" / "register.json"
    register = json.loads(path.read_text(encoding="utf-8"))
    for item in register["dokumen"]:
        if item["kunci"] == f"sop/{WITHDRAWN}":
            item["status"] = "dicabut"
        if item["kunci"] == f"sop/{GENUINE}" or item["status"] != "berlaku":
            item["uji"] = False
    digest = hashlib.sha256(old + b"\n").hexdigest()
    book = project / "build" / "sah" / "buku.pdf"
    book.write_bytes(old + b"\n")
    register["dokumen"].append({
        **register["dokumen"][0], "id": "b" * 26, "kunci": "buku", "judul": "Buku Standar Operasional Prosedur Dinas Uji", "nomor": "",
        "berkas": "sah/buku.pdf", "sha256": digest, "ukuran": len(old) + 1, "halaman": 36, "uji": True, "status": "berlaku",
    })
    path.write_text(json.dumps(register, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The project `kecil` with a genuine, a replaced, a withdrawn and a rehearsed document and a draft, and its website."""
    project = tmp_path_factory.mktemp("situs") / "kecil"
    shutil.copytree(PROJECTS / "kecil", project)
    bukusop(project, "sign", GENUINE, REPLACED, WITHDRAWN, "--jobs", "1")
    made = Made(project, (project / "build" / "sah" / "sop" / f"{REPLACED}.pdf").read_bytes())
    revise(project)
    bukusop(project, "sign", REPLACED, "--jobs", "1")
    settle(project, made.old)
    bukusop(project, "site")
    return made
