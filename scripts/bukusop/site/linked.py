"""The book in the words of schema.org, as plain values.

A template writes them as JSON-LD: `<script type="application/ld+json">{{ data|tojson }}</script>`; the filter escapes what would end the
script. Browsers do not run such a block, so no policy forbids it.
"""

from __future__ import annotations

from typing import Any

from bukusop.model import Jumlah, Langkah, Prosedur, Satuan, Sop, main_path, path_time, plain
from bukusop.site.addresses import page_url
from bukusop.site.anchors import anchors
from bukusop.site.site import Site

CONTEXT = "https://schema.org"
LANGUAGE = "id"


def home_data(site: Site) -> dict[str, Any]:
    """Describe the office and its website, with the address that searches."""
    root = page_url(site, "")
    return {"@context": CONTEXT, "@graph": [
        _office(site),
        {
            "@type": "WebSite", "@id": f"{root}#situs", "url": root, "name": f"{site.book.judul} {site.book.instansi.nama}",
            "inLanguage": LANGUAGE, "publisher": {"@id": f"{root}#instansi"},
            "potentialAction": {
                "@type": "SearchAction", "query-input": "required name=kata",
                "target": {"@type": "EntryPoint", "urlTemplate": page_url(site, "cari/") + "?q={kata}"},
            },
        },
    ]}


def sheet_data(site: Site, sop: Sop) -> dict[str, Any]:
    """Describe an SOP: the service it stands for, and each of its procedures as a way to do it."""
    url = page_url(site, f"sop/{sop.id}/")
    service: dict[str, Any] = {
        "@type": "GovernmentService", "@id": f"{url}#layanan", "name": sop.nama, "url": url,
        "provider": {"@id": f"{page_url(site, '')}#instansi"},
        "serviceOperator": {"@type": "GovernmentOrganization", "name": sop.unit or site.book.bidang_of(sop).nama},
        "areaServed": {"@type": "AdministrativeArea", "name": site.book.instansi.daerah},
        "availableChannel": {"@type": "ServiceChannel", "availableLanguage": LANGUAGE, "serviceUrl": url},
    }
    if sop.nomor:
        service["identifier"] = sop.nomor
    return {"@context": CONTEXT, "@graph": [_office(site), service, *(_way(site, sop, rank) for rank in range(len(sop.prosedur)))]}


def _office(site: Site) -> dict[str, Any]:
    office, root = site.book.instansi, page_url(site, "")
    found = {
        "@type": "GovernmentOrganization", "@id": f"{root}#instansi", "name": office.nama, "alternateName": office.singkatan,
        "url": office.laman, "telephone": office.telepon, "email": office.surel,
        "logo": page_url(site, f"aset/{site.logo[0]}") if site.logo else "",
        "address": office.alamat, "parentOrganization": {"@type": "GovernmentOrganization", "name": office.pemerintah},
    }
    return {name: value for name, value in found.items() if value}


def _way(site: Site, sop: Sop, rank: int) -> dict[str, Any]:
    prosedur, url = sop.prosedur[rank], page_url(site, f"sop/{sop.id}/")
    way: dict[str, Any] = {
        "@type": "HowTo", "@id": f"{url}#prosedur-{rank + 1}", "name": f"{sop.nama}: {prosedur.judul}" if prosedur.judul else sop.nama,
        "url": url, "inLanguage": LANGUAGE, "about": {"@id": f"{url}#layanan"}, "publisher": {"@id": f"{page_url(site, '')}#instansi"},
        "step": [
            _step(prosedur, row, f"{url}#{anchor}")
            for row, anchor in zip(prosedur.langkah, anchors(prosedur, rank), strict=True)
        ],
    }
    if day := site.revised(sop):
        way["dateModified"] = day
    if sop.nomor:
        way["identifier"] = sop.nomor
    if tools := [plain(item) for item in sop.peralatan]:
        way["tool"] = [{"@type": "HowToTool", "name": item} for item in tools]
    if duration := iso_duration(path_time(prosedur, main_path(prosedur))):
        way["totalTime"] = duration
    return way


def _step(prosedur: Prosedur, langkah: Langkah, url: str) -> dict[str, Any]:
    names = {actor.kunci: actor.nama for actor in prosedur.pelaksana}
    actors = dict.fromkeys(names[actor] for simpul in langkah.simpul for actor in simpul.pelaksana)
    said = [f"Pelaksana: {', '.join(actors)}", *(
        f"{label}: {value}" for label, value in (("Waktu", langkah.waktu), ("Output", plain(langkah.output, "; "))) if value)]
    name = plain(langkah.kegiatan)
    return {"@type": "HowToStep", "url": url, "name": name, "text": f"{name}. {'. '.join(said)}."}


def iso_duration(total: Jumlah) -> str:
    """Give a total as an ISO 8601 duration, "" where it cannot be one: a step without a time, or days on which the office works."""
    amounts = dict(total.bagian)
    if not total.lengkap or not amounts or Satuan.HARI_KERJA in amounts:
        return ""
    minutes = round(amounts.get(Satuan.MENIT, 0) + 60 * amounts.get(Satuan.JAM, 0))
    days = amounts.get(Satuan.HARI, 0) + 7 * amounts.get(Satuan.MINGGU, 0)
    months = amounts.get(Satuan.BULAN, 0) + 12 * amounts.get(Satuan.TAHUN, 0)
    if days % 1 or months % 1:
        return ""
    day = "".join(f"{amount:g}{unit}" for amount, unit in ((months // 12, "Y"), (months % 12, "M"), (days, "D")) if amount)
    time = "".join(f"{amount}{unit}" for amount, unit in ((minutes // 60, "H"), (minutes % 60, "M")) if amount)
    return f"P{day}{f'T{time}' if time else ''}" if day or time else ""
