"""The search index: over searched parts only, the same each time, made anew only where a searched page changed. Asked in `browser/`."""

import gzip
import json
from pathlib import Path

import pytest

from bukusop.paths import OutputError
from bukusop.site import search
from bukusop.site.settling import in_order

PAGE = (
    '<!doctype html><html lang="id"><head><title>{0}</title></head><body><nav>menu rahasia</nav>'
    '<main data-pagefind-body><h1>{0}</h1><a data-pagefind-filter="bidang">Bidang {0}</a>'
    '<p class="pesan">pemberitahuan</p><p>{1}</p></main></body></html>'
)


PAGES = {"satu": "Mengajukan permohonan &lt;b&gt;tebal&lt;/b&gt;", "dua": "Menelaah berkas"} | {f"bidang-{n}": f"isi {n}" for n in range(8)}


def write(folder: Path, **pages: str) -> None:
    for name, words in pages.items():
        path = folder / "sop" / name / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE.format(name, words), encoding="utf-8")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def fragments(folder: Path) -> str:
    return " ".join(gzip.decompress(path.read_bytes()).decode() for path in sorted((folder / "pagefind" / "fragment").iterdir()))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "build" / "site"
    write(folder, **PAGES)
    (folder / "index.html").write_text('<!doctype html><html lang="id"><title>x</title><p>beranda</p></html>', encoding="utf-8")
    search.index(folder)
    return folder


def test_only_what_is_for_searching_is_searched(site: Path) -> None:
    found = fragments(site)
    assert "Mengajukan permohonan" in found and "Menelaah berkas" in found
    for word in ("rahasia", "pemberitahuan", "beranda"):
        assert word not in found
    assert "<b>tebal</b>" in found      # plain words here; the search page puts them in as words


def test_same_pages_same_bytes(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "lain" / "site"
    for _ in range(3):
        write(other, **dict(reversed(PAGES.items())))
        search.index(other)
        assert snapshot(other / "pagefind") == snapshot(site / "pagefind")
        (other.parent / ".simpanan" / "pencarian").unlink()


def test_files_name_each_other(site: Path) -> None:
    folder = site / "pagefind"
    entry = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))
    listed = gzip.decompress((folder / f"pagefind.{entry['languages']['id']['hash']}.pf_meta").read_bytes())
    (filter_,) = (folder / "filter").iterdir()
    assert filter_.stem.encode() in listed
    for kind in ("fragment", "index"):
        assert all(path.stem.encode() in listed for path in (folder / kind).iterdir())


VALUES = b"\x82hBidang B\x81\x00", b"\x82iBidang AA\x82\x18\x63\x19\x01\x00", b"\x82hBidang A\x80"


@pytest.mark.parametrize("values", [VALUES, VALUES[::-1]])
def test_values_of_a_filter_are_put_in_order(values: tuple[bytes, ...]) -> None:
    settled = in_order(b"pagefind_dcd\x82fbidang\x83" + b"".join(values))
    assert settled == b"pagefind_dcd\x82fbidang\x83" + VALUES[2] + VALUES[0] + VALUES[1]


@pytest.mark.parametrize("data", [
    b"", b"pagefind_dcd", b"pagefind_dcd\x82fbidang", b"pagefind_dcd\x82fbidang\x83" + VALUES[0], b"pagefind_dcd\x82fbidang\xa1aa\x00",
    b"pagefind_dcd\x82fbidang\x81" + VALUES[0] + b"\x00", b"another_head\x82fbidang\x81" + VALUES[0], b"pagefind_dcd\x9f",
])
def test_what_is_not_known_is_left(data: bytes) -> None:
    assert in_order(data) is None


def test_nothing_is_done_where_nothing_changed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("indexed again")

    monkeypatch.setattr(search, "_run", never)
    (site / "index.html").write_text("<!doctype html><title>y</title>", encoding="utf-8")
    search.index(site)
    write(site, dua="Menelaah berkas lain")
    with pytest.raises(AssertionError):
        search.index(site)


def test_only_what_changed_is_written(site: Path) -> None:
    before = {path: path.stat().st_ino for path in (site / "pagefind").rglob("*") if path.is_file()}
    write(site, dua="Menelaah berkas baru")
    search.index(site)
    after = {path: path.stat().st_ino for path in (site / "pagefind").rglob("*") if path.is_file()}
    assert any(before[path] != inode for path, inode in after.items() if path in before)        # the entry names others now
    assert set(before) - set(after)                                                               # what no page needs is gone
    kept = site / "pagefind" / "pagefind.js"
    assert before[kept] == after[kept]
    assert "Menelaah berkas baru" in fragments(site)


def test_no_foreign_interface_is_published(site: Path) -> None:
    assert {path.name for path in (site / "pagefind").iterdir() if path.suffix in (".js", ".css")} == {"pagefind.js", "pagefind-worker.js"}


def test_settings_lying_about_have_no_say(site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pagefind.yml").write_text("exclude_selectors: ['p']\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "p")
    (site.parent / ".simpanan" / "pencarian").unlink()
    search.index(site)
    assert "Mengajukan permohonan" in fragments(site)


def test_site_without_a_searched_page_is_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    with pytest.raises(OutputError, match="indeks pencarian"):
        search.index(folder)
