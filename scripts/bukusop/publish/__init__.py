"""A finished site -> a web server, and back again: whole, verified, with the same bytes; the old site works until the new one stands.

    tree       a folder as paths and digests; what differs
    gate       what may be published: every PDF in the register and verified
    target     what every kind of target can do
    opening    a line of the manifest -> a target
    versions   versions side by side, for `folder` (this machine) and `rsync` (by ssh, `shell`)
    sftp       a hosting account without shell (`account`), file by file
    wordpress  pages and media of a WordPress site, by its REST API
    address, secret   where a server is, how it is known, where the password is

Doors: paramiko (`account`), httpx (`wordpress`).
"""

from bukusop.publish.gate import Gate
from bukusop.publish.opening import open_target
from bukusop.publish.target import Target, Tell
from bukusop.publish.tree import Leaf, Plan, Tree, read_tree

__all__ = ["Gate", "Leaf", "Plan", "Target", "Tell", "Tree", "open_target", "read_tree"]
