// Halaman pantau: keadaan datang sebagai acara, ditampilkan apa adanya. Semua tulisan masuk sebagai teks, bukan HTML.
"use strict";

const el = (id) => document.getElementById(id);
const seconds = (value) => value.toFixed(2).replace(".", ",");
// Firefox mengingat halaman dan ukuran setiap dokumen; peramban lain diberi tahu melalui alamatnya.
const remembers = /Firefox\//.test(navigator.userAgent);
const WAIT = 260;      // milidetik sesudah dimuat: penampil PDF belum selesai menggambar saat mengatakan telah memuat
const LONGEST = 3000;  // tampilkan juga bila peramban tidak memberi tahu bahwa PDF telah dimuat

let state = null;
let page = {};         // halaman yang dipilih, untuk setiap lembar
let front = null;      // bingkai yang tampak
let address = "";      // PDF yang tampak atau sedang dimuat

function fragment() {
  const number = page[state.leaf.part] || 1;
  const parts = remembers ? [] : ["navpanes=0"];
  if (!remembers || number > 1 || el("ukuran").value) parts.push("page=" + number);
  if (el("ukuran").value) parts.push("view=" + el("ukuran").value);
  return parts.length ? "#" + parts.join("&") : "";
}

// PDF baru dimuat di bawah yang lama, lalu bertukar tempat: tidak ada kedipan kosong.
function showLeaf() {
  if (!state.leaf) return;
  const wanted = state.leaf.url + fragment();
  if (wanted === address) return;
  address = wanted;
  for (const old of document.querySelectorAll("#lembar iframe")) if (old !== front) old.remove();
  const next = document.createElement("iframe");
  next.title = "Lembar sebagai PDF";
  let swapped = false;
  const swap = () => {
    if (swapped || !next.isConnected) return;
    swapped = true;
    next.classList.add("depan");
    el("kosong").hidden = true;
    if (front) front.remove();
    front = next;
  };
  next.addEventListener("load", () => setTimeout(swap, WAIT));
  setTimeout(swap, LONGEST);
  next.src = wanted;
  el("lembar").append(next);
}

function showPages() {
  const leaf = state.leaf;
  el("halaman").hidden = !leaf || leaf.pages < 2;
  if (!leaf) return;
  page[leaf.part] = Math.min(page[leaf.part] || 1, leaf.pages);
  el("nomor").textContent = "Halaman " + page[leaf.part] + " dari " + leaf.pages;
  el("mundur").disabled = page[leaf.part] <= 1;
  el("maju").disabled = page[leaf.part] >= leaf.pages;
}

function turn(step) {
  if (!state || !state.leaf) return;
  page[state.leaf.part] = Math.max(1, Math.min(state.leaf.pages, (page[state.leaf.part] || 1) + step));
  showPages();
  showLeaf();
}

let listed = "";
function showParts() {
  const select = el("bagian");
  const now = JSON.stringify(state.parts);
  if (now !== listed) {
    listed = now;
    select.replaceChildren();
    const groups = new Map();
    for (const part of state.parts) {
      if (!groups.has(part.group)) {
        const group = document.createElement("optgroup");
        group.label = part.group;
        groups.set(part.group, group);
        select.append(group);
      }
      const option = document.createElement("option");
      option.value = part.id;
      option.textContent = part.title;
      groups.get(part.group).append(option);
    }
    if (!state.parts.length) select.append(new Option("belum ada"));
  }
  select.disabled = !state.parts.length;
  if (state.parts.length) select.value = state.shown;
}

// Kalimat sebuah temuan; yang diapit tanda ` adalah kutipan dari naskah.
function line(name, text) {
  const p = document.createElement("p");
  p.className = name;
  text.split("`").forEach((piece, index, all) => {
    const quoted = index % 2 && index < all.length - 1;
    const node = document.createElement(quoted ? "code" : "span");
    node.textContent = quoted || index % 2 === 0 ? piece : "`" + piece;
    p.append(node);
  });
  return p;
}

const WORDS = {error: "Kesalahan", peringatan: "Peringatan", saran: "Saran"};

function showFindings() {
  const list = el("temuan");
  list.replaceChildren(...state.findings.map((item) => {
    const li = document.createElement("li");
    li.className = item.severity;
    const place = line("tempat", item.place);
    const text = item.message.charAt(0).toUpperCase() + item.message.slice(1);
    const message = line("isi", " " + text + ".");
    const kind = document.createElement("span");
    kind.className = "jenis";
    kind.textContent = (WORDS[item.severity] || item.severity) + ":";
    message.prepend(kind);
    li.append(place, message);
    if (item.hint) li.append(line("petunjuk", item.hint.charAt(0).toUpperCase() + item.hint.slice(1)));
    return li;
  }));
  const counts = Object.keys(WORDS).map((kind) => [state.findings.filter((item) => item.severity === kind).length, WORDS[kind]]);
  const told = counts.filter(([count]) => count).map(([count, word]) => count + " " + word.toLowerCase()).join(", ");
  el("judul").textContent = told ? "Temuan: " + told : "Temuan";
  el("rapi").hidden = Boolean(state.findings.length || state.fault || state.broken);
}

function showBanner() {
  const lines = [];
  if (state.broken) lines.push(state.leaf ? "Naskah sedang bermasalah; yang tampak adalah hasil baik terakhir." : "Naskah sedang bermasalah.");
  if (state.fault) lines.push(state.fault);
  el("pita").hidden = !lines.length;
  el("pita").textContent = lines.join(" ");
  if (!state.leaf) {
    el("kosong").textContent = state.working ? "Menyiapkan lembar …"
      : state.broken ? "Belum ada lembar yang dapat ditampilkan. Perbaiki temuan yang tertulis di sini, lalu simpan."
      : "Belum ada lembar yang dapat ditampilkan.";
  }
}

function ago(then) {
  const passed = Math.max(0, Math.round(Date.now() / 1000 - then));
  if (passed < 2) return "baru saja";
  if (passed < 60) return passed + " detik yang lalu";
  if (passed < 3600) return Math.floor(passed / 60) + " menit yang lalu";
  return "pukul " + new Date(then * 1000).toLocaleTimeString("id-ID", {hour: "2-digit", minute: "2-digit"});
}

function showStatus() {
  if (!state) return;
  const leaf = state.leaf;
  let text = state.working ? "Memperbarui …" : "";
  if (!text && leaf) {
    text = "Diperbarui " + ago(leaf.made) + ", dibuat dalam " + seconds(leaf.seconds) + " detik";
    if (leaf.part !== state.shown) text = "Belum dapat dibuat";
  }
  el("status").textContent = text || "Menunggu naskah diperbaiki";
}

function connected(good) {
  el("sambungan").classList.toggle("putus", !good);
  el("sambungan").lastElementChild.textContent = good ? "tersambung" : "terputus; jalankan lagi make watch";
}

el("mundur").addEventListener("click", () => turn(-1));
el("maju").addEventListener("click", () => turn(1));
el("ukuran").addEventListener("change", () => state && showLeaf());
el("bagian").addEventListener("change", () => {
  fetch("/lihat/" + encodeURIComponent(el("bagian").value)).catch(() => connected(false));
});

function show(news) {
  state = news;
  document.title = (state.broken || state.fault ? "⚠ " : "") + (state.book || "Pantau SOP");
  showParts();
  showPages();
  showFindings();
  showBanner();
  showStatus();
  showLeaf();
}

function listen() {
  const source = new EventSource("/acara");
  source.addEventListener("open", () => connected(true));
  source.addEventListener("keadaan", (event) => show(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    connected(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);   // peramban yang tidak mencoba lagi sendiri
  });
}

listen();
setInterval(showStatus, 1000);
