"""Older and other formats -> .docx and .xlsx, by LibreOffice where it is installed.

It runs in a profile that is thrown away afterwards, without macros, without updating links, without a network where the system lets us
take it away, and no longer than a minute.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path, PurePath

from bukusop.diagnostics import Refusal
from bukusop.office.foreign.package import KINDS, LARGEST, MEGABYTE, sniff

TARGETS = {".doc": "docx", ".rtf": "docx", ".odt": "docx", ".xls": "xlsx", ".ods": "xlsx"}
ACCEPTED = {".doc": ("doc", "rtf"), ".rtf": ("rtf",), ".odt": ("odt",), ".xls": ("xls",), ".ods": ("ods",)}
FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
READERS = {"doc": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8", "xls": "MS Excel 97", "ods": "calc8"}
"""Named, for LibreOffice else takes a broken file for plain text."""
LONGEST = 60.0
"""Seconds that a conversion may take."""
MEMORY, OUTPUT = 4096 * MEGABYTE, 400 * MEGABYTE
"""Address space (most of it never touched) and size of a file that LibreOffice may take."""
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "2"),
)
"""No macros, no content fetched for a document, no links updated (0 and 2 both mean never)."""


def converted(data: bytes, name: str) -> tuple[bytes, str]:
    """Give a file as .docx or .xlsx, with its new name; what needs no conversion comes back as it is. Raises Refusal."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in TARGETS:
        return data, name
    if not data:
        raise Refusal(f"`{name}` kosong (0 bita)")
    if len(data) > LARGEST:
        raise Refusal(f"`{name}` berukuran {len(data) // MEGABYTE} MB; batasnya {LARGEST // MEGABYTE} MB. Kecilkan atau buang gambarnya")
    kind = sniff(data)
    if kind == "terkunci":
        raise Refusal(f"`{name}` dilindungi kata sandi; buka dengan kata sandinya, simpan tanpa kata sandi, lalu coba lagi")
    if kind not in ACCEPTED[suffix]:
        hint = f"; ganti nama akhirannya menjadi .{kind}" if kind in ("docx", "xlsx", "doc", "xls", "odt", "ods", "rtf") else ""
        raise Refusal(f"`{name}` bukan {KINDS[ACCEPTED[suffix][0]]}: isinya {KINDS.get(kind, KINDS[''])}{hint}")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise Refusal(f"`{name}` hanya dapat dibaca dengan LibreOffice, yang tidak ada di komputer ini; pasang LibreOffice, "
                      f"atau simpan berkas itu sebagai .{TARGETS[suffix]} lalu coba lagi")
    target = TARGETS[suffix]
    return _convert(office, data, name, kind, target), f"{PurePath(name).stem}.{target}"


def _convert(office: str, data: bytes, name: str, kind: str, target: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="bukusop-") as folder:
        place = Path(folder)
        (place / "profil" / "user").mkdir(parents=True)
        (place / "profil" / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
        source = place / f"sumber.{kind}"
        source.write_bytes(data)
        _run([
            *_bounded(), *_alone(), office, f"-env:UserInstallation={(place / 'profil').as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--nodefault", f"--infilter={READERS[kind]}",
            "--convert-to", FILTERS[target], "--outdir", str(place / "hasil"), str(source),
        ], place, name)
        result = place / "hasil" / f"sumber.{target}"
        if not result.is_file() or not result.stat().st_size:
            needed = "Calc" if target == "xlsx" else "Writer"
            raise Refusal(f"`{name}` tidak dapat dibuka LibreOffice: rusak, dilindungi kata sandi, "
                          f"atau LibreOffice {needed} belum terpasang")
        if result.stat().st_size > LARGEST:
            raise Refusal(f"`{name}` menjadi terlalu besar sesudah diubah ke .{target}; pecah menjadi beberapa berkas lalu coba lagi")
        return result.read_bytes()


def _run(command: list[str], place: Path, name: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")}
    process = subprocess.Popen(
        command, cwd=place, env={**environment, "HOME": str(place), "TMPDIR": str(place)}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )
    try:
        process.wait(LONGEST)
    except subprocess.TimeoutExpired as error:
        raise Refusal(f"`{name}` terlalu lama diubah LibreOffice (lebih dari {LONGEST:.0f} detik); "
                      "simpan sendiri sebagai .docx atau .xlsx, lalu coba lagi") from error
    finally:
        with contextlib.suppress(ProcessLookupError):       # LibreOffice's own processes are of the same session
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _registry() -> str:
    """Write the settings of the profile."""
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{items}</oor:items>\n'


def _bounded() -> list[str]:
    """Give what bounds memory and output, where the system has it."""
    tool = shutil.which("prlimit")
    return [tool, f"--as={MEMORY}", f"--fsize={OUTPUT}", "--core=0", "--"] if tool else []


def _alone() -> list[str]:
    """Give what takes the network away, where the system allows it."""
    tool = shutil.which("unshare")
    command = [tool, "--map-root-user", "--net"] if tool else []
    if command and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
        return command
    return []
