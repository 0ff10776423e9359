/* Saringan langkah menurut pelaksana. Tanpa JavaScript halaman tetap lengkap: saringan dibuat di sini. */
(function () {
  "use strict";
  var daftar = document.querySelector("[data-siapa]");
  var baris = Array.from(document.querySelectorAll("tr[data-pelaksana]"));
  var orang = daftar ? Array.from(daftar.children) : [];
  var tempat = document.querySelector("[data-saring]");
  if (orang.length < 2 || !baris.length || !tempat) { return; }

  function buat(nama, kelas, teks) {
    var unsur = document.createElement(nama);
    if (kelas) { unsur.className = kelas; }
    if (teks) { unsur.textContent = teks; }
    return unsur;
  }

  var kotak = buat("fieldset", "saring");
  var pilihan = buat("div");
  kotak.append(buat("legend", "", "Tampilkan hanya langkah dari"), pilihan);
  var centang = orang.map(function (butir) {
    var label = buat("label");
    var masukan = buat("input");
    masukan.type = "checkbox";
    masukan.value = butir.dataset.urut;
    masukan.addEventListener("change", saring);
    label.append(masukan, butir.querySelector("a").textContent);
    pilihan.append(label);
    return masukan;
  });
  var kabar = buat("span");
  kabar.setAttribute("role", "status");
  kabar.setAttribute("aria-live", "polite");
  var semua = buat("button", "ringan", "Tampilkan semua langkah");
  semua.type = "button";
  semua.hidden = true;
  semua.addEventListener("click", function () {
    kosongkan();
    centang[0].focus();
  });
  var kaki = buat("p");
  kaki.append(kabar, semua);
  kotak.append(kaki);
  tempat.append(kotak);
  saring();
  window.addEventListener("hashchange", buka);
  document.addEventListener("click", function (peristiwa) {
    var tautan = peristiwa.target.closest && peristiwa.target.closest("a");
    var tujuan = tautan && tautan.getAttribute("href");
    if (tujuan && tujuan.charAt(0) === "#") { buka(tujuan); }
  });

  /* Langkah yang dituju sebuah tautan tidak boleh tersembunyi. */
  function buka(tujuan) {
    var nama = typeof tujuan === "string" ? tujuan : window.location.hash;
    var sasaran = nama.length > 1 && document.getElementById(nama.slice(1));
    if (sasaran && sasaran.hidden) {
      kosongkan();
      sasaran.scrollIntoView();
    }
  }

  function kosongkan() {
    centang.forEach(function (masukan) { masukan.checked = false; });
    saring();
  }

  function saring() {
    var pilih = centang.filter(function (masukan) { return masukan.checked; }).map(function (masukan) { return masukan.value; });
    var tampil = 0;
    var banyak = 0;
    baris.forEach(function (satu) {
      var milik = satu.dataset.pelaksana.split(" ");
      satu.hidden = pilih.length > 0 && !pilih.some(function (nomor) { return milik.includes(nomor); });
      if (satu.cells[0].textContent) {
        banyak += 1;
        tampil += satu.hidden ? 0 : 1;
      }
    });
    document.querySelectorAll("[data-lajur]").forEach(function (lajur) {
      var ada = pilih.includes(lajur.getAttribute("data-lajur"));
      lajur.classList.toggle("pilih", ada);
      lajur.classList.toggle("redup", pilih.length > 0 && !ada);
    });
    semua.hidden = !pilih.length;
    kabar.textContent = pilih.length ? "Menampilkan " + tampil + " dari " + banyak + " langkah." : "Semua " + banyak + " langkah ditampilkan.";
  }
})();
