"""Is a PDF genuine? Bytes, roots and a moment -> a report with a verdict, for every signature and for the file.

The way through, in order:

1. `opening`: the file and its signatures, or a sentence why it cannot be read;
2. `integrity`: each signature container against the bytes it signs;
3. `changes`, by `increments`, `references`, `metadata`: what was added after each signature, and whether that may be;
4. `knowledge`: the evidence in the file; `proof`: what timestamps prove, from the last to the first;
5. `chain`: certificates at the moments that are proven; `judgement`: the verdict, by ETSI EN 319 102-1;
6. `expected`: what the office knows of the document besides.

`bounded` runs all that in a process of its own, with bounds of time and memory. Nothing here reaches the network, unless the caller gives
fetchers; no root is trusted but the caller's.
"""

from bukusop.sign.verification.bounded import verify_bounded, verify_file
from bukusop.sign.verification.verify import verify, verify_async

__all__ = ["verify", "verify_async", "verify_bounded", "verify_file"]
