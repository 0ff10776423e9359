"""The website of a book, and where it is published."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Situs:
    """The website as the manifest describes it.

    `alamat` is its address without a slash at the end; where it is empty, that of `verifikasi` without its last step, else the
    office's own. `warna` is the office's colour (#rrggbb), `pengantar` a sentence or two for the first page.
    """

    alamat: str = ""
    warna: str = "#14507a"
    pengantar: str = ""


@dataclass(frozen=True, slots=True)
class Terbit:
    """A place the website goes to. No secret is part of it: `rahasia` only says where one is (lingkungan:NAME, keyring:NAME, berkas:PATH).

    - `jenis`: "folder", "rsync", "sftp" or "wordpress";
    - `tujuan`: a folder of this machine, "host:/folder" for rsync and sftp, or the address of a WordPress site;
    - `pengguna`: the account; `kunci` the private key's file of ssh, outside the project if need be; `sidik` the host's key fingerprint.
    """

    nama: str
    jenis: str
    tujuan: str
    pengguna: str = ""
    port: int = 0
    kunci: str = ""
    sidik: str = ""
    rahasia: str = ""
    konsep: bool = False
