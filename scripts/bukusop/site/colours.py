"""The office's colour -> the colours of the website, light and dark, in which everything can be read.

Whatever colour an office chose, words in it on the page, and words on it, keep a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3): it is
darkened towards black, or on dark pages lightened towards white, just as far as that needs. Out: the head of `aset/gaya.css`.
"""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls

Rgb = tuple[int, int, int]

AA = 4.6
"""Contrast of words, a little above the 4.5 that is asked, because colours are rounded."""
AAA = 7.1
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
_STEPS = 100

LIGHT = {
    "latar": "#f5f6f8", "permukaan": "#ffffff", "teks": "#1b1f24", "teks-lemah": "#505964", "garis": "#cfd5dc", "garis-kuat": "#767f8a",
    "sah": "#11662f", "sah-lembut": "#e6f4ea", "awas": "#7a4b00", "awas-lembut": "#fdf2d9", "bahaya": "#a01c1c", "bahaya-lembut": "#fdeaea",
}
DARK = {
    "latar": "#14171b", "permukaan": "#1d2126", "teks": "#e8eaed", "teks-lemah": "#b0b8c1", "garis": "#3a424b", "garis-kuat": "#8b95a0",
    "sah": "#7bd694", "sah-lembut": "#16301e", "awas": "#f2c35f", "awas-lembut": "#352a10", "bahaya": "#ff9d97", "bahaya-lembut": "#3a1a1a",
}
"""Surfaces, words and meanings, which no office chooses: `sah` (genuine), `awas` (beware), `bahaya` (danger), each with a soft ground."""


def read_colour(text: str) -> Rgb:
    """Read #rrggbb."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def write_colour(colour: Rgb) -> str:
    """Write #rrggbb."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def contrast(one: Rgb, other: Rgb) -> float:
    """Give the contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(colour: Rgb, other: Rgb, share: float) -> Rgb:
    """Give a colour with a share (0 to 1) of another."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def readable(colour: Rgb, grounds: tuple[Rgb, ...], towards: Rgb, least: float) -> Rgb:
    """Give the nearest colour of the same hue on the way to `towards` (black or white) that has a contrast of `least` on all grounds."""
    hue, light, saturation = rgb_to_hls(*(part / 255 for part in colour))
    end = 1.0 if towards == WHITE else 0.0
    steps = (light + (end - light) * step / _STEPS for step in range(_STEPS + 1))
    shades = ((round(red * 255), round(green * 255), round(blue * 255)) for red, green, blue in (
        hls_to_rgb(hue, step, saturation) for step in steps))
    return next((item for item in shades if all(contrast(item, ground) >= least for ground in grounds)), towards)


def office_colours(warna: str, fixed: dict[str, str], towards: Rgb) -> dict[str, str]:
    """Give all colours of a theme; `towards` is what words lean to in it: black on light pages, white on dark ones."""
    own, surface, page = read_colour(warna), read_colour(fixed["permukaan"]), read_colour(fixed["latar"])
    soft = mixed(surface, readable(own, (surface,), towards, 3.0), 0.10)
    grounds = (surface, page, soft, *(read_colour(fixed[name]) for name in fixed if name.endswith("-lembut")))
    away = WHITE if towards == BLACK else read_colour("#0e1114")
    colour = readable(own, (*grounds, away), towards, AA)
    strong = readable(own, (*grounds, away), towards, AAA)
    return {
        **fixed, "warna": write_colour(colour), "warna-kuat": write_colour(strong), "warna-lembut": write_colour(soft),
        "di-atas-warna": write_colour(away),
    }


def colour_sheet(warna: str) -> str:
    """Give the style sheet's head: all colours as custom properties, dark ones where the visitor prefers them, light ones on paper."""
    light, dark = office_colours(warna, LIGHT, BLACK), office_colours(warna, DARK, WHITE)
    return (
        f":root{{color-scheme:light dark;{_properties(light)}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_properties(dark)}}}}}\n"
        f"@media print{{:root{{color-scheme:light}}}}\n"
    )


def _properties(colours: dict[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in colours.items())


def _luminance(colour: Rgb) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
