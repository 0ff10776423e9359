"""Document properties: the Info dictionary and the XMP packet that says the same, PDF/A-3a and PDF/UA-1 identification.

PDF/UA's identifier is no property PDF/A knows, so the packet declares it in an extension schema (ISO 19005-3, 6.6.2.3).
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from bukusop.assemble.output import dictionary, text_string
from bukusop.assemble.parts import AssembleError, Metadata

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
%s
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def information(metadata: Metadata, producer: str) -> bytes:
    """Write the Info dictionary."""
    if metadata.created.tzinfo is None:
        raise AssembleError("metadata.created must know its time zone")
    texts = {
        "Title": metadata.title,
        "Author": metadata.author,
        "Subject": metadata.subject,
        "Keywords": metadata.keywords,
        "Creator": metadata.creator,
        "Producer": producer,
    }
    info = {key: text_string(text) for key, text in texts.items() if text}
    info["CreationDate"] = info["ModDate"] = text_string(pdf_date(metadata.created))
    return dictionary(info)


def seed(metadata: Metadata) -> bytes:
    """Give the first half of /ID."""
    return hashlib.sha256(metadata.identifier).digest()[:16]


def xmp(metadata: Metadata, producer: str) -> str:
    """Write the XMP packet."""
    date = metadata.created.replace(microsecond=0).isoformat()
    language = '<rdf:li xml:lang="x-default">%s</rdf:li>'
    forms = (
        ("dc:title", f"<rdf:Alt>{language}</rdf:Alt>", metadata.title),
        ("dc:creator", "<rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq>", metadata.author),
        ("dc:description", f"<rdf:Alt>{language}</rdf:Alt>", metadata.subject),
        ("dc:language", "<rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag>", metadata.language),
        ("pdf:Keywords", "%s", metadata.keywords),
        ("pdf:Producer", "%s", producer),
        ("xmp:CreatorTool", "%s", metadata.creator),
        ("xmp:CreateDate", "%s", date),
        ("xmp:ModifyDate", "%s", date),
        ("xmp:MetadataDate", "%s", date),
    )
    return _PACKET % "\n".join(f"<{tag}>{form % escape(text)}</{tag}>" for tag, form, text in forms if text)


def pdf_date(moment: datetime) -> str:
    """Write a moment with its time zone as a PDF date (ISO 32000-1, 7.9.4)."""
    offset = moment.utcoffset() or timedelta()
    minutes = round(abs(offset).total_seconds() / 60)
    sign = "-" if offset < timedelta() else "+"
    return f"{moment:D:%Y%m%d%H%M%S}{sign}{minutes // 60:02d}'{minutes % 60:02d}'"
