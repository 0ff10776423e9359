"""The logo: nothing in it acts or fetches, and what is drawn stays."""

from __future__ import annotations

import pytest

from bukusop.site.logo import clean_svg, logo_file
from tests.conftest import ROOT

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:x="urn:x" viewBox="0 0 9 9">'
GOOD = "<rect width='9' height='9' fill='#123456'/>"


@pytest.mark.parametrize("bad", [
    "<script>alert(1)</script>", "<g onload='alert(1)'/>", "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>alert</p></foreignObject>",
    "<a href='javascript:alert(1)'><text>alert</text></a>", "<image href='https://jauh.example/alert.png'/>",
    "<image xlink:href='//jauh.example/alert'/>", "<use href='alert.svg#a'/>", "<use xlink:href='data:image/svg+xml,alert'/>",
    "<image href='data:image/svg+xml;base64,alert'/>", "<rect fill='url(https://jauh.example/alert)'/>",
    "<rect style='fill:url(//alert)'/>",
    "<rect style='background:url(alert.png)'/>", "<style>@import 'alert.css';</style>", "<style>rect{fill:url(alert)}</style>",
    "<style>a{x:\\75rl(alert)}</style>", "<style>a{}<g>alert</g></style>", "<animate attributeName='href' to='javascript:alert(1)'/>",
    "<set attributeName='onload' to='alert(1)'/>", "<handler>alert(1)</handler>", "<x:script>alert(1)</x:script>",
    "<iframe src='alert'/>", "<rect clip-path='url( \"alert#a\" )'/>", "<text xml:base='alert'/>", "<rect x:onclick='alert(1)'/>",
    "<!-- alert --><?alert x?>", "<feImage href='alert.png'/>", "<metadata>alert</metadata>",
])
def test_bad_is_left_out_and_the_drawing_stays(bad: str) -> None:
    clean = clean_svg(f"{HEAD}{bad}{GOOD}</svg>".encode())
    assert clean is not None
    assert b"alert" not in clean
    assert b'fill="#123456"' in clean
    assert clean == clean_svg(clean)


@pytest.mark.parametrize("data", [
    b"", b"<svg", b"<html/>", b"<svg/>", b"\xff\xfe", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + HEAD.encode() + b"</svg>",
    b'<svg xmlns="urn:lain"/>',
])
def test_what_is_no_svg_is_refused(data: bytes) -> None:
    assert clean_svg(data) is None


def test_what_draws_is_kept() -> None:
    text = (
        f"{HEAD}<style>.a{{fill:#abc}}</style><defs><linearGradient id='g'><stop offset='0' style='stop-color:#fff;stop-opacity:.5'/>"
        "</linearGradient></defs><g class='a' transform='scale(2)'><path d='M0 0h1' fill='url(#g)'/><use xlink:href='#g'/>"
        "<text font-size='2'>Lambang</text></g><image href='data:image/png;base64,aGFs'/></svg>"
    )
    clean = (clean_svg(text.encode()) or b"").decode()
    drawn = (
        ".a{fill:#abc}", 'stop-color="#fff"', 'stop-opacity=".5"', 'fill="url(#g)"', 'href="#g"', ">Lambang<", "data:image/png;base64,aGFs",
    )
    for part in drawn:
        assert part in clean, part


def test_deep_svg_is_cut_not_followed() -> None:
    clean = clean_svg((HEAD + "<g>" * 5000 + "</g>" * 5000 + GOOD + "</svg>").encode())
    assert clean is not None
    assert clean.count(b"<g") <= 61


def test_logo_of_the_example_is_the_same_drawing() -> None:
    path = "assets/logos/kabupaten-contoh.svg"
    data = (ROOT / path).read_bytes()
    name, clean = logo_file(path, data) or ("", b"")
    assert name == "logo.svg"
    assert all(clean.count(tag) == data.count(tag) for tag in (b"<path", b"<circle", b"<g", b"<title"))


@pytest.mark.parametrize(("path", "data", "name"), [
    ("a/logo.PNG", b"\x89PNG\r\n\x1a\n...", "logo.png"), ("logo.jpeg", b"\xff\xd8\xff...", "logo.jpg"), ("logo.png", b"<svg onload=x>", ""),
])
def test_raster_is_known_by_its_bytes(path: str, data: bytes, name: str) -> None:
    assert (logo_file(path, data) or ("", b""))[0] == name
