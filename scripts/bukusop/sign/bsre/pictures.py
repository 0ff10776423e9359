"""Whether two PDFs look the same, page by page: by rendering both with poppler's pdftoppm.

It sees what a reader sees, not what lies hidden: attachments, scripts, links and tags may differ.
"""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from pathlib import Path

from bukusop.sign.faults import RefusedError

DPI = 100
SECONDS = 600.0
"""For all pages of one file; 240 pages take about half a minute."""
CHUNK = 1 << 20


async def look_alike(first: bytes, second: bytes) -> bool:
    """Tell whether all pages of two files are the same, dot by dot. Raises RefusedError where that cannot be found out."""
    with tempfile.TemporaryDirectory(prefix="bukusop-") as folder:
        seen = []
        for name, data in (("a.pdf", first), ("b.pdf", second)):
            path = Path(folder) / name
            path.write_bytes(data)
            seen.append(await _rendered(path))
    return seen[0] == seen[1]


async def _rendered(path: Path) -> tuple[int, str]:
    """Give size and SHA-256 of all pages of a file, as pixels."""
    try:
        process = await asyncio.create_subprocess_exec(
            "pdftoppm", "-q", "-r", str(DPI), str(path), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except FileNotFoundError:
        process = None
    if process is None or process.stdout is None:
        raise RefusedError("halaman tidak dapat dibandingkan karena pdftoppm tidak ada; pasang paket poppler-utils")
    digest, size = hashlib.sha256(), 0
    try:
        async with asyncio.timeout(SECONDS):
            while part := await process.stdout.read(CHUNK):
                digest.update(part)
                size += len(part)
            code = await process.wait()
    except TimeoutError:
        code = -1
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if code != 0 or size == 0:
        raise RefusedError("halaman berkas dari layanan tidak dapat digambar, jadi tidak dapat dibandingkan")
    return size, digest.hexdigest()
