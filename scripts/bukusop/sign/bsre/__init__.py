"""Signing by the eSign Client Service of BSrE, which takes the whole PDF and gives a signed one back.

`fields` names what it calls things, `wire` carries one call, `client` speaks to it, `placement` says where a visible signature
stands, `reply` decides whether what comes back is accepted, `signatory` puts these together.
"""

from bukusop.sign.bsre.signatory import Bsre, open_bsre

__all__ = ["Bsre", "open_bsre"]
