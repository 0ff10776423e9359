"""What the loader tells while it reads: errors with which no book can be made."""

from __future__ import annotations

from bukusop.diagnostics import Severity
from bukusop.lint.rule import told_by_loader

told_by_loader(("yaml", "jangkar", "kunci-ganda"), """Berkas harus berupa YAML yang utuh.

    Dasar: format berkas sumber: satu berkas memuat satu susunan `kunci: isi`, tiap kunci sekali, tanpa jangkar, alias, dan penanda
    tipe; di luar itu YAML dapat membaca lain daripada yang dimaksud.

    Perbaikan: periksa spasi di awal baris, spasi sesudah `:` dan `-`, dan tanda kutip yang belum ditutup; teks yang memuat `: `, ` #`,
    atau diawali tanda baca diapit tanda kutip.

    Contoh: `nama: Catatan: segera` seharusnya `nama: "Catatan: segera"`
""")

told_by_loader(("kunci-asing",), """Kunci harus dikenal.

    Dasar: format berkas sumber: kunci yang salah tulis akan diabaikan tanpa kabar, dan isinya hilang dari buku.

    Perbaikan: pakai kunci yang disarankan; daftar kunci ada di docs/panduan.md.

    Contoh: `kegiatn: Memeriksa berkas` seharusnya `kegiatan: Memeriksa berkas`
""")

told_by_loader(("wajib",), """Isian wajib harus ditulis.

    Dasar: PermenPAN-RB 35/2012 dan format berkas sumber: tanpa isian ini lembar atau naskahnya tidak lengkap.

    Perbaikan: tambahkan isian yang disebut, pada tempat yang disebut.
""")

told_by_loader(("bentuk",), """Isian harus berbentuk seperti yang diharapkan: teks, daftar, atau isian `kunci: isi`.

    Dasar: format berkas sumber: teks, daftar, dan isian bertingkat dibedakan dari tanda `-`, titik dua, dan spasi di awal baris.

    Perbaikan: ikuti contoh pada temuan; butir daftar diawali `- `, dan teks yang memuat `: ` diapit tanda kutip.
""")

told_by_loader(("pilihan",), """Isian harus salah satu pilihan yang tersedia.

    Dasar: format berkas sumber: isian ini menentukan susunan buku, dan hanya nilai tertentu yang dikenal.

    Perbaikan: tulis salah satu pilihan yang disebut pada temuan.

    Contoh: `bentuk: keputsan` seharusnya `bentuk: keputusan`
""")

told_by_loader(("angka", "margin"), """Isian angka harus berupa angka yang masuk akal.

    Dasar: format berkas sumber: ukuran, tahun, dan margin dihitung; margin terdiri atas empat angka dan harus menyisakan ruang untuk isi.

    Perbaikan: tulis angkanya saja, tanpa satuan, misalnya `25` atau `2,5`; margin ditulis `[atas, kanan, bawah, kiri]` dalam mm.
""")

told_by_loader(("tanggal",), """Tanggal ditulis dengan hari, nama bulan, dan tahun, dan ada dalam kalender.

    Dasar: praktik tata naskah dinas: tanggal ditulis lengkap dengan nama bulan dalam bahasa Indonesia.

    Perbaikan: tulis misalnya `5 Januari 2026`.

    Contoh: `05/01/2026` seharusnya `5 Januari 2026`
""")

told_by_loader(("tujuan",), """Tujuan langkah atau jawaban harus ada.

    Dasar: PermenPAN-RB 35/2012: anak panah menghubungkan satu kegiatan dengan kegiatan berikutnya; tujuan yang tidak ada tidak dapat
    digambar.

    Perbaikan: tulis nomor langkah, `id` langkah, `lanjut`, atau `selesai`; jawaban punya tujuannya sendiri.

    Contoh: `keputusan: {lengkap: lanjut, tidak lengkap: 2}`
""")

told_by_loader(("simpul", "jawaban"), """Simbol harus dapat digambar: bentuk, pelaksana, dan jawabannya sesuai.

    Dasar: PermenPAN-RB 35/2012: belah ketupat adalah satu keputusan oleh satu pelaksana, dengan dua jawaban atau lebih; buku ini
    menggambar dua atau tiga.

    Perbaikan: tulis `keputusan: {ya: ..., tidak: ...}` dengan satu pelaksana dan tanpa `bentuk`; di samping `simpul` tidak ada
    `pelaksana`, `bentuk`, `keputusan`, dan `ke`.
""")

told_by_loader(("pelaksana",), """Pelaksana langkah harus ada dalam daftar kolom pelaksana.

    Dasar: PermenPAN-RB 35/2012: setiap simbol terletak pada kolom pelaksananya.

    Perbaikan: pakai kunci yang tertulis pada `pelaksana` di atas `langkah`, masing-masing sekali, atau tambahkan kolomnya di sana.
""")

told_by_loader(("prosedur",), """SOP memuat satu prosedur, atau beberapa dalam `prosedur`, bukan keduanya.

    Dasar: format berkas sumber: `pelaksana` dan `langkah` di samping `prosedur` tidak jelas termasuk tabel yang mana.

    Perbaikan: pindahkan `pelaksana` dan `langkah` ke dalam salah satu butir `prosedur`.
""")

told_by_loader(("id", "id-ganda"), """Setiap id dipakai satu kali dan dapat dibedakan dari kata lain.

    Dasar: format berkas sumber: id menjadi alamat tautan; dua id yang sama, atau id yang berupa angka atau kata `lanjut` dan `selesai`,
    membuat tujuan tidak jelas.

    Perbaikan: beri nama lain; id SOP adalah nama berkasnya tanpa nomor urut.
""")

told_by_loader(("tautan", "sisipan"), """Tautan dan sisipan harus menuju sesuatu yang ada dan tertulis utuh.

    Dasar: praktik: tautan yang putus baru diketahui pembaca setelah buku terbit.

    Perbaikan: tulis `[teks](sop:id)`, `[teks](bab:nama-berkas)`, `[teks](#judul)`, atau alamat https; sisipan `[[simbol]]` dan
    `[[daftar-sop]]` berdiri sendiri sebagai paragraf; SOP di luar buku ini ditulis dengan nama lengkapnya.
""")

told_by_loader(("peraturan",), """Peraturan yang disebut dengan id harus ada di book/peraturan.yaml.

    Dasar: praktik: peraturan ditulis satu kali dalam daftar, sehingga sitasinya sama di seluruh buku.

    Perbaikan: tambahkan peraturan itu di book/peraturan.yaml, atau tulis sitasinya lengkap.
""")

told_by_loader(("pejabat", "paraf"), """Pejabat yang disebut harus ada di book/book.yaml, dengan tugas yang sesuai.

    Dasar: tata naskah dinas: nama, pangkat, dan NIP penanda tangan dicetak dari satu daftar; pengesah menandatangani dan tidak
    membubuhkan paraf.

    Perbaikan: pakai kunci yang tertulis pada `pejabat` di book/book.yaml, atau tambahkan pejabatnya di sana.
""")

told_by_loader(("bagian", "bidang"), """Bagian dan bidang buku sesuai dengan berkas dan foldernya.

    Dasar: praktik: berkas yang tidak disebut tidak tercetak tanpa seorang pun menyadarinya; peringatan apabila berkas atau folder
    tertinggal, kesalahan apabila yang disebut tidak ada.

    Perbaikan: samakan `bagian` dan `bidang` di book/book.yaml dengan isi folder book/ dan sops/; satu folder untuk satu bidang.
""")

told_by_loader(("nama-berkas",), """Nama berkas hanya memuat huruf kecil, angka, dan tanda hubung, dan berada di tempatnya.

    Dasar: format berkas sumber: nama berkas menjadi id dan alamat; berkas dengan nama atau tempat lain tidak dibaca.

    Perbaikan: ganti namanya, misalnya `03-surat-masuk.yaml`, dan letakkan SOP dalam folder bidangnya.
""")

told_by_loader(("kepala",), """Setiap bab diawali kepala berkas yang memuat judulnya.

    Dasar: format berkas sumber: judul dan jenis bab dibaca dari kepala berkas.

    Perbaikan: mulai berkas dengan tiga baris: `---`, `judul: ...`, dan `---`.
""")

told_by_loader(("judul", "markdown", "html", "dalam"), """Naskah hanya memakai susunan yang dapat dicetak dalam buku.

    Dasar: format naskah: paragraf, judul `##` sampai dengan `####`, daftar, tabel, kutipan, gambar, tebal, dan miring; HTML dan
    susunan yang terlalu dalam akan tercetak rusak.

    Perbaikan: tulis dengan Markdown biasa, ratakan daftar yang bertingkat lebih dari empat, dan beri baris kosong di antara susunan
    yang berbeda.

    Contoh: `<b>penting</b>` seharusnya `**penting**`
""")

told_by_loader(("gambar", "gambar-rusak", "alt"), """Gambar berdiri sendiri, utuh, dan mempunyai teks pengganti.

    Dasar: PDF/UA dan praktik: gambar yang rusak tercetak kosong, dan gambar tanpa teks pengganti tidak terbaca oleh pembaca layar.

    Perbaikan: tulis `![uraian gambar](berkas.png)` pada barisnya sendiri; pakai PNG, JPEG, atau SVG yang utuh.
""")

told_by_loader(("lampiran", "tabel", "csv"), """Lampiran memuat satu isi, dan tabelnya sama lebar pada setiap baris.

    Dasar: format berkas sumber: lampiran berupa tabel, naskah, atau daftar SOP; sel yang kurang atau lebih menggeser isi tabel.

    Perbaikan: tulis tepat satu dari `tabel`, `berkas`, atau `daftar_sop`; samakan jumlah sel dengan `kolom`; sel CSV yang memuat koma
    diapit tanda kutip ganda.
""")

told_by_loader(("berkas-tiada", "berkas-baca", "di-luar"), """Berkas yang disebut ada, dapat dibaca, dan berada dalam folder buku.

    Dasar: praktik: buku harus dapat dibuat ulang dari foldernya sendiri, di komputer mana pun.

    Perbaikan: periksa namanya (huruf besar dan kecil berbeda), simpan berkasnya di folder buku, dan tulis alamatnya relatif.
""")

told_by_loader(("besar", "panjang"), """Berkas, teks, dan tabel tidak melampaui batasnya.

    Dasar: batas bukusop: sumber sebesar ini hampir selalu tanda kutip yang tidak ditutup atau berkas yang salah.

    Perbaikan: periksa tanda kutipnya, perkecil gambarnya, atau bagi menjadi beberapa berkas.
""")

told_by_loader(("utf-8", "kendali"), """Berkas tersimpan sebagai teks UTF-8 tanpa karakter kendali.

    Dasar: Unicode: pengodean lain dan karakter yang tidak terlihat tercetak sebagai huruf yang salah, atau menyesatkan pembaca.

    Perbaikan: simpan kembali berkas sebagai UTF-8, dan hapus karakter yang disebut.
""")

told_by_loader(("profil", "kolom", "pola"), """Profil format harus ada dan lengkap.

    Dasar: tata naskah dinas instansi, yang dituangkan dalam templates/profil/: kolom, lebar, dan isian polanya harus dikenal.

    Perbaikan: pakai profil yang tersedia, atau perbaiki isian profil yang disebut.
""")

told_by_loader(("alamat", "rahasia", "sidik", "warna"), """Alamat, warna, sidik server, dan tempat kata sandi ditulis
    dengan bentuk yang dikenal.

    Dasar: keamanan: laman verifikasi dan layanan tanda tangan dihubungi lewat https, dan kata sandi tidak disimpan dalam berkas sumber.

    Perbaikan: awali alamat dengan https://; tulis cara membaca kata sandinya, bukan kata sandinya.
""")

told_by_loader(("komentar", "kutip"), """Tanda `#` dan tanda kutip lengkung dapat dibaca lain oleh YAML.

    Dasar: YAML: teks sesudah ` #` adalah komentar dan tidak tercetak, sedangkan tanda kutip lengkung tidak mengapit teks dan ikut tercetak.

    Perbaikan: apit teks yang memuat ` #` dengan tanda kutip lurus; ganti tanda kutip lengkung dengan tanda kutip lurus, atau hapus.
""", Severity.WARNING)

told_by_loader(("kosong",), """Bab yang disebut dalam buku berisi naskah.

    Dasar: praktik: bab tanpa isi tercetak sebagai halaman berjudul saja.

    Perbaikan: tulis isinya di bawah kepala berkas, atau hapus bab itu dari `bagian` di book/book.yaml.
""", Severity.WARNING)
