"""What `make sign` writes, before judges that share no code with us: book and SOP, with a paraf, and after a renewal."""

import shutil
from pathlib import Path

import pytest
from asn1crypto import pem

from bukusop.sign.authority import Authority
from bukusop.sign.trust import utc_now
from tests.approval.test_approval import run
from tests.conftest import PROJECTS
from tests.sign import validators
from tests.vera import verapdf

FILES = ("buku.pdf", "sop/surat-masuk.pdf", "diperpanjang.pdf")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book with a paraf, signed today; `diperpanjang.pdf` is the book with its archive timestamp renewed."""
    target = tmp_path_factory.mktemp("hakim") / "kecil"
    shutil.copytree(PROJECTS / "kecil", target)
    manifest = target / "book" / "book.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("pengesah:", "paraf: [sekretaris]\npengesah:", 1), encoding="utf-8")
    done = run(target, "sign", "buku", "surat-masuk")
    assert done.returncode == 0, done.stderr
    shutil.copy(target / "build" / "sah" / "buku.pdf", target / "build" / "sah" / "diperpanjang.pdf")
    done = run(target, "renew", "build/sah/diperpanjang.pdf")
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="module")
def roots(folder: Path) -> tuple[Path, Path]:
    authority = Authority(folder / "build" / "pki-uji")
    others = folder / "build" / "rantai.pem"
    others.write_bytes(b"".join(pem.armor("CERTIFICATE", one.dump()) for one in authority.chain))
    return authority.folder / "akar.pem", others


@pytest.mark.parametrize("name", FILES)
def test_openssl_poppler_and_qpdf_agree(folder: Path, roots: tuple[Path, Path], name: str, tmp_path: Path) -> None:
    path = folder / "build" / "sah" / name
    seen = validators.openssl(path.read_bytes(), *roots, tmp_path)
    kinds = ["ETSI.CAdES.detached"] * 2 + ["ETSI.RFC3161"] * (2 if name == FILES[2] else 1)
    assert [one.encoding for one in seen] == kinds
    assert all(one.good for one in seen), [one.said for one in seen]
    assert seen[-1].end == path.stat().st_size
    told = validators.pdfsig(path, [roots[0]], [roots[1]], tmp_path)
    found = [one for one in told if one["Signature Field Name"].startswith(("ttd_", "paraf_"))]
    assert [one["Signature Validation"] for one in found] == ["Signature is Valid."] * 2
    assert [one["Certificate Validation"] for one in found] == ["Certificate is Trusted."] * 2
    assert validators.qpdf(path) == ""


@pytest.mark.parametrize("name", FILES)
def test_evidence_is_complete(folder: Path, roots: tuple[Path, Path], name: str, tmp_path: Path) -> None:
    found = validators.security_store((folder / "build" / "sah" / name).read_bytes(), roots[0], utc_now(), tmp_path)
    assert len(found) >= 4
    assert not any(found.values()), found


@pytest.mark.parametrize("name", FILES)
def test_every_signed_state_shows_the_same_pages(folder: Path, name: str, tmp_path: Path) -> None:
    pdf = (folder / "build" / "sah" / name).read_bytes()
    states = validators.revisions(pdf)
    assert len(states) == (4 if name == FILES[2] else 3)
    final = validators.pages_seen(pdf, tmp_path)
    assert all(validators.pages_seen(state, tmp_path) == final for state in states)


def test_archivable_and_accessible_after_all_signatures_and_a_renewal(folder: Path) -> None:
    assert verapdf([folder / "build" / "sah" / name for name in FILES]) == []
