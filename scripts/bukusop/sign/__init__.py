"""Bytes in, electronically signed bytes out; and of any signed PDF, whether it is genuine. Knows places and credentials, not books.

    authority     a throw-away certification authority, for rehearsals and tests
    passphrase    where a secret comes from; it shows itself to nobody
    credentials   sources of keys: PKCS#12, PEM, PKCS#11 (token), CSC (csc), the BSrE eSign Client Service (bsre/)
    office        settings and office holders -> signatories with shared trust and evidence
    notary        one signature: CMS, timestamp, evidence, archive timestamp; renewal
    verification  any PDF -> a report: who, when, intact, what was added, trusted, at which level, valid now and then
    examination   the gate: what was just signed is judged like a stranger's file before it is kept
    register      `build/register.json`: what was signed, and under which address anyone can ask

Doors: pyhanko, pyhanko-certvalidator, certomancer, asn1crypto, cryptography, python-pkcs11, keyring, aiohttp's client.
"""

from bukusop.sign.examination import examine, examine_renewed
from bukusop.sign.faults import CredentialError, EvidenceError, RefusedError, SignError
from bukusop.sign.levels import Level
from bukusop.sign.notary import Bench, LocalSignatory, archive
from bukusop.sign.office import REHEARSAL, Ask, Office, open_office, read_trust, rehearsal_certificates, rehearsal_trust
from bukusop.sign.orders import Order, Signatory
from bukusop.sign.register import Entry, Register, Signer, document_id, read_key, read_register, write_register
from bukusop.sign.trust import Evidence, Trust, read_certificates
from bukusop.sign.verdict import Expectation, Report, SignatureReport, Verdict, worst
from bukusop.sign.verification import verify, verify_async, verify_bounded, verify_file

__all__ = [
    "REHEARSAL",
    "Ask",
    "Bench",
    "CredentialError",
    "Entry",
    "Evidence",
    "EvidenceError",
    "Expectation",
    "Level",
    "LocalSignatory",
    "Office",
    "Order",
    "RefusedError",
    "Register",
    "Report",
    "SignError",
    "Signatory",
    "SignatureReport",
    "Signer",
    "Trust",
    "Verdict",
    "archive",
    "document_id",
    "examine",
    "examine_renewed",
    "open_office",
    "read_certificates",
    "read_key",
    "read_register",
    "read_trust",
    "rehearsal_certificates",
    "rehearsal_trust",
    "verify",
    "verify_async",
    "verify_bounded",
    "verify_file",
    "worst",
    "write_register",
]
