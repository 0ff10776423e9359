"""Curated words of official Indonesian: what is often misspelt, how verbs are built, what names an office holder.

No dictionary: a word that is not here is nothing to speak of.
"""

from __future__ import annotations

import re

_PAIR = re.compile(r"\s*;\s*")


def _pairs(text: str) -> dict[str, str]:
    """Read "wrong: right; wrong: right"."""
    pairs = (pair.split(":") for pair in _PAIR.split(text.strip()) if pair)
    return {" ".join(wrong.split()): " ".join(right.split()) for wrong, right in pairs}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MISSPELT = _pairs("""
aktifitas: aktivitas; aktip: aktif; analisa: analisis; menganalisa: menganalisis; dianalisa: dianalisis;
beresiko: berisiko; berresiko: berisiko;
dipraktekkan: dipraktikkan; mempraktekkan: mempraktikkan; antri: antre; antrian: antrean; apotik: apotek; azas: asas; azasi: asasi;
atlit: atlet; bertanggungjawab: bertanggung jawab; cidera: cedera; cinderamata: cendera mata;
dipertanggung jawabkan: dipertanggungjawabkan; detil: detail; diagnosa: diagnosis; disain: desain; dokumentir: dokumentasi; dollar: dolar;
efektifitas: efektivitas; ekstrim: ekstrem; enerji: energi; export: ekspor; faham: paham; fihak: pihak;
fikir: pikir; frekwensi: frekuensi; fotocopy: fotokopi; photocopy: fotokopi; photokopi: fotokopi; foto copy: fotokopi;
foto kopi: fotokopi; gubenur: gubernur; hakekat: hakikat; handal: andal; hembus: embus; himbau: imbau; himbauan: imbauan;
menghimbau: mengimbau; dihimbau: diimbau; hipotesa: hipotesis; hirarki: hierarki; hutang: utang;
ijasah: ijazah; ijin: izin; diijinkan: diizinkan; mengijinkan: mengizinkan; perijinan: perizinan; seijin: seizin;
import: impor; inventarisir: inventarisasi; isteri: istri; jadual: jadwal; penjadualan: penjadwalan;
jaman: zaman; jendral: jenderal; jum'at: Jumat; kadaluarsa: kedaluwarsa; kadaluwarsa: kedaluwarsa; karir: karier;
kerjasama: kerja sama; komplit: komplet; konkrit: konkret; konsekwensi: konsekuensi; kontinyu: kontinu;
koordinir: koordinasi; dikoordinir: dikoordinasikan; mengkoordinir: mengoordinasikan; mengkoordinasikan: mengoordinasikan;
kordinasi: koordinasi; kordinator: koordinator; kreatifitas: kreativitas; kuatir: khawatir; kwalitas: kualitas;
kwantitas: kuantitas; kwartal: kuartal; kwitansi: kuitansi; legalisir: legalisasi; dilegalisir: dilegalisasi;
melegalisir: melegalisasi; managemen: manajemen; menejemen: manajemen; mempedomani: memedomani; mempengaruhi: memengaruhi;
mensosialisasikan: menyosialisasikan; mensukseskan: menyukseskan; mensurvei: menyurvei;
mentaati: menaati; mentandatangani: menandatangani; menterjemahkan: menerjemahkan; merubah: mengubah; dirubah: diubah;
perubahaan: perubahan; metoda: metode; milyar: miliar; motifasi: motivasi; nampak: tampak; nasehat: nasihat;
nomer: nomor; non aktif: nonaktif; obyek: objek; obyektif: objektif; organisir: organisasi; diorganisir: diorganisasi;
paska: pasca; perduli: peduli; pengrajin: perajin; personil: personel; praktek: praktik; prosentase: persentase;
produktifitas: produktivitas; projek: proyek; propinsi: provinsi; rejeki: rezeki; resiko: risiko;
rekapitulir: rekapitulasi; respon: respons; rubah: ubah; seksama: saksama; sekedar: sekadar; sekertaris: sekretaris;
sekertariat: sekretariat; silahkan: silakan; sintesa: sintesis; sistim: sistem; sistimatis: sistematis; sistimatika: sistematika;
standarisasi: standardisasi; standart: standar; sub bagian: subbagian; sub bidang: subbidang;
subyek: subjek; subyektif: subjektif; supir: sopir; survey: survei; syah: sah; syahkan: sahkan; disyahkan: disahkan;
mensyahkan: mengesahkan; tanda tangani: tandatangani; tandatangan: tanda tangan; tanggungjawab: tanggung jawab; tatacara: tata cara;
tatausaha: tata usaha; tauladan: teladan; team: tim; tehnik: teknik; tehnis: teknis; tekhnis: teknis; tehnologi: teknologi;
telpon: telepon; terimakasih: terima kasih; terlanjur: telanjur; trampil: terampil;
trilyun: triliun; ujicoba: uji coba; varitas: varietas; walikota: wali kota;
antar instansi: antarinstansi; antar bidang: antarbidang; antar unit: antarunit; antar bagian: antarbagian;
diatas: di atas; dibawah: di bawah; didalam: di dalam; diluar: di luar; didepan: di depan; dibelakang: di belakang;
disamping: di samping; diantara: di antara; disekitar: di sekitar; disini: di sini; disana: di sana; dimana: di mana;
ditempat: di tempat; dikantor: di kantor; dilapangan: di lapangan; kedalam: ke dalam; keatas: ke atas; kebawah: ke bawah;
kemana: ke mana; kesini: ke sini; ketempat: ke tempat; dimuka: di muka;
di tanda tangani: ditandatangani; di tandatangani: ditandatangani; ditanda tangani: ditandatangani; di buat: dibuat;
di kirim: dikirim; di kirimkan: dikirimkan; di terima: diterima; di serahkan: diserahkan; di sampaikan: disampaikan;
di laksanakan: dilaksanakan; di lakukan: dilakukan; di tetapkan: ditetapkan; di periksa: diperiksa; di catat: dicatat;
di setujui: disetujui; di tolak: ditolak; di simpan: disimpan; di berikan: diberikan; di ajukan: diajukan; di isi: diisi;
di gunakan: digunakan; di perbaiki: diperbaiki; di kembalikan: dikembalikan; di teruskan: diteruskan; di sahkan: disahkan;
yg: yang; dgn: dengan; utk: untuk; dlm: dalam; krn: karena; jg: juga; thd: terhadap
""")
"""Frequent misspellings of official texts and what is right; some of several words."""

MONTHS = {
    "january": 0, "janwari": 0, "januri": 0, "jannuari": 0, "janauri": 0,
    "pebruari": 1, "febuari": 1, "februai": 1, "pebuari": 1, "peberuari": 1, "febrari": 1, "february": 1, "februarii": 1, "fabruari": 1,
    "march": 2, "meret": 2, "marret": 2, "maart": 2,
    "apr": 3, "appril": 3, "aprill": 3, "aprl": 3, "avril": 3,
    "may": 4, "mey": 4,
    "june": 5, "juny": 5, "yuni": 5, "junni": 5,
    "july": 6, "yuli": 6, "jully": 6, "julli": 6,
    "august": 7, "agstus": 7, "augustus": 7, "agustust": 7, "agutus": 7, "agusuts": 7, "augstus": 7,
    "sept": 8, "sebtember": 8, "septembr": 8, "setember": 8, "septemper": 8,
    "october": 9, "okteber": 9, "oktobr": 9, "octobr": 9, "oktobler": 9,
    "nopember": 10, "nofember": 10, "novembr": 10, "nopembr": 10, "novemver": 10, "nevember": 10,
    "december": 11, "desembr": 11, "desenber": 11, "desmber": 11, "decembr": 11, "desembar": 11,
}
"""Misspelt and foreign months, with the number (from 0) of what was meant."""

MONTHS_ALONE = frozenset(MONTHS) - {"march", "may", "june", "apr", "sept", "mey", "juny", "meret", "august", "july"}
"""Those that are months even where no day or year stands beside them: the others may be names or words."""

FUNCTION_WORDS = _words("""
yang dan di ke dari untuk dengan pada dalam oleh atau adalah akan telah sudah tidak bahwa serta maka agar para ini itu jika apabila
kepada terhadap sebagai secara tersebut tentang karena sehingga dapat harus wajib belum setelah sebelum melalui antara bagi atas ialah
merupakan lalu kemudian juga guna hingga sampai bila yaitu yakni
""")
"""Words that nobody doubles on purpose."""

REDUPLICATED = _words("""
masing rata sama tiap surat benar hal macam lain satu sungguh kira lebih teman anak orang buku berkas data dokumen syarat langkah
tugas nama bagian unsur undang alat bahan barang pihak warga upaya cita kata sehari lambat mudah cepat baik hati betul
""")
"""Words of which two in a row are a reduplication without its hyphen."""

ACTIVE = _words("""
menerima memeriksa menyusun membuat mengirim mengirimkan mencatat menyerahkan menyampaikan menandatangani menetapkan mengesahkan
memverifikasi memvalidasi meneliti menelaah mengajukan mengisi menghimpun menyiapkan menilai membahas menghitung menguji mencocokkan
merekam membukukan menerbitkan menentukan melaksanakan memutuskan memperbaiki melengkapi membuka menyesuaikan meninjau memilah
memberitahukan memantau mewawancarai mereviu merancang menyimpan menyetujui menyelenggarakan menulis mengunduh mengunggah mengumumkan
mengumpulkan mendaftarkan memberi memberikan membayar membandingkan membagikan memasukkan melaporkan menyimpulkan menutup menugaskan
menjelaskan menindaklanjuti mengevaluasi menganalisis mencetak memproses memilih membubuhkan menunjuk mengundang mengukur mengubah
mengembalikan mengambil mengadakan meneruskan menagih meminta memanggil mendisposisikan mengagendakan mengarsipkan menggandakan
memaraf membacakan mengonsep mengoreksi merekapitulasi menginput mengusulkan mengantar menyalurkan mendistribusikan melayani
mengawasi membina mendampingi memeriksakan mengklarifikasi mengidentifikasi mengoordinasikan memfotokopi melegalisasi memindai
membersihkan merawat memelihara mengelola menyetorkan mencairkan memotong menimbang mengemas menempelkan menghubungi mengonfirmasi
""")
"""Verbs of steps, from which the nouns and bare stems that people write instead are known."""

ACTIVE_OF = _pairs("""
rapat: mengadakan rapat; verifikasi: memverifikasi; validasi: memvalidasi; koordinasi: mengoordinasikan; evaluasi: mengevaluasi;
konsultasi: berkonsultasi; disposisi: memberi disposisi; survei: melaksanakan survei; sosialisasi: menyosialisasikan;
klarifikasi: mengklarifikasi; konfirmasi: mengonfirmasi; identifikasi: mengidentifikasi; analisis: menganalisis;
inventarisasi: menginventarisasi; rekapitulasi: merekapitulasi; legalisasi: melegalisasi; arsip: mengarsipkan;
input: memasukkan; entri: memasukkan; cek: memeriksa; monitoring: memantau; review: mereviu; reviu: mereviu; paraf: memaraf;
fotokopi: memfotokopi; pelatihan: melaksanakan pelatihan; persetujuan: menyetujui; permintaan: meminta; permohonan: mengajukan permohonan;
pelaporan: melaporkan; penandatanganan: menandatangani; pengarsipan: mengarsipkan; musyawarah: bermusyawarah; presentasi: memaparkan
""")
"""Nouns that stand where a verb belongs."""

PASSIVE = _pairs("""
disahkan: mengesahkan; dicek: mengecek; dicap: mengecap; diketahui: mengetahui; dikaji: mengkaji; dipunyai: mempunyai;
diterjemahkan: menerjemahkan; dipelajari: mempelajari; diperoleh: memperoleh; diperiksa: memeriksa; diperintahkan: memerintahkan;
diperlukan: memerlukan; dilas: mengelas; dipercayakan: memercayakan; dipraktikkan: mempraktikkan
""")
"""Passive verbs whose active form the rules of sound do not give."""

BASE_VERBS = _words("hadir datang masuk keluar kembali tiba pulang ikut turun naik pindah tampil singgah")
"""Active verbs without a prefix."""

CAPSULES = _words("mulai selesai")

NOT_VERBS = _words("""
media medis mekanisme mebel meja menit menteri mentor menu mesin meteran meterai materai metode memo memori memorandum mengenai menurut
melalui meski meskipun merek merah mereka mesjid metrik
berkas berita bersama berdasarkan berikut berbagai berapa beras berat berlian beranda bertahap berkala bersih beras berulang
""")
"""Words that only look like verbs with me- or ber-."""

ADVERBS = _words("segera kembali lalu kemudian selanjutnya turut ikut bersama bersama-sama langsung tetap terus wajib harus tidak")
"""Words that may stand before the verb of a step."""

OPENERS = _words("""
jika apabila bila bilamana setelah sesudah sebelum untuk berdasarkan dalam pada terhadap atas dengan secara bagi sesuai dari melalui
menurut selama setiap
""")
"""Words that open a clause before the sentence's own verb."""

OFFICE_WORDS = _words("""
staf petugas kepala pemohon kasubbag kasubag kasubbid kabid kabag kasi kasie kadis kadin bendahara sekretaris pimpinan pejabat
menteri operator admin administrator verifikator bupati wakil camat lurah sekda sekdis pegawai pengadministrasi agendaris arsiparis analis
penyuluh warga masyarakat tim panitia ppk pptk kpa resepsionis pengelola pengurus peserta pelapor pengadu atasan pelaksana pengguna
kasir satpam inspektur asisten direktur anggota ketua
""")
"""Words with which the name of an office holder or a party begins."""

DIFFERENT = frozenset({frozenset({"pengajian", "penggajian"}), frozenset({"pengalian", "penggalian"})})
"""Different words that are written nearly alike."""
