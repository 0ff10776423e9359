"""Lines are counted before anything is laid out: also where lists within lists leave a column no room."""

from __future__ import annotations

import pytest

from bukusop.model import Daftar, Paragraf, Run, Teks
from bukusop.render.guess import lines_of
from bukusop.render.lines import count_lines


@pytest.mark.parametrize("width", [-3.0, -0.05, 0.0, 0.4])
def test_a_column_without_room_has_a_line_per_letter_at_most(width: float) -> None:
    assert 1 <= count_lines("permohonan", width) <= len("permohonan")


def test_lists_deeper_than_their_column_is_wide_end() -> None:
    teks: Teks = (Paragraf((Run("permohonan surat keterangan"),)),)
    for _ in range(6):
        teks = (Daftar((teks,), "1"),)
    assert 1 <= lines_of(teks, 5.0) < 40
