"""A resident process: a save -> the part it touches, made anew -> the browser. Doors: watchfiles, aiohttp.

    saves.py      files of the project -> "something was saved"                 (watchfiles)
    desk.py       sources -> parts that changed -> the shown one as PDF; keeps the last good result. No network, no loop
    resident.py   joins the three: one making at a time, the latest save wins, stops when told to
    server.py     what the desk shows -> a page on 127.0.0.1                    (aiohttp)
    page/         the page itself

Nothing here prints: what happens is told to a callback.
"""

from bukusop.watch.desk import Desk, Leaf, View
from bukusop.watch.resident import Round, reside

__all__ = ["Desk", "Leaf", "Round", "View", "reside"]
