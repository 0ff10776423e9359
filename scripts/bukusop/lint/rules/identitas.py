"""Rules on the identity of a sheet: number, name, dates, office holders, the fields that must be filled."""

from __future__ import annotations

from collections.abc import Iterator

from bukusop.diagnostics import Severity
from bukusop.lint.reading import Reading
from bukusop.lint.rule import Remark, rule


@rule("revisi-sama", Severity.WARNING)
def revision_is_later(reading: Reading) -> Iterator[Remark]:
    """Tanggal revisi pada terbitan pertama dikosongkan.

    Dasar: PermenPAN-RB 35/2012: tanggal revisi adalah tanggal SOP disahkan ulang setelah diubah; pada terbitan pertama belum ada.

    Perbaikan: hapus `revisi`, atau tulis tanggal perubahannya.

    Contoh: `tanggal: {pembuatan: 5 Januari 2026, revisi: 5 Januari 2026}` seharusnya `tanggal: {pembuatan: 5 Januari 2026}`
    """
    for sheet in reading.sheets:
        dates = sheet.sop.tanggal
        if dates.revisi and dates.revisi == dates.pembuatan:
            yield Remark(sheet.place("tanggal", "revisi"), f"tanggal revisi sama dengan tanggal pembuatan ({dates.revisi})")
