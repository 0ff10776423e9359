"""Signing the small book: what is signed, what is not signed again, what stands when something fails; by the command as people type it."""

import hashlib
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import command, environment

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book, signed once for all tests that only look."""
    import shutil

    from tests.conftest import PROJECTS

    folder = tmp_path_factory.mktemp("sah") / "kecil"
    shutil.copytree(PROJECTS / "kecil", folder)
    done = run(folder, "sign", "--tanggal", "2026-03-02")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command(), *arguments], cwd=folder, capture_output=True, text=True, env=environment(**more), stdin=subprocess.DEVNULL, check=False
    )


def register(folder: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((folder / "build" / "register.json").read_text(encoding="utf-8"))["dokumen"]
    return found


def digests(folder: Path) -> dict[str, str]:
    place = folder / "build" / "sah"
    return {path.relative_to(place).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(place.rglob("*.pdf"))}


def copy_of(folder: Path, tmp_path: Path) -> Path:
    import shutil

    target = tmp_path / "kecil"
    shutil.copytree(folder, target)
    return target


def test_everything_is_signed_and_valid(signed: Path) -> None:
    done = run(signed, "verify", *[str(path) for path in sorted((signed / "build" / "sah").rglob("*.pdf"))])
    assert done.returncode == 0, done.stdout + done.stderr
    sheets = {f"sop/{path.stem.partition('-')[2]}" for path in signed.glob("sops/*/*.yaml")}
    assert {entry["kunci"] for entry in register(signed)} == {"buku", *sheets}


def test_register_tells_what_the_files_are(signed: Path) -> None:
    found = digests(signed)
    for entry in register(signed):
        assert found[str(entry["berkas"]).removeprefix("sah/")] == entry["sha256"]
        assert (entry["tanggal"], entry["tingkat"], entry["uji"], entry["status"]) == ("2026-03-02", "b-lta", True, "berlaku")
        assert len(str(entry["id"])) == 26
    assert len({entry["id"] for entry in register(signed)}) == len(register(signed))


def test_second_call_signs_nothing(signed: Path, tmp_path: Path) -> None:
    folder = copy_of(signed, tmp_path)
    before = digests(folder)
    done = run(folder, "sign")
    assert done.returncode == 0 and "tidak ada yang perlu ditandatangani" in done.stdout
    assert digests(folder) == before


def test_only_what_changed_is_signed_again(signed: Path, tmp_path: Path) -> None:
    folder = copy_of(signed, tmp_path)
    before, ids = digests(folder), {str(entry["kunci"]): entry["id"] for entry in register(folder)}
    source = sorted(folder.glob("sops/*/*.yaml"))[0]
    source.write_text(source.read_text(encoding="utf-8").replace("kegiatan: ", "kegiatan: Segera ", 1), encoding="utf-8")
    done = run(folder, "sign", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    key = source.stem.partition("-")[2]
    after = digests(folder)
    kept = {name for name in after if name.startswith("lama/")}
    assert {name for name, digest in after.items() if before.get(name) != digest} - kept == {f"sop/{key}.pdf", "buku.pdf"}
    assert {after[name] for name in kept} == {before[f"sop/{key}.pdf"], before["buku.pdf"]}, "whoever holds a copy may still ask"
    entries = [entry for entry in register(folder) if entry["kunci"] == f"sop/{key}"]
    assert [entry["status"] for entry in entries] == ["diganti", "berlaku"]
    assert entries[1]["id"] == ids[f"sop/{key}"], "the address on paper stays that of the document"


def test_rehearsal_whose_authority_is_gone_is_signed_again(signed: Path, tmp_path: Path) -> None:
    import shutil

    folder = copy_of(signed, tmp_path)
    before = digests(folder)
    shutil.rmtree(folder / "build" / "pki-uji")
    done = run(folder, "sign", "buku")
    assert done.returncode == 0 and "1 dokumen ditandatangani" in done.stdout, done.stderr
    assert {name for name, digest in before.items() if digests(folder)[name] != digest} == {"buku.pdf"}
    assert run(folder, "verify", "build/sah/buku.pdf").returncode == 0


def test_make_book_leaves_signed_files_alone(signed: Path, tmp_path: Path) -> None:
    folder = copy_of(signed, tmp_path)
    before = digests(folder)
    assert run(folder, "book").returncode == 0
    assert digests(folder) == before
    assert not list((folder / "build").glob("*elektronik*"))


def test_failure_names_the_document_and_the_next_call_goes_on(project_copy: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    from bukusop import approval, sign
    from bukusop.paths import Project

    folder = project_copy("kecil")
    count = 0
    true = sign.LocalSignatory.sign

    async def failing(self: sign.LocalSignatory, pdf: bytes, order: sign.Order) -> bytes:
        nonlocal count
        count += 1
        if count == 2:
            raise sign.EvidenceError("layanan stempel waktu tidak menjawab")
        return await true(self, pdf, order)

    monkeypatch.setattr(sign.LocalSignatory, "sign", failing)
    request = approval.Request(date(2026, 3, 2))
    with pytest.raises(approval.NotSigned, match=r"dokumen 2 dari .*stempel waktu tidak menjawab.*1 dokumen sebelumnya"):
        approval.make_signed(Project.at(folder), request, str, lambda *_: None)
    assert len(digests(folder)) == len(register(folder)) == 1
    monkeypatch.setattr(sign.LocalSignatory, "sign", true)
    made = approval.make_signed(Project.at(folder), request, str, lambda *_: None)
    assert made.unchanged == 1 and len(made.entries) == len(register(folder)) - 1


def test_file_that_fails_examination_is_not_kept(project_copy: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    from bukusop import approval, sign
    from bukusop.paths import Project

    folder = project_copy("kecil")
    true = sign.LocalSignatory.sign

    async def spoilt(self: sign.LocalSignatory, pdf: bytes, order: sign.Order) -> bytes:
        data = bytearray(await true(self, pdf, order))
        data[len(pdf) // 2] ^= 1
        return bytes(data)

    monkeypatch.setattr(sign.LocalSignatory, "sign", spoilt)
    with pytest.raises(approval.NotSigned, match="tidak disimpan"):
        approval.make_signed(Project.at(folder), approval.Request(date(2026, 3, 2)), str, lambda *_: None)
    assert not digests(folder) and not (folder / "build" / "register.json").exists()


@pytest.mark.parametrize(("arguments", "words"), [
    (["sign", "tidak-ada"], "tidak ada"),
    (["sign", "--tanggal", "2 Maret 2026"], "bukan tanggal"),
])
def test_wrong_usage_is_a_sentence(project_copy: Callable[[str], Path], arguments: list[str], words: str) -> None:
    done = run(project_copy("kecil"), *arguments)
    assert done.returncode == 2 and words in done.stderr and "Traceback" not in done.stderr


def test_unnumbered_is_not_signed(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    source = sorted(folder.glob("sops/*/*.yaml"))[0]
    lines = [line for line in source.read_text(encoding="utf-8").splitlines() if not line.startswith("nomor:")]
    source.write_text("\n".join(lines), encoding="utf-8")
    done = run(folder, "sign")
    assert done.returncode == 2 and "belum bernomor" in done.stderr


def test_damaged_register_is_not_overwritten(signed: Path, tmp_path: Path) -> None:
    folder = copy_of(signed, tmp_path)
    path = folder / "build" / "register.json"
    path.write_text("{", encoding="utf-8")
    done = run(folder, "sign")
    assert done.returncode == 1 and "rusak" in done.stderr and path.read_text(encoding="utf-8") == "{"


def test_renewal_adds_and_is_noted(signed: Path, tmp_path: Path) -> None:
    folder = copy_of(signed, tmp_path)
    path = folder / "build" / "sah" / "buku.pdf"
    before = path.read_bytes()
    done = run(folder, "renew", "build/sah/buku.pdf")
    assert done.returncode == 0, done.stderr
    after = path.read_bytes()
    assert after.startswith(before) and len(after) > len(before)
    entry = next(entry for entry in register(folder) if entry["kunci"] == "buku")
    assert entry["sha256"] == hashlib.sha256(after).hexdigest() and entry["sebelumnya"] == [hashlib.sha256(before).hexdigest()]
    assert run(folder, "verify", "build/sah/buku.pdf").returncode == 0
    assert "tidak ada yang perlu" in run(folder, "sign").stdout, "a renewed file still stands"


def test_withdrawn_documents_are_told_so(signed: Path, tmp_path: Path) -> None:
    folder = copy_of(signed, tmp_path)
    before = digests(folder)
    done = run(folder, "withdraw", "surat-masuk", "buku")
    assert done.returncode == 0, done.stderr
    status = {str(entry["kunci"]): entry["status"] for entry in register(folder)}
    assert status["sop/surat-masuk"] == status["buku"] == "dicabut"
    assert status["sop/legalisasi-salinan"] == "berlaku"
    assert digests(folder) == before, "the files stay"
    done = run(folder, "withdraw", "surat-masuk")
    assert done.returncode == 2
    assert "tidak ada dokumen bertanda tangan `surat-masuk` yang berlaku" in done.stderr
