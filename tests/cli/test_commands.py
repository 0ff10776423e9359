"""Commands as a person types them: exit codes, words, and files that appear whole or stay as they were."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import ROOT, command, environment


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*command(), *arguments], cwd=folder, capture_output=True, text=True, env=environment(**more), check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def small(project_copy: Callable[[str], Path]) -> Path:
    return project_copy("kecil")


def forget(folder: Path) -> None:
    """Have everything made again: what earlier runs kept is gone, the book stays."""
    shutil.rmtree(folder / "build" / ".simpanan", ignore_errors=True)


def spoil(folder: Path) -> Path:
    """Misspell a key of an SOP."""
    path = next(folder.glob("sops/*/*.yaml"))
    path.write_text(path.read_text(encoding="utf-8").replace("\nnama:", "\nnamaa:"), encoding="utf-8")
    return path


def test_book(small: Path) -> None:
    done = run(small, "book", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    last = done.stdout.splitlines()[-1]
    assert last.startswith("build/buku.pdf: ")
    assert last.endswith(" detik")
    assert " halaman, " in last
    assert done.stdout.splitlines()[0].startswith("[1/")
    assert (small / "build" / "buku.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_wrong_sources_leave_the_old_book(small: Path) -> None:
    assert run(small, "book", "--jobs", "1").returncode == 0
    before = (small / "build" / "buku.pdf").read_bytes()
    path = spoil(small)
    done = run(small, "book")
    assert done.returncode == 1
    assert f"{path.relative_to(small)}:" in done.stderr
    assert "mungkin maksudnya `nama`?" in done.stderr
    assert "^" in done.stderr
    assert (small / "build" / "buku.pdf").read_bytes() == before
    assert [item.name for item in (small / "build").iterdir() if not item.name.startswith(".")] == ["buku.pdf"]


def test_one_sheet(small: Path) -> None:
    done = run(small, "sop", "surat-masuk")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("build/sop/surat-masuk.pdf: ")
    assert (small / "build" / "sop" / "surat-masuk.pdf").exists()


@pytest.mark.parametrize(("arguments", "words"), [
    (["sop", "surat-masu"], "mungkin maksudnya `surat-masuk`?"),
    (["sop"], "ID belum ditulis"),
    (["boook"], "Perintah `boook` tidak dikenal"),
    (["book", "--job", "1"], "--jobs"),
    (["book", "--jobs", "banyak"], "Isi --jobs tidak dapat dipakai"),
    (["new", "sop", "Nama Salah"], "tidak dapat menjadi id"),
    (["new", "sop", "surat-masuk"], "sudah ada"),
    (["new", "sop", "baru", "--bidang", "tiada"], "folder sops/tiada tidak ada"),
    (["schema", "--ke", "../luar"], "berada di luar folder buku"),
])
def test_wrong_usage(arguments: list[str], words: str, small: Path) -> None:
    done = run(small, *arguments)
    assert done.returncode == 2
    assert words in done.stderr


def test_help_is_indonesian(small: Path) -> None:
    for arguments in ([], ["book"], ["sop"], ["new"], ["new", "sop"], ["schema"]):
        done = run(small, *arguments, "--help")
        assert done.returncode == 0
        assert "Pemakaian: bukusop" in done.stdout
        for english in ("Usage", "Options", "Commands", "Show this", "OPTIONS", "COMMAND"):
            assert english not in done.stdout
    assert run(small, "--version").stdout.startswith("bukusop ")


def test_new_sop_is_a_good_sop(small: Path) -> None:
    """The skeleton loads and renders as it is, and takes the next free number."""
    folder = next(path for path in sorted((small / "sops").iterdir()) if path.is_dir())
    done = run(small, "new", "sop", "pinjam-kendaraan", "--bidang", folder.name, "--nama", "Peminjaman Kendaraan Dinas")
    assert done.returncode == 0, done.stderr
    path = next(folder.glob("*-pinjam-kendaraan.yaml"))
    assert int(path.name[:2]) == len(list(folder.glob("*.yaml")))
    assert "nama: Peminjaman Kendaraan Dinas" in path.read_text(encoding="utf-8")
    register = small / "book" / "peraturan.yaml"
    if "uu-25-2009:" not in register.read_text(encoding="utf-8"):
        shutil.copy(ROOT / "book" / "peraturan.yaml", register)
    done = run(small, "sop", "pinjam-kendaraan")
    assert done.returncode == 0, done.stderr


def test_schemas_are_current(tmp_path: Path) -> None:
    """`docs/schema` is what the shapes say now; `make schema` renews it."""
    shutil.copytree(ROOT / "book", tmp_path / "book")
    done = run(tmp_path, "schema")
    assert done.returncode == 0, done.stderr
    for path in (tmp_path / "docs" / "schema").iterdir():
        assert path.read_text(encoding="utf-8") == (ROOT / "docs" / "schema" / path.name).read_text(encoding="utf-8"), path.name


def test_nobody_outlives_a_killed_command(small: Path) -> None:
    process = subprocess.Popen([*command(), "book", "--jobs", "2"], cwd=small, env=environment(), stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 30
    most = 0
    while most < 4 and process.poll() is None and time.monotonic() < deadline:      # it, two, and a child (or a tool it asks)
        most = len(session(process.pid))
        time.sleep(0.01)
    assert most >= 4, "the command was to be killed while others work for it"
    process.kill()
    process.wait()
    while (left := session(process.pid)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not left


def session(leader: int) -> list[int]:
    """Give the processes of a session that run, by their own account (proc(5), stat)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, own = path.read_text().rpartition(")")[2].split()[:4]
            if int(own) == leader and state != "Z":
                found.append(int(path.parent.name))
    return found


def test_a_killed_run_leaves_the_old_book_whole(small: Path) -> None:
    assert run(small, "book", "--jobs", "1").returncode == 0
    before = (small / "build" / "buku.pdf").read_bytes()
    for moment in (0.3, 0.9, 1.5):
        forget(small)
        process = subprocess.Popen([*command(), "book"], cwd=small, env=environment(), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert (small / "build" / "buku.pdf").read_bytes() == before
    assert run(small, "book").returncode == 0
    assert not list((small / "build").glob(".buku.pdf.*")), "what a killed run left is swept up"
    assert (small / "build" / "buku.pdf").read_bytes() == before


def test_outside_a_project(tmp_path: Path) -> None:
    done = run(tmp_path, "book")
    assert done.returncode == 1
    assert "book/book.yaml" in done.stderr


def test_messages_without_a_terminal_bear_no_colours(small: Path) -> None:
    spoil(small)
    assert "\x1b" not in run(small, "book").stderr


def test_module_runs_without_the_script(small: Path) -> None:
    assert subprocess.run([sys.executable, "-c", "import bukusop.cli"], cwd=small, check=False).returncode == 0


def test_flow_as_svg_and_as_geometry(small: Path) -> None:
    done = run(small, "flow", "penanganan-pengaduan")
    assert done.returncode == 0, done.stderr
    names = done.stdout.split()
    assert names
    for name in names:
        root = ElementTree.parse(small / name).getroot()
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
    geometry = json.loads(run(small, "flow", "penanganan-pengaduan", "--json").stdout)
    assert geometry["sop"] == "penanganan-pengaduan"
    for page in geometry["pages"]:
        symbols = {symbol["id"]: symbol for symbol in page["symbols"]}
        assert all({edge["source"], edge["target"]} <= set(symbols) for edge in page["edges"])


def test_a_full_disk_is_told_in_a_sentence_and_the_old_book_stays(small: Path) -> None:
    """A limit on the size of files stands for the full disk: the write fails in the middle."""
    assert run(small, "book", "--jobs", "1").returncode == 0
    before = (small / "build" / "buku.pdf").read_bytes()

    forget(small)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    done = subprocess.run([*command(), "book"], cwd=small, capture_output=True, text=True, env=environment(), check=False, preexec_fn=limit)
    assert done.returncode == 1
    assert "tidak dapat ditulis" in done.stderr
    assert "Traceback" not in done.stderr
    assert (small / "build" / "buku.pdf").read_bytes() == before
    assert [item.name for item in (small / "build").iterdir() if not item.name.startswith(".")] == ["buku.pdf"]


def test_build_that_is_a_file_is_told_in_a_sentence(small: Path) -> None:
    (small / "build").write_text("bukan folder", encoding="utf-8")
    done = run(small, "sop", "surat-masuk")
    assert done.returncode == 1
    assert "tidak dapat ditulis" in done.stderr


def change(folder: Path, word: str) -> None:
    path = next(folder.glob("sops/*/*surat-masuk.yaml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("kegiatan: ", f"kegiatan: {word} ", 1), encoding="utf-8")


def test_nothing_changed_makes_nothing(small: Path) -> None:
    assert run(small, "book").returncode == 0
    book = small / "build" / "buku.pdf"
    before = book.stat().st_mtime_ns
    done = run(small, "book")
    assert done.stdout.splitlines()[-1].endswith("tidak ada yang berubah")
    assert book.stat().st_mtime_ns == before
    book.write_bytes(book.read_bytes()[:-1])
    assert run(small, "book").stdout.splitlines()[-1].endswith(" detik"), "a book that was spoilt is made anew"


def test_warnings_are_shown_again_when_nothing_changed(small: Path) -> None:
    path = next(small.glob("sops/*/*surat-masuk.yaml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nnama: ", "\ncoba: ya\nnama: ", 1), encoding="utf-8")
    first = run(small, "book")
    if first.returncode == 0:
        assert first.stderr == run(small, "book").stderr != ""


def test_explain_names_what_was_made_again_and_why(small: Path) -> None:
    first = run(small, "book", "--explain").stdout
    assert "sop-surat-masuk: belum pernah dibuat" in first
    change(small, "Alur")
    lines = run(small, "book", "--explain").stdout.splitlines()
    assert lines[-3:-1] == ["sop-surat-masuk: isinya berubah", "1 bagian dibuat lagi"]


def test_two_at_once(small: Path) -> None:
    runs = [subprocess.Popen([*command(), "book"], cwd=small, env=environment(), stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=300)[0] for process in runs]
    assert [process.returncode for process in runs] == [0, 0]
    assert sum("menunggu giliran" in text for text in said) == 1
    assert sum("tidak ada yang berubah" in text for text in said) == 1


def test_executor_must_be_an_address(small: Path) -> None:
    done = run(small, "book", "--executor", "dask:123")
    assert done.returncode == 2
    assert "dask://HOST:PORT" in done.stderr
