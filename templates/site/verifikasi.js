/* Memeriksa PDF: SHA-256 dihitung di peramban, dicocokkan dengan register.json. Tidak ada yang diunggah. */
"use strict";
(() => {
  const root = new URL("../", document.currentScript.src);

  /* SHA-256 di dalam teks seperti yang ditulis sha256sum dan certutil, juga berpasangan; "" bila tidak ada. */
  const hashIn = (text) => {
    const small = text.toLowerCase(), bare = small.replace(/[\s:-]/g, "");
    return small.match(/(?:^|[^0-9a-f])([0-9a-f]{64})(?![0-9a-f])/)?.[1] ?? (/^[0-9a-f]{64}$/.test(bare) ? bare : "");
  };

  const make = (name, text, className) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  };
  const link = (path, text) => {
    const element = make("a", text);
    element.href = new URL(path, root).href;
    return element;
  };
  const MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"];
  const day = (iso) => {
    const [year, month, date] = iso.split("-").map(Number);
    return `${date} ${MONTHS[month - 1]} ${year}`;
  };
  const size = (count) => (count < 1e6 ? `${Math.max(1, Math.round(count / 1e3))} kB` : `${(count / 1e6).toFixed(1).replace(".", ",")} MB`);

  /* Tombol salin pada SHA-256, di halaman satu dokumen. */
  const copyButtons = () => {
    if (!navigator.clipboard) return;
    for (const code of document.querySelectorAll("code[data-salin]")) {
      const button = make("button", "Salin", "ringan kecil");
      button.type = "button";
      button.append(make("span", " SHA-256", "tersembunyi"));
      const told = make("span", "", "lemah");
      told.setAttribute("role", "status");
      button.addEventListener("click", async () => {
        told.textContent = "";
        try {
          await navigator.clipboard.writeText(code.textContent);
          told.textContent = "Disalin.";
        } catch {
          getSelection().selectAllChildren(code);
          told.textContent = "Tidak dapat disalin sendiri; tekan Ctrl+C.";
        }
      });
      code.after(" ", button, " ", told);
    }
  };

  /* Register: SHA-256 -> dokumen; yang belakangan menang, seperti `bukusop verify`. Dibaca sekali tiap pemeriksaan. */
  let reading = null;
  const register = () => {
    reading ??= fetch(new URL("register.json", root), {cache: "no-cache", credentials: "same-origin"}).then(async (answer) => {
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      const documents = (await answer.json()).dokumen;
      const known = new Map();
      for (const [place, item] of documents.entries()) {
        for (const earlier of item.sebelumnya) known.set(earlier, {item, place, earlier: true});
      }
      for (const [place, item] of documents.entries()) known.set(item.sha256, {item, place, earlier: false});
      return {documents, known};
    });
    return reading;
  };

  const page = (item) => `verifikasi/${encodeURIComponent(item.id)}/`;
  const named = (item) => `${item.judul}${item.nomor ? `, nomor ${item.nomor}` : ""}, disahkan ${day(item.tanggal)}`;
  const sentence = (before, item, after = ".") => {
    const line = make("p", before);
    line.append(link(page(item), named(item)), after);
    return line;
  };

  /* Putusan atas satu SHA-256: kelas warna, kata, kalimat. */
  const judge = ({documents, known}, sha256, isPdf, subject) => {
    const found = known.get(sha256);
    if (!found) {
      const lines = [make("p", isPdf
        ? "Bukan salah satu berkas yang diterbitkan di situs ini. Belum tentu palsu: hasil pindai, cetak ke PDF, atau simpan ulang selalu tidak dikenal walaupun isinya mungkin benar. Namun keasliannya tidak dapat dipastikan; mintalah berkas aslinya."
        : "Bukan salah satu berkas yang diterbitkan di situs ini, dan tampaknya bukan PDF.")];
      return {kind: "bahaya", word: "Tidak dikenal", lines};
    }
    const {item, place, earlier} = found;
    const lines = [];
    if (item.uji) {
      lines.push(make("p", "Tanda tangannya tidak sah: berkas ini dibuat dengan identitas uji sekali pakai untuk latihan."));
    }
    lines.push(sentence(`${subject} sama sampai byte terakhir dengan `, item));
    if (earlier) lines.push(make("p", "Ini berkas sebelum stempel waktu arsipnya diperbarui; isi dan tanda tangannya tidak berubah."));
    const after = documents.slice(place + 1);
    const next = item.status === "diganti" ? after.find((other) => other.id === item.diganti_oleh) : undefined;
    const valid = documents.find((other) => other.kunci === item.kunci && other.status === "berlaku" && other !== item);
    if (next) lines.push(sentence("Sudah diganti oleh ", next));
    if (valid && valid !== next) lines.push(sentence("Yang berlaku sekarang: ", valid));
    if (item.status === "dicabut") lines.push(make("p", "Dokumen ini sudah dicabut dan tidak berlaku lagi."));
    if (!item.di_buku) lines.push(make("p", "Prosedur ini tidak lagi ada dalam Buku SOP yang sekarang."));
    if (item.uji) return {kind: "awas", word: "Uji coba", lines};
    const who = item.penanda_tangan.filter((one) => one.peran === "pengesah").map((one) => `${one.nama}, ${one.jabatan}`).join("; ");
    if (who) lines.push(make("p", `Disahkan oleh ${who}.`));
    lines.push(make("p", "Tanda tangannya sendiri dilihat di panel tanda tangan pembaca PDF Anda.", "lemah"));
    if (item.status === "diganti") return {kind: "awas", word: "Asli, tetapi sudah diganti", lines};
    if (item.status === "dicabut") return {kind: "bahaya", word: "Asli, tetapi sudah dicabut", lines};
    return {kind: "sah", word: "Asli", lines};
  };

  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const failed = (word, text) => ({kind: "awas", word, lines: [make("p", text)]});

  const examine = async (file, limit) => {
    if (file.size > limit * 1e6) {
      return failed("Tidak diperiksa", `Berkas ini ${size(file.size)}, lebih besar dari ${limit} MB yang sanggup dihitung di peramban. Hitung SHA-256-nya sendiri, lalu tempelkan di atas.`);
    }
    let sha256, isPdf;
    try {
      const data = await file.arrayBuffer();
      if (!data.byteLength) return failed("Tidak diperiksa", "Berkas ini kosong.");
      isPdf = new TextDecoder("latin1").decode(data.slice(0, 1024)).includes("%PDF-");
      sha256 = hex(await crypto.subtle.digest("SHA-256", data));
    } catch {
      return failed("Tidak terbaca", "Berkas ini tidak dapat dibaca. Folder tidak dapat diperiksa; kalau ini berkas, coba simpan dahulu ke komputer Anda.");
    }
    return verdictOf(sha256, isPdf, "Berkas ini");
  };

  const verdictOf = async (sha256, isPdf, subject) => {
    try {
      return {...judge(await register(), sha256, isPdf, subject), sha256};
    } catch {
      return {...failed("Belum dicocokkan", "Daftar dokumen tidak dapat dibaca dari situs ini. Periksa sambungan internet, lalu coba lagi."), sha256};
    }
  };

  const checker = (area) => {
    const limit = Number(area.dataset.batas);
    const part = (id) => document.getElementById(id);
    const [input, drop, form, pasted, fault, news, results, heading, list] =
      ["berkas", "jatuh", "tempel", "sha", "sha-galat", "kabar", "hasil", "hasil-judul", "hasil-daftar"].map(part);
    let turn = 0;

    const card = (name, verdict) => {
      const item = make("li", "", `pesan ${verdict.kind}`);
      const title = make("h3", verdict.word);
      title.append(make("span", `: ${name}`, "nama-berkas"));
      item.append(title, ...verdict.lines);
      if (verdict.sha256) {
        const line = make("p", "SHA-256 ", "lemah");
        line.append(make("code", verdict.sha256));
        item.append(line);
      }
      return item;
    };

    /* Satu per satu, supaya hanya satu berkas berada di memori; pemeriksaan baru menghentikan yang lama. */
    const run = async (jobs) => {
      const mine = ++turn;
      const counts = new Map();
      reading = null;
      list.replaceChildren();
      results.hidden = true;
      results.setAttribute("aria-busy", "true");
      for (const [number, [name, work]] of jobs.entries()) {
        news.textContent = jobs.length > 1 ? `Memeriksa berkas ${number + 1} dari ${jobs.length} …` : "Memeriksa …";
        news.classList.remove("tersembunyi");
        const verdict = await work();
        if (mine !== turn) return;
        counts.set(verdict.word, (counts.get(verdict.word) ?? 0) + 1);
        list.append(card(name, verdict));
        results.hidden = false;
      }
      results.setAttribute("aria-busy", "false");
      news.classList.add("tersembunyi");
      const words = [...counts].map(([word, count]) => (jobs.length > 1 ? `${count} ${word.toLowerCase()}` : word));
      news.textContent = `Selesai: ${words.join("; ")}.`;
      heading.focus();
    };
    const check = (files) => {
      if (files.length) run(Array.from(files, (file) => [file.name, () => examine(file, limit)]));
    };

    const say = (text) => {
      fault.textContent = text;
      if (text) {
        pasted.setAttribute("aria-invalid", "true");
        pasted.focus();
      } else pasted.removeAttribute("aria-invalid");
    };
    /* Kotak satu baris membuang pindah baris, jadi SHA-256 dicari sebelum teks masuk ke dalamnya. */
    pasted.addEventListener("paste", (event) => {
      const whole = hashIn(event.clipboardData?.getData("text") ?? "");
      if (!whole) return;
      event.preventDefault();
      pasted.value = whole;
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const whole = hashIn(pasted.value);
      if (!whole) {
        say(pasted.value.trim() ? "Itu bukan SHA-256: harus 64 angka dan huruf a sampai f." : "Tempelkan SHA-256 lebih dahulu.");
        return;
      }
      say("");
      run([["SHA-256 yang ditempelkan", () => verdictOf(whole, true, "Berkas ber-SHA-256 ini")]]);
    });

    if (window.isSecureContext && window.crypto?.subtle) {
      input.addEventListener("change", () => {
        check(input.files);
        input.value = "";
      });
      /* Berkas yang jatuh di luar kotak tidak boleh membuat peramban meninggalkan halaman ini. */
      let over = 0;
      const mark = (by) => {
        over = Math.max(0, over + by);
        drop.classList.toggle("siap", over > 0);
      };
      const carries = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");
      addEventListener("dragenter", (event) => carries(event) && mark(1));
      addEventListener("dragleave", (event) => carries(event) && mark(-1));
      addEventListener("dragover", (event) => {
        if (carries(event)) event.preventDefault();
      });
      addEventListener("drop", (event) => {
        if (!carries(event)) return;
        event.preventDefault();
        mark(-over);
        check(event.dataTransfer.files);
      });
    } else {
      drop.hidden = true;
      part("tidak-aman").hidden = false;
    }
    area.hidden = false;
  };

  copyButtons();
  const area = document.getElementById("periksa");
  if (area) checker(area);
})();
