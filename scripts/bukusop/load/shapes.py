"""The author's format: one shape per kind of source. Docstrings become the help that an editor shows while typing."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bukusop.load.shape import Cell, Many, Number, Shape, Size, Text, Truth, Year, list_of


class PeriksaShape(Shape):
    """Tingkat satu aturan `bukusop check`; `mati` memerlukan alasan."""

    tingkat: Literal["error", "peringatan", "saran", "mati"]
    alasan: str = ""


class TanggalShape(Shape):
    """Tanggal pada identitas SOP, misalnya `5 Januari 2026`."""

    pembuatan: str = ""
    revisi: str = ""
    efektif: str = ""


class SimpulShape(Shape):
    """Satu simbol bagan alir: siapa, bentuknya, dan ke mana sesudahnya."""

    pelaksana: Many
    bentuk: Literal["", "proses", "keputusan", "mulai", "selesai"] = ""
    keputusan: dict[str, str] = Field(default_factory=dict, description="jawaban dan tujuannya: `ya: lanjut`")
    ke: str = ""


class LangkahShape(Shape):
    """Satu baris prosedur."""

    id: str = Field("", description="nama pendek, hanya bila langkah lain merujuk ke sini")
    kegiatan: Cell
    pelaksana: Many = ()
    bentuk: Literal["", "proses", "keputusan", "mulai", "selesai"] = ""
    keputusan: dict[str, str] = Field(default_factory=dict, description="jawaban dan tujuannya: `ya: lanjut, tidak: 1`")
    ke: str = Field("", description="langkah berikutnya bila bukan baris di bawahnya: nomor, id, atau `selesai`")
    simpul: list_of(SimpulShape) = ()  # type: ignore[valid-type]
    kelengkapan: Cell = ()
    waktu: str = ""
    output: Cell = ()
    keterangan: Cell = ()


class ProsedurShape(Shape):
    """Satu tabel langkah, untuk SOP yang memuat lebih dari satu prosedur."""

    judul: Text
    pelaksana: dict[str, Text]
    langkah: list_of(LangkahShape)  # type: ignore[valid-type]


class SopShape(Shape):
    """Satu SOP: berkas `sops/<bidang>/<urut>-<id>.yaml`."""

    nomor: str = ""
    nama: Text
    tanggal: TanggalShape = TanggalShape()
    disahkan_oleh: str = Field("", description="kunci pejabat di book/book.yaml; bila kosong dipakai `pengesah` buku")
    unit: str = Field("", description="unit kerja, bila bukan nama bidang")
    profil: str = ""
    dasar_hukum: Many = ()
    kualifikasi_pelaksana: Many = ()
    keterkaitan: Many = Field((), description="id SOP lain dalam buku ini, atau teks bebas")
    peralatan: Many = ()
    peringatan: Many = ()
    pencatatan: Many = ()
    pelaksana: dict[str, Text] = Field(default_factory=dict, description="kolom pelaksana, berurut: `kunci: Judul Kolom`")
    langkah: list_of(LangkahShape) = ()  # type: ignore[valid-type]
    prosedur: list_of(ProsedurShape) = ()  # type: ignore[valid-type]
    waktu_total: str = Field("", description="waktu penyelesaian yang dijanjikan, dibandingkan dengan jumlah waktu langkah")
    periksa: dict[str, PeriksaShape] = Field(default_factory=dict, description="tingkat aturan `bukusop check` untuk SOP ini")


class TabelShape(Shape):
    """Tabel sebuah lampiran; `csv` menggantikan `baris`."""

    kolom: list_of(str)  # type: ignore[valid-type]
    lebar: list_of(Size) = ()  # type: ignore[valid-type]
    baris: list_of(list_of(str)) = ()  # type: ignore[valid-type]
    csv: str = ""


class LampiranShape(Shape):
    """Satu lampiran: salah satu dari `tabel`, `berkas` (Markdown), atau `daftar_sop: ya`."""

    judul: Text
    tabel: TabelShape | None = None
    berkas: str = ""
    daftar_sop: Truth = False
    lanskap: Truth = False


class PenetapanShape(Shape):
    """Tempat dan tanggal penetapan."""

    tempat: str = ""
    tanggal: str = ""


class KeputusanShape(Shape):
    """Satu Keputusan: berkas di `book/keputusan/`."""

    tentang: Text
    nomor: str = ""
    pejabat: str = ""
    menimbang: Many
    mengingat: Many
    memperhatikan: Many = ()
    diktum: Many
    penetapan: PenetapanShape = PenetapanShape()
    tembusan: Many = ()
    salinan: str = Field("", description="kunci pejabat yang mengesahkan salinan")
    lampiran: list_of(LampiranShape) = ()  # type: ignore[valid-type]


class PeraturanShape(Shape):
    """Satu peraturan di `book/peraturan.yaml`."""

    jenis: Text
    nomor: Text
    tahun: Year
    tentang: Text
    lembaran: str = ""
    perubahan: str = ""
    status: Literal["berlaku", "diubah", "dicabut"] = "berlaku"
    oleh: str = Field("", description="yang mengubah atau mencabut: id dalam berkas ini, atau sitasinya")
    sejak: str = Field("", description="tanggal berlakunya perubahan atau pencabutan")


class PenutupShape(Shape):
    """Tempat, tanggal, dan pejabat di akhir kata pengantar."""

    tempat: str = ""
    tanggal: Text
    pejabat: Text


class ChapterShape(Shape):
    """Kepala berkas sebuah bab."""

    judul: Text
    jenis: Literal["bab", "depan"] = "bab"
    penutup: PenutupShape | None = None


class InstansiShape(Shape):
    """Dinas pemilik buku."""

    pemerintah: Text
    nama: Text
    singkatan: Text
    logo: Text
    alamat: Text
    telepon: str = ""
    surel: str = ""
    laman: str = ""
    tempat: Text


class PejabatShape(Shape):
    """Pejabat yang menandatangani."""

    jabatan: Text
    nama: Text
    pangkat: str = ""
    nip: str = ""


class BidangShape(Shape):
    """Bidang: nama folder di bawah `sops/` dan namanya."""

    folder: Text
    nama: Text


class SitusShape(Shape):
    """Situs web buku ini."""

    alamat: str = Field("", description="alamat situs; bila kosong, alamat `verifikasi` tanpa bagian terakhirnya, atau `laman` dinas")
    warna: str = Field("", description="warna dinas, misalnya \"#14507a\"")
    pengantar: str = Field("", description="satu dua kalimat di halaman depan")


class TerbitShape(Shape):
    """Tempat situs diterbitkan. Kata sandi tidak ditulis di sini: `rahasia` hanya menyebut tempatnya."""

    jenis: Literal["folder", "rsync", "sftp", "wordpress"]
    tujuan: Text
    pengguna: str = ""
    port: str = ""
    kunci: str = Field("", description="berkas kunci pribadi ssh")
    sidik: str = Field("", description="sidik kunci server ssh, `SHA256:...`")
    rahasia: str = Field("", description="tempat kata sandi: `lingkungan:NAMA`, `keyring:NAMA`, atau `berkas:ALAMAT` (izinnya 0600)")
    konsep: Truth = False


class BookShape(Shape):
    """Manifes buku: `book/book.yaml`."""

    judul: Text
    subjudul: str = ""
    tahun: Year
    edisi: str = ""
    instansi: InstansiShape
    pejabat: dict[str, PejabatShape]
    pengesah: Text
    paraf: Many = Field((), description="kunci pejabat yang membubuhkan paraf koordinasi, berurut, sebelum pengesah menandatangani")
    bidang: list_of(BidangShape)  # type: ignore[valid-type]
    bagian: list_of(str)  # type: ignore[valid-type]
    profil: str = "permenpan35"
    kertas: Literal["", "a4", "f4", "f4-215", "legal", "letter"] = Field("", description="bila kosong menurut profil")
    status: Literal["draf", "basah"] = "draf"
    pembatas_bidang: Truth = True
    verifikasi: str = Field("", description="alamat laman verifikasi")
    pola_nomor: str = Field("", description="pola nomor SOP, misalnya `{urut:2}/SOP/{unit}/{tahun}`; bila kosong dipakai pola terbanyak")
    pola_nomor_keputusan: str = Field("", description="pola nomor Keputusan; bila kosong dipakai pola terbanyak")
    situs: SitusShape = SitusShape()
    terbit: dict[str, TerbitShape] = Field(default_factory=dict, description="tempat situs diterbitkan: `nama: {jenis: ..., tujuan: ...}`")
    daftar_pelaksana: Many = Field((), description="nama pelaksana yang resmi; bila kosong tidak diperiksa")
    periksa: dict[str, PeriksaShape] = Field(default_factory=dict, description="tingkat aturan `bukusop check` untuk seluruh buku")
    logo_tte: str = Field("", description="logo penyelenggara sertifikasi elektronik, misalnya assets/logos/bsre.svg")


class HalamanShape(Shape):
    """Kertas dan margin; margin: atas, kanan, bawah, kiri dalam mm."""

    kertas: Literal["a4", "f4", "f4-215", "legal", "letter"]
    margin: list_of(Number)  # type: ignore[valid-type]


class HurufShape(Shape):
    """Huruf dan ukurannya dalam pt."""

    prosa: Text
    keputusan: Text
    lembar: Text
    ukuran_prosa: Size
    ukuran_keputusan: Size
    ukuran_lembar: Size


class LegendaShape(Shape):
    """Keterangan simbol di akhir lembar."""

    tampil: Truth
    judul: str = ""
    mulai_selesai: str = ""
    proses: str = ""
    keputusan: str = ""
    panah: str = ""
    segilima: str = ""


class LabelShape(Shape):
    """Nama setiap isian dan kolom."""

    nomor: str
    tanggal_pembuatan: str
    tanggal_revisi: str
    tanggal_efektif: str
    disahkan_oleh: str
    nama: str
    dasar_hukum: str
    kualifikasi_pelaksana: str
    keterkaitan: str
    peralatan: str
    peringatan: str
    pencatatan: str
    no: str
    kegiatan: str
    pelaksana: str
    mutu_baku: str
    kelengkapan: str
    waktu: str
    output: str
    keterangan: str


class LembarShape(Shape):
    """Susunan lembar SOP."""

    tanggal: list_of(Literal["pembuatan", "revisi", "efektif"])  # type: ignore[valid-type]
    kolom: list_of(Literal["no", "kegiatan", "pelaksana", "kelengkapan", "waktu", "output", "keterangan"])  # type: ignore[valid-type]
    lebar: dict[str, Size]
    baris_nomor_kolom: Truth
    pelaksana_bernomor: Truth
    pelaksana_tegak: Truth
    kolom_titik_dua: Truth
    huruf_besar: Truth
    identitas_bernomor: Truth
    ujung: Literal["kapsul", "kapsul_kotak", "baris"]
    segilima: Literal["kosong", "seperlunya", "huruf"]
    tabel: Literal["menyambung", "halaman_sendiri"]
    judul_tabel: str = ""
    sampul: Truth
    sel_unit: Literal["kop", "sendiri", "tanpa"]
    nomor_seksi: str = ""
    kepala_berjalan: str = ""


class GayaKeputusanShape(Shape):
    """Susunan Keputusan."""

    nomor_halaman: str
    kata_penyambung: Truth
    pangkat: Truth
    nip: Truth
    menetapkan_huruf_besar: Truth
    label_menimbang: str
    label_mengingat: str
    label_memperhatikan: str
    kata_memutuskan: str


class FolioShape(Shape):
    """Nomor halaman buku."""

    bentuk: str
    posisi: Literal["bawah", "atas"]
    perataan: Literal["center", "right", "outer"]


class ProfilShape(Shape):
    """Profil format: `templates/profil/<nama>.yaml`; `dasar` menyebut profil yang diubah olehnya."""

    dasar: str = ""
    keterangan: str
    prosa: HalamanShape
    lembar_halaman: HalamanShape
    huruf: HurufShape
    label: LabelShape
    lembar: LembarShape
    legenda: LegendaShape
    keputusan: GayaKeputusanShape
    folio: FolioShape
    catatan_kaki: Many = ()
    catatan_tte: Many = ()
