"""The word DRAF across a page, lightly and underneath the text, as Word itself writes its watermarks: an old drawing in the header."""

from __future__ import annotations

import math
from xml.sax.saxutils import quoteattr

from lxml import etree

from bukusop.model.profile import Halaman
from bukusop.office.word.xml import NAMESPACES, Element
from bukusop.render.scene import DRAFT_COLOR, DRAFT_SIZE

_NAMES = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in {
    "w": NAMESPACES["w"], "v": "urn:schemas-microsoft-com:vml", "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
}.items())
_LETTER, _LINE = 0.7, 0.8
"""Width of a bold capital and height of a line, in em; Word stretches the word into such a frame."""
_TYPE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>'
    '<v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/>'
    '<v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
    '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
)
"""Word's own form for a word that fills its frame."""


def run(word: str, font: str, page: Halaman, number: int) -> Element:
    """Make the run that shows a word along the diagonal of a page; `number` tells it from others of the document."""
    turn = 360 - math.degrees(math.atan2(page.tinggi, page.lebar))
    width, height = len(word) * _LETTER * DRAFT_SIZE, _LINE * DRAFT_SIZE
    place = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width:.1f}pt;height:{height:.1f}pt;rotation:{turn:.0f};z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:page;"
        "mso-position-vertical:center;mso-position-vertical-relative:page"
    )
    letters = quoteattr(f'font-family:"{font}";font-size:1pt;font-weight:bold')
    return etree.fromstring(
        f'<w:r {_NAMES}><w:rPr><w:noProof/></w:rPr><w:pict>{_TYPE}<v:shape id="PowerPlusWaterMarkObject{number}" '
        f'o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" alt={quoteattr(word)} style="{place}" o:allowincell="f" '
        f'fillcolor="{DRAFT_COLOR}" stroked="f"><v:textpath style={letters} string={quoteattr(word)}/>'
        '<w10:wrap anchorx="page" anchory="page"/></v:shape></w:pict></w:r>')
