// Halaman pencarian: menjawab sambil diketik dari indeks di `../pagefind/`. Teks dari indeks hanya masuk sebagai teks, tidak pernah sebagai HTML.
const akar = new URL("../", import.meta.url);
const JEDA = 120;       // milidetik setelah ketukan terakhir
const SEKALI = 10;      // hasil yang ditampilkan sekali

const cari = (id) => document.getElementById(id);
const formulir = cari("cari"), kata = cari("kata"), bidang = cari("bidang"), keadaan = cari("keadaan");
const daftar = cari("hasil"), lagi = cari("lagi"), semua = cari("semua");
let mesin = null, giliran = 0, penunda = 0, temuan = [], tampil = 0;

// Mesin pencari baru dimuat ketika pertama kali diperlukan; bila tidak dapat dimuat, nama SOP pada halaman ini sendiri yang dicari.
const muat = () => mesin ??= import(new URL("pagefind/pagefind.js", akar).href).then(async (modul) => {
  await modul.options({ baseUrl: "/", excerptLength: 26, ranking: { pageLength: 0, termSimilarity: 2 } });
  await modul.init();
  return modul;
}).catch(() => ({ search: cariNama }));

const cariNama = async (teks) => {
  const potongan = teks.toLocaleLowerCase("id").split(/\s+/);
  const cocok = [...semua.querySelectorAll("a")].filter((tautan) => {
    const nama = tautan.parentElement.textContent.toLocaleLowerCase("id");
    return potongan.every((satu) => nama.includes(satu));
  });
  return { results: cocok.map((tautan) => ({ data: async () => ({ alamat: tautan.href, meta: { title: tautan.textContent }, excerpt: "" }) })) };
};

const unsur = (nama, kelas, teks) => {
  const baru = document.createElement(nama);
  if (kelas) baru.className = kelas;
  if (teks) baru.textContent = teks;
  return baru;
};

// Pagefind hanya menyandikan kedua tanda ini.
const biasa = (teks) => teks.replaceAll("&lt;", "<").replaceAll("&gt;", ">");

const kutipan = (teks) => {
  const alinea = unsur("p", "kutipan");
  teks.split(/(<mark>[^]*?<\/mark>)/).forEach((bagian) => {
    if (!bagian) return;
    const isi = bagian.startsWith("<mark>") ? bagian.slice(6, -7) : "";
    alinea.append(isi ? unsur("mark", "", biasa(isi)) : document.createTextNode(biasa(bagian)));
  });
  return alinea;
};

const butir = (data) => {
  const baris = unsur("li"), tautan = unsur("a", "", data.meta.title);
  tautan.href = data.alamat || new URL((data.raw_url || data.url).replace(/^\/+/, ""), akar).href;
  baris.append(tautan);
  const rinci = [data.meta.jenis, data.meta.nomor, data.filters?.bidang?.[0], data.meta.status].filter(Boolean).join(" · ");
  if (rinci) baris.append(unsur("p", "rinci", rinci));
  const polos = data.excerpt ? biasa(data.plain_excerpt) : "";
  if (polos && polos.replace(/\.$/, "") !== data.meta.title) {
    const alinea = kutipan(data.excerpt);
    if (!data.content.startsWith(polos)) alinea.prepend("… ");
    if (!data.content.trim().endsWith(polos)) alinea.append(" …");
    baris.append(alinea);
  }
  return baris;
};

// Bila tidak ada kata yang cocok, mesin memberi kata terpanjang yang menjadi awalnya: satu dua huruf bukan jawaban atas sebuah kata.
// Nama dan nomor ikut dicari tetapi tidak ditandai: di situ kata yang kena dicari sendiri.
const meleset = (data, teks) => {
  const suku = (isi) => isi.toLocaleLowerCase("id").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const tanda = [...(data.excerpt || "").matchAll(/<mark>([^]*?)<\/mark>/g)].map(([, isi]) => suku(isi).join(""));
  const nama = suku(`${data.meta.title} ${data.meta.nomor || ""}`), dicari = suku(teks);
  const kena = tanda.length ? tanda : nama.filter((isi) => dicari.some((satu) => satu.startsWith(isi) || isi.startsWith(satu)));
  return kena.length > 0 && kena.every((isi) => isi.length < 3) && teks.split(/\s+/).every((satu) => satu.length > 3);
};

// Memberi hasil dan teks yang benar-benar dicari: kata yang tidak dikenal dipendekkan dari belakang, sampai paling pendek empat huruf.
const telusuri = async (modul, teks, nomor) => {
  for (let dicari = teks; ; ) {
    const { results } = await modul.search(dicari, bidang.value ? { filters: { bidang: bidang.value } } : {});
    if (nomor !== giliran || (results.length && !meleset(await results[0].data(), dicari))) return [results, dicari];
    const pendek = dicari.replace(/\S{4,}/g, (satu) => satu.length > 4 ? satu.slice(0, -1) : satu);
    if (pendek === dicari || teks.length - pendek.length > 8) return [[], teks];
    dicari = pendek;
  }
};

const lanjutkan = async (nomor) => {
  const isi = await Promise.all(temuan.slice(tampil, tampil + SEKALI).map((satu) => satu.data()));
  if (nomor !== giliran) return;
  const baru = isi.map(butir);
  if (!tampil) daftar.replaceChildren();
  daftar.append(...baru);
  tampil += isi.length;
  lagi.hidden = tampil >= temuan.length;
  return baru;
};

const kosongkan = () => {
  temuan = [];
  tampil = 0;
  daftar.replaceChildren();
  daftar.hidden = lagi.hidden = true;
  semua.hidden = false;
  keadaan.textContent = "";
};

const catat = (teks) => {
  const alamat = new URL(location.href);
  for (const [nama, nilai] of [["q", teks], ["bidang", bidang.value]]) nilai ? alamat.searchParams.set(nama, nilai) : alamat.searchParams.delete(nama);
  if (alamat.href !== location.href) history.replaceState(null, "", alamat);
};

const jawab = async () => {
  clearTimeout(penunda);
  const nomor = ++giliran, teks = kata.value.trim();
  catat(teks);
  if (!teks) return kosongkan();
  const modul = await muat();
  if (nomor !== giliran) return;
  const [hasil, dicari] = await telusuri(modul, teks, nomor);
  if (nomor !== giliran) return;
  temuan = hasil;
  tampil = 0;
  await lanjutkan(nomor);
  if (nomor !== giliran) return;
  daftar.hidden = !temuan.length;
  semua.hidden = true;
  const tempat = bidang.value ? ` di ${bidang.value}` : "";
  const kurang = dicari === teks ? "" : `Tidak ada “${teks}”. `;
  keadaan.textContent = temuan.length ? `${kurang}${temuan.length} hasil untuk “${dicari}”${tempat}` :
    `Tidak ada hasil untuk “${teks}”${tempat}. Coba kata lain atau kata yang lebih pendek.`;
};

const pindah = (kejadian) => {
  if (!["ArrowDown", "ArrowUp"].includes(kejadian.key) || kejadian.altKey || kejadian.ctrlKey || kejadian.metaKey) return;
  const tautan = [...daftar.querySelectorAll("a")], di = tautan.indexOf(document.activeElement);
  if (daftar.hidden || !tautan.length || (di < 0 && document.activeElement !== kata)) return;
  kejadian.preventDefault();
  const ke = kejadian.key === "ArrowDown" ? di + 1 : di - 1;
  if (ke >= tautan.length) return;
  (ke < 0 ? kata : tautan[ke]).focus();
};

formulir.addEventListener("submit", (kejadian) => { kejadian.preventDefault(); jawab(); });
kata.addEventListener("input", () => { clearTimeout(penunda); penunda = setTimeout(jawab, JEDA); });
kata.addEventListener("focus", muat, { once: true });
bidang.addEventListener("change", jawab);
lagi.addEventListener("click", async () => { (await lanjutkan(giliran))?.[0].querySelector("a").focus(); });
document.addEventListener("keydown", pindah);
document.addEventListener("keydown", (kejadian) => {
  if (kejadian.key !== "Escape" || kejadian.isComposing || !kata.value) return;
  kejadian.preventDefault();
  kata.value = "";
  kata.focus();
  jawab();
});

const awal = new URL(location.href).searchParams;
kata.value = (awal.get("q") || "").slice(0, 200);
if ([...bidang.options].some((pilihan) => pilihan.value === awal.get("bidang"))) bidang.value = awal.get("bidang");
formulir.hidden = false;
if (kata.value) jawab();
