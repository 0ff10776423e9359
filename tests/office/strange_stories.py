"""What the strange documents tell: invented SOPs, a line per step: kegiatan | who | answers | kelengkapan | minutes | output."""

from dataclasses import dataclass

NEXT, END = "lanjut", "selesai"


@dataclass(frozen=True)
class Step:
    """One row; `who` are column numbers from 0, answers lead to a step number, 0 for the end or None for the next row."""

    kegiatan: str
    who: tuple[int, ...]
    answers: tuple[tuple[str, int | None], ...]
    jump: int | None
    needs: str
    minutes: str
    output: str
    both: bool


@dataclass(frozen=True)
class Story:
    """One SOP."""

    nama: str
    actors: tuple[str, ...]
    steps: tuple[Step, ...]

    def target(self, number: int, value: int | None) -> int | str:
        """Give where an answer of a step leads: a step number or "selesai"."""
        goal = number + 1 if value is None else value
        return END if goal in (0, len(self.steps) + 1) else goal

    def truth(self) -> dict[str, object]:
        """Give what a human reads off the page."""
        return {"nama": self.nama, "langkah": [{
            "kegiatan": step.kegiatan, "pelaksana": {self.actors[one] for one in step.who},
            "keputusan": {label: self.target(number, value) for label, value in step.answers},
            "ke": None if step.jump is None else self.target(number, step.jump),
        } for number, step in enumerate(self.steps, 1)]}


def story(text: str) -> Story:
    nama, actors, *rows = (line.strip() for line in text.strip().splitlines())
    steps = []
    for row in rows:
        kegiatan, who, ways, needs, minutes, output = (part.strip() for part in row.split("|"))
        pairs = [pair.strip().split("=") for pair in ways.split(",") if pair.strip()]
        goals = {label: None if goal == "+" else int(goal) for label, goal in pairs}
        jump = goals.pop("ke", None)
        columns = tuple("abcdefghi".index(one) for one in who.strip("*"))
        steps.append(Step(kegiatan, columns, tuple(goals.items()), jump, needs, minutes, output, who.endswith("*")))
    return Story(nama, tuple(part.strip() for part in actors.split("|")), tuple(steps))


KERAMAIAN = story("""
    Penerbitan Rekomendasi Izin Keramaian
    Pemohon | Petugas Pelayanan | Kasi Trantib | Camat
    Mengajukan surat permohonan izin keramaian beserta jadwal acara | a | | Surat permohonan | 10 | Berkas permohonan
    Memeriksa kelengkapan berkas permohonan | b | Ya=+, Tidak=1 | Berkas permohonan | 15 | Berkas lengkap
    Meninjau lokasi acara bersama perangkat desa | c | | Berkas lengkap | 120 | Catatan lapangan
    Menilai kelayakan lokasi acara | c | Ya=+, Tidak=7 | Catatan lapangan | 30 | Telaahan
    Menandatangani surat rekomendasi | d | | Telaahan | 20 | Surat rekomendasi
    Menyerahkan surat rekomendasi kepada pemohon | b | ke=0 | Surat rekomendasi | 5 | Tanda terima
    Membuat surat penolakan disertai alasan | b | | Telaahan | 20 | Surat penolakan
""")
PERPUSTAKAAN = story("""
    Pengadaan Bahan Pustaka Perpustakaan Umum
    Pustakawan | Kasi Pengembangan Koleksi | Kabid Perpustakaan | Kepala Dinas | Penyedia
    Menghimpun usulan judul dari pemustaka dan sekolah | a | | Formulir usulan, daftar koleksi | 180 | Daftar usulan
    Menyeleksi judul menurut kebutuhan dan sisa anggaran, dengan memperhatikan usia pemustaka serta bahasa | b | | Usulan | 120 | Seleksi
    Meneliti daftar hasil seleksi | c | setuju=+, perbaiki=2 | Daftar seleksi | 60 | Daftar terkoreksi
    Menetapkan daftar judul yang dibeli | d | setuju=+, kembalikan=3 | Daftar terkoreksi | 60 | Daftar ketetapan
    Mengirim buku sesuai dengan pesanan | e | | Surat pesanan | 600 | Buku
    Memeriksa jumlah dan mutu buku yang datang | a | sesuai=+, tidak sesuai=5 | Buku, surat jalan | 90 | Berita acara
    Mengolah dan memberi label buku | a | | Buku | 300 | Buku siap layan
    Melaporkan penambahan koleksi | b | | Daftar tambahan | 30 | Laporan
""")
TERA = story("""
    Pelayanan Tera Ulang Timbangan Pasar
    Pemilik Alat Ukur | Petugas Pendaftaran | Penera | Kepala UPTD
    Membawa timbangan ke tempat sidang tera | a | | Timbangan | 10 | Timbangan diterima
    Mencatat identitas pemilik serta jenis timbangan | b | | Timbangan | 10 | Kartu daftar
    Menguji kebenaran timbangan | c | benar=+, salah=5 | Kartu daftar | 30 | Cerapan
    Membubuhkan cap tanda tera | c | ke=7 | Cap tera | 10 | Timbangan bercap
    Memberi tahu pemilik bahwa timbangan harus disetel | b | | Cerapan | 10 | Surat pemberitahuan
    Menyetel timbangan pada reparatir | a | ke=3 | Surat pemberitahuan | 1 | Timbangan disetel
    Mengesahkan surat keterangan tera | d | | Konsep surat keterangan | 15 | Surat keterangan
    Menerima timbangan dan surat keterangan | a | | Surat keterangan | 5 | Tanda terima
""")
KIOS = story("""
    Penyewaan Kios Pasar Rakyat
    Calon Penyewa | Staf Pasar | Kepala Pasar | Bendahara Penerimaan | Kabid Pasar
    Mengisi formulir permohonan sewa | a | | KTP, pas foto | 15 | Formulir terisi
    Memeriksa formulir serta kios yang kosong | b | lengkap=+, kurang=1 | Formulir terisi | 20 | Daftar calon
    Mewawancarai calon penyewa | c | | Daftar calon | 30 | Hasil wawancara
    Memutuskan calon yang diterima | e | diterima=+, ditolak=10 | Hasil wawancara | 60 | Keputusan
    Menyusun perjanjian sewa | b | | Keputusan | 45 | Perjanjian
    Membayar sewa bulan pertama | a | | Surat tagihan | 15 | Bukti setor
    Mencocokkan bukti setor dengan rekening | d | cocok=+, tidak cocok=6 | Bukti setor | 15 | Bukti sah
    Menyerahkan kunci kios | c | | Bukti sah | 15 | Berita acara
    Mencatat penyewa baru dalam buku kios | b | ke=0 | Berita acara | 10 | Buku kios
    Menyampaikan penolakan kepada calon penyewa | b | | Keputusan | 15 | Surat penolakan
""")
BIBIT = story("""
    Penyaluran Bantuan Bibit Ikan
    Kelompok Tani | Penyuluh Perikanan | Kabid Budidaya | Kepala Dinas
    Menyampaikan proposal bantuan bibit | a | | Proposal | 30 | Proposal diterima
    Memverifikasi kolam serta keanggotaan kelompok | b | layak=+, tidak layak=7 | Proposal | 240 | Berita acara
    Menyusun daftar calon penerima | c | | Berita acara | 60 | Daftar calon
    Menetapkan penerima bantuan | d | setuju=+, koreksi=3 | Daftar calon | 60 | Keputusan
    Menyalurkan bibit kepada kelompok | b | | Keputusan, bibit | 180 | Berita acara serah terima
    Memelihara bibit dan melaporkan hasil panen | a | ke=8 | Buku catatan | 60 | Laporan panen
    Membina kelompok agar memenuhi syarat | b | | Berita acara | 120 | Catatan pembinaan
    Mengarsipkan seluruh dokumen penyaluran | c | | Dokumen | 15 | Arsip
""")
RUANG = story("""
    Peminjaman Ruang Rapat
    Peminjam | Pengelola Ruang | Kasubbag Umum
    Mengajukan permintaan ruang rapat | a | | Nota dinas | 5 | Permintaan
    Memeriksa jadwal pemakaian ruang | b | tersedia=+, penuh=1 | Jadwal | 10 | Jadwal terisi
    Menyetujui pemakaian ruang | c | ya=+, tidak=5 | Jadwal terisi | 10 | Persetujuan
    Menyiapkan ruang beserta pengeras suara | b | ke=0 | Persetujuan | 30 | Ruang siap
    Memberitahukan penolakan kepada peminjam | b | | Nota dinas | 5 | Pemberitahuan
""")
LEMBUR = story("""
    Pembayaran Uang Lembur Pegawai
    Pegawai | Kasubbag Umum | Bendahara Pengeluaran | PPK-SKPD | Sekretaris
    Mengumpulkan surat perintah dan daftar hadir lembur | a | | Surat perintah | 20 | Berkas lembur
    Merekapitulasi jam lembur setiap pegawai | b | | Berkas lembur | 60 | Rekapitulasi
    Menghitung jumlah uang lembur | c | | Rekapitulasi | 45 | Daftar hitungan
    Menguji kebenaran hitungan serta pembebanannya | d | benar=+, salah=3 | Daftar hitungan | 45 | Daftar teruji
    Menyetujui pembayaran uang lembur | e | setuju=+, tolak=2 | Daftar teruji | 30 | Persetujuan
    Memindahbukukan uang lembur ke rekening pegawai | c | | Persetujuan | 30 | Bukti transfer
""")
HIBAH = story("""
    Penatausahaan Hibah Barang Milik Daerah
    Pemohon | Staf Aset | Pengurus Barang | Kasubbid Aset | Kabid Aset | Tim Penaksir | Kepala Badan | Sekretaris Daerah | Bupati
    Menyampaikan permohonan hibah barang | a | | Surat permohonan | 15 | Surat diterima
    Mencatat dan meneruskan permohonan | b | | Surat permohonan | 10 | Lembar disposisi
    Memeriksa status barang pada kartu inventaris | c | bersih=+, bermasalah=9 | Kartu inventaris | 60 | Catatan status
    Menaksir nilai barang | f | | Barang | 240 | Berita acara taksiran
    Menelaah usulan hibah | e | sesuai=+, tidak sesuai=4 | Berita acara | 60 | Telaahan
    Menyetujui usulan hibah | g | | Telaahan | 60 | Usulan
    Memberikan pertimbangan kepada Bupati | h | setuju=+, kembali=5 | Usulan | 60 | Pertimbangan
    Menandatangani keputusan hibah | i | ke=10 | Konsep keputusan | 60 | Keputusan
    Memberi tahu pemohon mengenai barang bermasalah | d | | Catatan status | 20 | Surat jawaban
    Menghapus atau memperbaiki catatan pada kartu inventaris | c | | Dokumen | 30 | Kartu mutakhir
""")
BEASISWA = story("""
    Seleksi Penerima Beasiswa Daerah
    Pelajar | Staf Kesra | Kasubbag Pendidikan | Tim Seleksi | Kabag Kesra
    Mendaftar melalui loket beasiswa | a | | Rapor, kartu keluarga | 20 | Tanda daftar
    Memeriksa kelengkapan pendaftaran | b | lengkap=+, tidak lengkap=1 | Tanda daftar | 15 | Berkas lengkap
    Menyusun daftar peserta seleksi | c | | Berkas lengkap | 60 | Daftar peserta
    Menguji dan menilai peserta | d | | Daftar peserta | 480 | Nilai
    Menyampaikan hasil penilaian kepada pimpinan | c | | Nilai | 30 | Rekapitulasi nilai
    Menelaah hasil seleksi | e | setuju=+, tinjau ulang=3 | Rekapitulasi nilai | 60 | Persetujuan
    Mengumumkan nama penerima beasiswa | b | | Persetujuan | 30 | Pengumuman
    Menerima sanggahan dan menjawabnya | d | beralasan=9, tidak beralasan=10 | Surat sanggahan | 120 | Jawaban
    Memperbaiki pengumuman penerima beasiswa | b | | Jawaban | 30 | Pengumuman baru
    Menyalurkan beasiswa kepada pelajar | c | | Pengumuman | 60 | Bukti salur
""")
AMBULANS = story("""
    Peminjaman Mobil Ambulans Puskesmas
    Keluarga Pasien | Petugas IGD | Dokter Jaga | Sopir
    Meminta ambulans melalui telepon atau loket | a | | KTP | 5 | Permintaan
    Mencatat permintaan dan memeriksa ambulans | b* | siap=+, terpakai=6 | Buku ambulans | 5 | Catatan
    Menilai keadaan pasien | c | gawat=+, stabil=5 | Rekam medis | 10 | Surat rujukan
    Mengantar pasien ke rumah sakit rujukan | d | ke=7 | Surat rujukan | 60 | Tanda terima rujukan
    Merawat pasien di puskesmas | c | ke=7 | Rekam medis | 60 | Catatan perawatan
    Menghubungi puskesmas terdekat untuk bantuan ambulans | b | | Daftar telepon | 10 | Jawaban
    Melengkapi buku pemakaian ambulans | b | | Buku ambulans | 5 | Buku terisi
""")
ARSIP = story("""
    Pemusnahan Arsip Inaktif
    Arsiparis | Kepala Unit Kearsipan | Panitia Penilai | Lembaga Kearsipan
    Memilah arsip inaktif menurut jadwal retensi | a | | Jadwal retensi | 240 | Daftar arsip
    Meneliti daftar arsip usul musnah | b | Ya=+, Tidak=1 | Daftar arsip | 60 | Daftar usul musnah
    Menilai arsip secara langsung | c | | Daftar usul musnah | 240 | Hasil penilaian
    Memberikan persetujuan pemusnahan | d | Ya=+, Tidak=3 | Surat usulan | 480 | Surat persetujuan
    Mencacah arsip dengan saksi | a | | Surat persetujuan | 180 | Cacahan
    Menandatangani berita acara pemusnahan | b | | Konsep berita acara | 20 | Berita acara
""")
BENCANA = story("""
    Penyaluran Logistik Korban Bencana
    Kepala Desa | Pusdalops | Kasi Logistik | Kepala Pelaksana | Relawan
    Melaporkan kejadian bencana beserta kebutuhan warga | a | | Laporan awal | 15 | Laporan
    Mengkaji kebutuhan bersama di lapangan | bce | | Laporan | 120 | Hasil kaji cepat
    Memutuskan jenis dan jumlah bantuan | d | setuju=+, kaji ulang=2 | Hasil kaji cepat | 30 | Perintah keluar barang
    Menyiapkan barang di gudang | ce | | Perintah keluar barang | 60 | Barang siap kirim
    Mengantar barang ke posko dan membaginya | ae | | Barang, daftar warga | 180 | Daftar penerima
    Memeriksa daftar penerima bantuan | c | cocok=+, selisih=5 | Daftar penerima | 30 | Daftar sah
    Menyusun laporan pertanggungjawaban | b | | Daftar sah | 60 | Laporan akhir
""")
MAGANG = story("""
    Penerimaan Peserta Magang
    Calon Peserta | Staf Umum | Kasubbag Umum dan Kepegawaian | Sekretaris | Pembimbing
    Mengirim surat permohonan magang dari kampus | a | | Surat pengantar | 10 | Surat diterima
    Mencatat surat dalam buku agenda | b | | Surat pengantar | 10 | Agenda
    Menentukan unit kerja yang dapat menerima | c | ada=+, tidak ada=7 | Daftar unit | 30 | Nota dinas
    Menyetujui penempatan peserta | d | setuju=+, ubah=3 | Nota dinas | 20 | Surat jawaban
    Membimbing peserta selama masa magang | e | | Surat jawaban | 0 | Buku kegiatan
    Menilai peserta dan menyerahkan sertifikat | e | ke=8 | Buku kegiatan | 60 | Sertifikat
    Menyampaikan surat penolakan kepada kampus | b | | Surat pengantar | 15 | Surat penolakan
    Mengarsipkan berkas magang | b | | Berkas | 10 | Arsip
""")
TERNAK = story("""
    Penerbitan Surat Kesehatan Hewan
    Peternak | Petugas Loket | Dokter Hewan | Kepala Bidang
    Mengajukan pemeriksaan hewan | a | | Formulir | 10 | Formulir diterima
    Mencatat permohonan serta menentukan jadwal | b | | Formulir | 10 | Jadwal
    Memeriksa kesehatan hewan | c | sehat=5, sakit ringan=4, sakit berat=6 | Jadwal | 45 | Catatan medis
    Mengobati hewan dan menjadwalkan pemeriksaan ulang | c | ke=2 | Catatan medis | 60 | Catatan obat
    Menandatangani surat kesehatan hewan | d | ke=7 | Konsep surat | 10 | Surat kesehatan
    Mengasingkan hewan serta melaporkan penyakitnya | c | | Catatan medis | 60 | Laporan penyakit
    Menerima surat atau pemberitahuan | a | | Surat | 5 | Tanda terima
""")
CUKAI = story("""
    Pengawasan Peredaran Rokok Tanpa Pita
    Petugas Lapangan | Kasi Pengawasan | Kabid Perdagangan | Kepala Dinas
    Mendatangi toko menurut surat tugas | a | | Surat tugas | 120 | Catatan kunjungan
    Memeriksa pita pada kemasan rokok | a | ada=6, tidak ada=+ | Catatan kunjungan | 30 | Hasil periksa
    Membuat berita acara temuan | a | | Hasil periksa | 30 | Berita acara
    Menelaah berita acara temuan | b | cukup=+, belum cukup=3 | Berita acara | 45 | Telaahan
    Menyetujui pelimpahan kepada kantor bea cukai | c | setuju=+, tolak=4 | Telaahan | 30 | Surat pelimpahan
    Menerima laporan pengawasan | d | | Laporan | 15 | Disposisi
    Mengarsipkan laporan pengawasan | b | | Laporan | 10 | Arsip
""")
