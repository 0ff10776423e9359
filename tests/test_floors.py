"""The house stands: packages import only from lower floors, and each outside library has one door."""

import ast
from pathlib import Path

import pytest

CODE = Path(__file__).resolve().parents[1] / "scripts" / "bukusop"
FLOORS = {
    "diagnostics": 0, "paths": 0, "bootstrap": 0, "processes": 0, "cache": 1, "model": 1, "load": 2, "flowchart": 2, "sign": 2,
    "render": 3, "lint": 3, "assemble": 4, "office": 4, "stats": 4, "site": 4, "publish": 4,
    "pipeline": 5, "approval": 6, "watch": 6, "cli": 7,
}
DOORS = {
    "yaml": "load", "pydantic": "load", "pydantic_core": "load", "markdown_it": "load", "PIL": "load", "jinja2": "render",
    "markupsafe": "render", "weasyprint": "render", "pydyf": "render", "pyphen": "render", "distributed": "render", "qrcode": "render",
    "pikepdf": "assemble", "pypdf": "assemble", "click": "cli", "rich": "cli", "pyhanko": "sign", "docx": "office",
    "pyhanko_certvalidator": "sign", "certomancer": "sign", "asn1crypto": "sign", "cryptography": "sign", "keyring": "sign",
    "pkcs11": "sign",
    "openpyxl": "office", "lxml": "office", "pygal": "stats", "watchfiles": "watch", "aiohttp": "sign",
    "paramiko": "publish", "httpx": "publish", "pagefind_bin": "site",
}
DOORS_OF_PARTS = {"aiohttp.web": "watch"}
"""A library that is two: aiohttp's server serves pages, its client asks signing services."""
WITHIN = {"office": {"word": set[str](), "foreign": set[str](), "drafting": {"foreign"}, "excel": {"foreign", "drafting"}}}
"""A large room has rooms of its own: which of them each may look into."""
STANDARD_ONLY = {"flowchart", "model", "diagnostics", "paths", "bootstrap", "processes", "cache"}


def room(path: Path) -> str:
    return path.relative_to(CODE).parts[0].removesuffix(".py")


def imports(path: Path, tree: ast.AST) -> list[tuple[int, str]]:
    """Every import of a module, local and TYPE_CHECKING ones included, as (line, dotted name)."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join(["bukusop", *path.relative_to(CODE).parts[: -node.level], base]).strip(".")
            whole = {"bukusop", "aiohttp"}      # what is imported from these are parts of their own
            found += [(node.lineno, f"{base}.{alias.name}" if base in whole else base) for alias in node.names]
    return found


def within(path: Path, name: str) -> list[str]:
    """Say where a room within a room looks into one that it may not."""
    here, there = path.relative_to(CODE).parts, name.split(".")
    rooms = WITHIN.get(here[0], {}) if here[0] == there[0] else {}
    own, other = (parts[1] if len(parts) > 1 else "" for parts in (here, there))
    bad = own in rooms and other in rooms and other not in {own, *rooms[own]}
    return [f"{here[0]}/{own} imports {there[0]}/{other}"] if bad else []


def faults(path: Path, source: str) -> list[str]:
    here = room(path)
    result = []
    if here == "__init__":
        return result
    for line, name in imports(path, ast.parse(source)):
        top, _, rest = name.partition(".")
        if top == "bukusop":
            result += [f"{path.relative_to(CODE)}:{line}: {text}" for text in within(path, rest)]
            there = rest.partition(".")[0] or "__init__"
            if there not in ("__init__", "__version__", here) and FLOORS[there] >= FLOORS[here]:
                result.append(f"{path.relative_to(CODE)}:{line}: {here} (floor {FLOORS[here]}) imports {there} (floor {FLOORS[there]})")
        elif DOORS_OF_PARTS.get(name) == here:
            continue
        elif top in DOORS and DOORS[top] != here:
            result.append(f"{path.relative_to(CODE)}:{line}: {top} has its door in {DOORS[top]}, not in {here}")
        elif here in STANDARD_ONLY and top not in __import__("sys").stdlib_module_names:
            result.append(f"{path.relative_to(CODE)}:{line}: {here} imports {top}, which is not of the standard library")
    return result


@pytest.mark.parametrize("path", sorted(CODE.rglob("*.py")), ids=lambda path: str(path.relative_to(CODE)))
def test_module_keeps_its_floor(path: Path) -> None:
    assert room(path) in {*FLOORS, "__init__"}, "a new room needs a floor"
    assert faults(path, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("room_name", "line"), [
    ("model/x.py", "from bukusop.load import load_book"),
    ("render/x.py", "def f():\n    import bukusop.assemble"),
    ("load/x.py", "from bukusop.flowchart import chart"),
    ("render/x.py", "import yaml"),
    ("flowchart/x.py", "import weasyprint"),
    ("load/x.py", "from ..flowchart import chart"),
    ("office/word/x.py", "from bukusop.office.foreign import raw"),
    ("office/foreign/x.py", "from bukusop.office.drafting.draft import Draft"),
])
def test_planted_fault_is_caught(room_name: str, line: str) -> None:
    assert faults(CODE / room_name, line)
