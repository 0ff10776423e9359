"""XMP written in another way says the same; any other word does not."""

import pytest
from pyhanko.pdf_utils.generic import StreamObject

from bukusop.sign.verification.metadata import same_metadata

HEAD = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
    'xmlns:s="http://www.aiim.org/pdfa/ns/schema#">'
)
TITLE = '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Naskah</rdf:li></rdf:Alt></dc:title>'
LONG = (
    f'<rdf:Description rdf:about="">{TITLE}<pdf:Keywords>SOP</pdf:Keywords><xmp:ModifyDate>2026-01-01</xmp:ModifyDate>'
    '<s:schema rdf:parseType="Resource"><s:prefix>a</s:prefix><s:uri rdf:resource="http://contoh.invalid/"/></s:schema></rdf:Description>'
)
SHORT = (
    f'<rdf:Description rdf:about="" pdf:Keywords="SOP" xmp:ModifyDate="2030-12-31"><s:schema><rdf:Description s:prefix="a">'
    '<s:uri>http://contoh.invalid/</s:uri></rdf:Description></s:schema></rdf:Description>'
    f'<rdf:Description rdf:about="">{TITLE}</rdf:Description>'
)


def packet(words: str, head: str = HEAD) -> StreamObject:
    return StreamObject(stream_data=f"{head}{words}</rdf:RDF></x:xmpmeta>".encode())


def test_the_same_said_in_another_way_is_the_same() -> None:
    assert same_metadata(packet(LONG), packet(SHORT))


@pytest.mark.parametrize(("old", "new"), [
    ("Naskah", "Lain"), ("x-default", "en"), ("SOP", "SOPx"), ('s:prefix="a"', 's:prefix="b"'), ("rdf:Alt", "rdf:Seq"),
    ("contoh.invalid", "lain.invalid"), ('pdf:Keywords="SOP"', ""), ("<rdf:Description", '<rdf:Description pdf:Trapped="True"'),
])
def test_another_word_is_another(old: str, new: str) -> None:
    assert old in SHORT
    assert not same_metadata(packet(LONG), packet(SHORT.replace(old, new)))


@pytest.mark.parametrize("bad", ["", "<a", "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "<x/>"])
def test_what_cannot_be_read_is_not_the_same(bad: str) -> None:
    assert not same_metadata(packet(LONG), StreamObject(stream_data=bad.encode()))
    assert not same_metadata(packet(LONG), None)
