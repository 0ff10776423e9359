"""The way of a signed document on one screen, pass after pass.

    list       Book -> documents: every SOP as its own file, then the book       (documents.py)
    render     document -> electronic pages: QR, signer, signature fields        (pages.py, render/; kept in the same store)
    assemble   pages -> one PDF, the same bytes for the same date                (pages.py, assemble/)
    compare    unsigned bytes with the register: nothing changed, nothing signed (pages.py, sign/register.py)
    sign       paraf in their order, then the head                               (signing.py, sign/)
    examine    the signed file, as a stranger would                              (sign/verification/)
    keep       file, then register; each whole or not at all                     (paths.py)

Nothing here prints. An unsigned electronic page exists in memory only. What was signed before a failure stands, and the next call
goes on behind it.
"""

from bukusop.approval.documents import FOLDER, Document, Request
from bukusop.approval.pages import Unsigned
from bukusop.approval.signing import NotSigned, Signed, make_renewed, make_signed, unsigned_documents
from bukusop.approval.withdrawal import make_withdrawn

__all__ = [
    "FOLDER", "Document", "NotSigned", "Request", "Signed", "Unsigned", "make_renewed", "make_signed", "make_withdrawn",
    "unsigned_documents",
]
