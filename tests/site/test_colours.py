"""Colours: whatever an office chose can be read, light and dark."""

from __future__ import annotations

from colorsys import hls_to_rgb
from itertools import product

import pytest

from bukusop.site.colours import BLACK, DARK, LIGHT, WHITE, Rgb, colour_sheet, contrast, office_colours, read_colour, write_colour

CHOICES = [
    write_colour((round(red * 255), round(green * 255), round(blue * 255)))
    for hue, light, full in product(range(0, 360, 20), (0, 0.05, 0.3, 0.5, 0.7, 0.95, 1), (0, 0.5, 1))
    for red, green, blue in [hls_to_rgb(hue / 360, light, full)]
]


def test_contrast_is_that_of_the_rule() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(read_colour("#777777"), WHITE) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("fixed", "towards"), [(LIGHT, BLACK), (DARK, WHITE)], ids=["terang", "gelap"])
def test_every_choice_can_be_read(fixed: dict[str, str], towards: Rgb) -> None:
    for choice in CHOICES:
        colours = {name: read_colour(value) for name, value in office_colours(choice, fixed, towards).items()}
        grounds = {name: value for name, value in colours.items() if name in ("latar", "permukaan") or name.endswith("-lembut")}
        for word, (name, ground) in product(("warna", "warna-kuat", "teks", "teks-lemah"), grounds.items()):
            assert contrast(colours[word], ground) >= 4.5, (choice, word, name)
        for ground in ("warna", "warna-kuat"):
            assert contrast(colours["di-atas-warna"], colours[ground]) >= 4.5, (choice, ground)
        for meaning, ground in product(("sah", "awas", "bahaya"), ("latar", "permukaan", None)):
            assert contrast(colours[meaning], colours[ground or f"{meaning}-lembut"]) >= 4.5, (meaning, ground)
        for ground in ("latar", "permukaan"):
            assert contrast(colours["garis-kuat"], colours[ground]) >= 3, ground


def test_a_colour_that_can_be_read_is_left_alone() -> None:
    assert "--warna:#14507a" in colour_sheet("#14507a")
