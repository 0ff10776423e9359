"""Publishing to a real WordPress: what stands there, what changes, and that nothing is lost or doubled whatever happens on the way."""

from __future__ import annotations

import base64
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bukusop.diagnostics import Refusal
from bukusop.publish.wordpress import api
from tests.conftest import ROOT, command, environment
from tests.publish.office import PASSWORD, Office, copied, opened, publish, without
from tests.publish.proxy import Proxy, Reply, proxied
from tests.publish.standing import HOSTILE, LIST, hashes, hostile_sop, media, pages, seen, signed, whole
from tests.publish.wordpress import WordPress, wordpress

pytestmark = pytest.mark.terbit
CHANGED = "surat-masuk"
GONE = "peminjaman-ruang"


@pytest.fixture(scope="module")
def site() -> Iterator[WordPress]:
    with wordpress() as found:
        yield found


@pytest.fixture
def wp(site: WordPress) -> WordPress:
    site.reset()
    return site


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return opened(tmp_path_factory.mktemp("dinas") / "kecil")


@pytest.fixture(scope="module")
def revised(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The same office after one SOP was revised and signed again."""
    found = copied(office, tmp_path_factory.mktemp("revisi") / "kecil")
    path = next((found.root / "sops").rglob(f"*{CHANGED}.yaml"))
    path.write_text(path.read_text(encoding="utf-8").replace("Mengagendakan", "Membukukan", 1), encoding="utf-8")
    found.sign()
    return found


@pytest.fixture
def proxy(wp: WordPress) -> Iterator[Proxy]:
    with proxied(wp.url) as found:
        yield found


@pytest.mark.parametrize("permalink", ["/%postname%/", ""], ids=["pretty", "plain"])
def test_a_book_comes_and_stays(wp: WordPress, office: Office, permalink: str) -> None:
    wp.reset(permalink=permalink)
    plan = publish(office, wp.url, wp.password)
    assert len(plan.new) == 10 and not plan.changed
    whole(wp, office)
    before = wp.posts()
    again = publish(office, wp.url, wp.password)
    assert again.empty and again.same == 10
    assert wp.posts() == before


def test_a_run_without_changes_orders_nothing(wp: WordPress, office: Office, proxy: Proxy) -> None:
    publish(office, wp.url, wp.password)
    publish(office, proxy.url, wp.password)
    assert proxy.lines and not proxy.orders


@pytest.mark.parametrize("stripped", [frozenset[str](), frozenset({"x-wp-totalpages"})], ids=["told", "untold"])
def test_lists_are_read_to_their_end(
    wp: WordPress, office: Office, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, stripped: frozenset[str],
) -> None:
    monkeypatch.setattr(api, "PER_PAGE", 2)
    proxy.stripped = stripped
    publish(office, proxy.url, wp.password)
    assert office.target(proxy.url, wp.password).plan(office.tree).empty
    assert any("page=3" in line for line in proxy.lines)


def test_planning_touches_nothing(wp: WordPress, office: Office, proxy: Proxy) -> None:
    plan = office.target(proxy.url, wp.password).plan(office.tree)
    assert f"halaman: {LIST}" in plan.new and not plan.empty
    assert proxy.lines and not proxy.orders
    assert not wp.posts()


def test_visitors_find_their_way(wp: WordPress, office: Office) -> None:
    publish(office, wp.url, wp.password)
    page = seen(f"{wp.url}/{LIST}/")
    assert "Pengelolaan Surat Masuk" in page and f"{wp.url}/{LIST}/sop-{CHANGED}/" in page
    sheet = seen(f"{wp.url}/{LIST}/sop-{CHANGED}/")
    assert all(word in sheet for word in ("Identitas", "Prosedur", "Dasar hukum", "ke langkah", "Periksa keaslian"))
    assert "<script" not in sheet.partition("<article>")[2].partition("</article>")[0]


def test_a_revised_sop_replaces_itself_only(wp: WordPress, office: Office, revised: Office) -> None:
    publish(office, wp.url, wp.password)
    before = {post["ID"]: post for post in wp.posts()}
    plan = publish(revised, wp.url, wp.password)
    assert f"halaman: sop-{CHANGED}" in plan.changed and f"halaman: {LIST}" in plan.changed
    whole(wp, revised)
    after = {post["ID"]: post for post in wp.posts()}
    assert set(before) < set(after)
    untouched = [id_ for id_ in before if after[id_] == before[id_]]
    assert {before[id_]["post_name"] for id_ in set(before) - set(untouched)} == {f"sop-{CHANGED}", LIST}
    assert set(signed(office)) < set(hashes(wp))
    text = pages(wp)[f"sop-{CHANGED}"]["post_content"]
    assert "Membukukan" in text and "sudah diganti" in text


def test_drafts_first(wp: WordPress, office: Office, revised: Office) -> None:
    publish(office, wp.url, wp.password, konsep=True)
    assert {page["post_status"] for page in pages(wp).values()} == {"draft"}
    publish(revised, wp.url, wp.password, konsep=True)
    assert {page["post_status"] for page in pages(wp).values()} == {"draft"}
    assert "Membukukan" in pages(wp)[f"sop-{CHANGED}"]["post_content"]
    publish(revised, wp.url, wp.password)
    whole(wp, revised)


def test_what_visitors_see_waits_for_the_run_without_drafts(wp: WordPress, office: Office, revised: Office) -> None:
    publish(office, wp.url, wp.password)
    before = pages(wp)
    publish(revised, wp.url, wp.password, konsep=True)
    assert pages(wp) == before
    publish(revised, wp.url, wp.password)
    whole(wp, revised)


def test_an_sop_that_left_the_book_keeps_its_page(wp: WordPress, office: Office) -> None:
    publish(office, wp.url, wp.password)
    smaller = without(office.book, GONE)
    plan = publish(office, wp.url, wp.password, book=smaller)
    assert any(GONE in name and "tidak lagi dalam buku" in name for name in plan.changed)
    page = pages(wp)[f"sop-{GONE}"]
    assert page["post_status"] == "publish" and page["post_title"].startswith("Tidak berlaku: ")
    assert "tidak lagi termuat" in page["post_content"] and "Identitas" in page["post_content"]
    assert "Tidak berlaku lagi" in pages(wp)[LIST]["post_content"]
    assert publish(office, wp.url, wp.password, book=smaller).empty
    publish(office, wp.url, wp.password)
    whole(wp, office)
    assert not pages(wp)[f"sop-{GONE}"]["post_title"].startswith("Tidak")


def test_a_page_of_somebody_else_is_left_alone(wp: WordPress, office: Office) -> None:
    wp.sql(
        "INSERT INTO wp_posts (post_author, post_type, post_status, post_name, post_title, post_content, post_excerpt, to_ping, pinged, "
        f"post_content_filtered, post_date, post_date_gmt) VALUES (1, 'page', 'publish', '{LIST}', 'Punya orang', 'isi', '', '', '', '', "
        "'2026-01-01', '2026-01-01')"
    )
    before = wp.posts()
    with pytest.raises(Refusal, match=f"halaman {LIST} sudah ada dan bukan buatan bukusop"):
        publish(office, wp.url, wp.password)
    assert wp.posts() == before


def test_our_page_is_known_by_its_marker(wp: WordPress, office: Office) -> None:
    publish(office, wp.url, wp.password)
    wp.sql(f"UPDATE wp_posts SET post_name = 'surat' WHERE post_name = 'sop-{CHANGED}'")
    wp.sql(f"UPDATE wp_posts SET post_content = REPLACE(post_content, 'Dasar hukum', 'Dasar') WHERE post_name = 'sop-{GONE}'")
    plan = publish(office, wp.url, wp.password)
    assert f"halaman: sop-{GONE} (disunting di WordPress, dikembalikan)" in plan.changed
    assert "surat" in pages(wp) and f"sop-{CHANGED}" not in pages(wp) and len(pages(wp)) == 5
    assert "Dasar hukum" in pages(wp)[f"sop-{GONE}"]["post_content"]


def test_a_damaged_file_is_replaced(wp: WordPress, office: Office) -> None:
    publish(office, wp.url, wp.password)
    path = wp.uploads()[0]
    path.write_bytes(path.read_bytes() + b"\n")
    plan = publish(office, wp.url, wp.password)
    assert len(plan.new) == 1 and plan.new[0].startswith("pustaka media: ")
    whole(wp, office)


def test_a_site_that_alters_uploads_is_refused(wp: WordPress, office: Office) -> None:
    folder = wp.root / "wp-content" / "mu-plugins"
    folder.mkdir()
    plugin = folder / "ubah.php"
    plugin.write_text(
        "<?php add_filter('wp_handle_upload', function ($file) { file_put_contents($file['file'], 'x', FILE_APPEND); return $file; });",
        encoding="utf-8",
    )
    try:
        with pytest.raises(Refusal, match="isi yang berbeda dan sudah dihapus lagi"):
            publish(office, wp.url, wp.password)
    finally:
        plugin.unlink()
        folder.rmdir()
    assert not wp.posts() and not wp.uploads()


def test_second_copies_are_taken_away(wp: WordPress, office: Office) -> None:
    """As an order leaves them that was carried out after the run that gave it was killed."""
    publish(office, wp.url, wp.password)
    columns = (
        "post_author, post_date, post_date_gmt, post_content, post_title, post_excerpt, post_status, comment_status, ping_status, "
        "to_ping, pinged, post_modified, post_modified_gmt, post_content_filtered, post_parent, guid, post_type, post_mime_type"
    )
    for slug in (f"sop-{CHANGED}", next(name for name in media(wp) if name.startswith("buku-sop"))):
        wp.sql(f"INSERT INTO wp_posts (post_name, {columns}) SELECT '{slug}-2', {columns} FROM wp_posts WHERE post_name = '{slug}'")
    publish(office, wp.url, wp.password)
    whole(wp, office)


def test_by_the_command(wp: WordPress, office: Office, tmp_path: Path) -> None:
    """The whole way: the site is made, its PDFs verified, then WordPress gets what belongs there; the password comes from a file."""
    own = copied(office, tmp_path / "kecil")
    secret = tmp_path / "sandi"
    secret.write_text(f"{wp.password}\n", encoding="utf-8")
    secret.chmod(0o600)
    manifest = own.root / "book" / "book.yaml"
    manifest.write_text(
        f"{manifest.read_text(encoding='utf-8')}\nterbit:\n  dinas: {{jenis: wordpress, tujuan: '{wp.url}', pengguna: penerbit, "
        f"rahasia: 'berkas:{secret}'}}\n", encoding="utf-8",
    )

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        line = [*command(), "publish", "dinas", *options]
        return subprocess.run(line, cwd=own.root, env=environment(), capture_output=True, text=True, check=False)

    refused = run()
    assert refused.returncode == 1 and "UJI COBA" in refused.stdout + refused.stderr and not wp.posts()
    planned = run("--uji-coba", "--dry-run")
    assert planned.returncode == 0 and f"baru     halaman: {LIST}" in planned.stdout + planned.stderr and not wp.posts()
    for words in ("10 baru", "tidak ada yang berubah"):
        done = run("--uji-coba")
        assert done.returncode == 0 and words in done.stdout + done.stderr
        assert wp.password not in done.stdout + done.stderr
    whole(wp, office)
    back = run("--rollback")
    assert back.returncode == 1 and "Revisi" in back.stdout + back.stderr


POINTS = {
    "before the second file": (2, "media", "before"),
    "third file sent, answer not seen": (3, "media", "after"),
    "list page made, answer not seen": (1, "pages", "after"),
    "before the third page": (3, "pages", "before"),
    "last order done, answer not seen": (0, "pages/", "after"),
}


@pytest.mark.parametrize("point", POINTS)
def test_killed_and_finished(wp: WordPress, office: Office, proxy: Proxy, point: str) -> None:
    wanted, route, side = POINTS[point]
    reached, released, met = threading.Event(), threading.Event(), list[str]()

    def hold(_number: int, line: str) -> None:
        if line.startswith("POST") and f"/wp/v2/{route}" in f"{line.partition('?')[0]}":
            met.append(line)
            if len(met) == max(1, wanted):
                reached.set()
                released.wait(30)

    setattr(proxy, side, hold)
    once = [sys.executable, "-m", "tests.publish.office", str(office.root), proxy.url]
    with subprocess.Popen(once, cwd=ROOT, env=environment(**{PASSWORD: wp.password})) as process:
        assert reached.wait(60), "the point was not reached"
        process.send_signal(signal.SIGKILL)
        process.wait()
    released.set()
    setattr(proxy, side, lambda *_: None)
    assert LIST not in pages(wp) or point.startswith("last") or pages(wp)[LIST]["post_status"] == "draft"
    publish(office, wp.url, wp.password)
    whole(wp, office)


@pytest.mark.parametrize("reply", ["drop", (500, {}), (504, {})], ids=["dropped", "500", "504"])
def test_an_order_whose_answer_is_lost_is_not_given_twice(wp: WordPress, office: Office, proxy: Proxy, reply: Reply) -> None:
    lost = {"POST /wp-json/wp/v2/media", "POST /wp-json/wp/v2/pages"}

    def lose(_number: int, line: str) -> Reply:
        if line in lost:
            lost.remove(line)
            return reply
        return None

    proxy.after = lose
    publish(office, proxy.url, wp.password)
    assert not lost
    proxy.after = lambda *_: None
    whole(wp, office)


def test_a_busy_server_is_waited_for(wp: WordPress, office: Office, proxy: Proxy) -> None:
    waited = list[float]()
    proxy.before = lambda number, _line: (429, {"Retry-After": "7"}) if number % 5 == 3 else (503, {}) if number % 11 == 4 else None
    target = office.target(proxy.url, wp.password, sleep=waited.append)
    target.carry_out(target.plan(office.tree), lambda *_: None)
    assert 7.0 in waited and 0.5 in waited
    proxy.before = lambda *_: None
    whole(wp, office)


def test_a_silent_server_is_given_up_in_a_sentence(wp: WordPress, office: Office, proxy: Proxy) -> None:
    proxy.before = lambda *_: (503, {})
    with pytest.raises(Refusal, match="menjawab 503, sampai 6 kali dicoba; jalankan lagi nanti"):
        publish(office, proxy.url, wp.password)
    proxy.before = lambda *_: "drop"
    with pytest.raises(Refusal, match="memutus sambungan, sampai 6 kali dicoba"):
        publish(office, proxy.url, wp.password)


def test_refusals_say_what_to_do(wp: WordPress, office: Office, proxy: Proxy) -> None:
    with pytest.raises(Refusal, match=r"menolak pengguna penerbit .*Sandi Aplikasi"):
        publish(office, wp.url, "salah salah salah")
    proxy.before = lambda _number, line: (413, {}) if line.endswith("/media") else None
    with pytest.raises(Refusal, match=r"batas unggah .*upload_max_filesize"):
        publish(office, proxy.url, wp.password)
    proxy.before = lambda *_: (404, {})
    with pytest.raises(Refusal, match=r"tidak menjawab sebagai WordPress .*nyalakan REST API"):
        publish(office, proxy.url, wp.password)
    proxy.before = lambda *_: (301, {"Location": "https://www.dinas.example/wp-json/"})
    with pytest.raises(Refusal, match=r"mengalihkan ke https://www\.dinas\.example/wp-json/"):
        publish(office, proxy.url, wp.password)
    proxy.before = lambda *_: None
    with pytest.raises(Refusal, match="situs lain"):
        publish(office, wp.url.replace("127.0.0.1", "localhost"), wp.password)
    with pytest.raises(Refusal, match="tidak dikirim lewat http"):
        publish(office, "http://dinas.example", wp.password)
    assert not wp.posts()
    wp.php("role", "subscriber")
    try:
        with pytest.raises(Refusal, match=r"tidak berhak upload_files.*Editor"):
            publish(office, wp.url, wp.password)
    finally:
        wp.php("role", "editor")


def test_the_password_is_told_to_nobody(wp: WordPress, office: Office, proxy: Proxy, caplog: pytest.LogCaptureFixture) -> None:
    marker = "RAHASIA uji 4711 jangan tampak"
    caplog.set_level(logging.DEBUG)
    proxy.after = lambda *_: "drop"
    for url in (wp.url, proxy.url):
        with pytest.raises(Refusal) as caught:
            publish(office, url, marker)
        assert "4711" not in repr(caught.value) + repr(caught.value.__cause__) + repr(caught.value.__context__)
        assert "4711" not in repr(office.target(url, marker))
    again = [sys.executable, "-m", "tests.publish.office", str(office.root), wp.url]
    run = subprocess.run(again, cwd=ROOT, env=environment(**{PASSWORD: marker}), capture_output=True, text=True, check=False)
    assert run.returncode and "Refusal" in run.stderr
    for told in (run.stdout, run.stderr, caplog.text):
        assert "4711" not in told and base64.b64encode(f"penerbit:{marker}".encode()).decode()[:20] not in told


@pytest.mark.parametrize("texts", [HOSTILE[:4], HOSTILE[4:8], HOSTILE[8:]])
def test_hostile_texts_are_words(wp: WordPress, office: Office, texts: tuple[str, ...]) -> None:
    book = office.book
    sops = tuple(hostile_sop(sop, text) for sop, text in zip(book.sops, texts, strict=True))
    bidang = tuple(replace(item, nama=text) for item, text in zip(book.bidang, texts, strict=False))
    book = replace(book, judul=texts[0], sops=sops, bidang=bidang)
    publish(office, wp.url, wp.password, book=book)
    assert office.target(wp.url, wp.password, book=book).plan(office.tree).empty, "it came back as it was sent"
    for address in (f"{wp.url}/{LIST}/", *(f"{wp.url}/{LIST}/sop-{sop.id}/" for sop in sops)):
        article = seen(address).partition("<article>")[2].partition("</article>")[0].lower()
        assert "<table>" in article
        assert not [bad for bad in ("<script", "<img", "<svg", "<iframe", "javascript:", "gallery-", "wp-block-embed") if bad in article]
    assert len(pages(wp)) == 5
