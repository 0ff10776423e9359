"""Templates -> HTML. The one door to jinja2: sandboxed, autoescaped, and an unknown name is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Templates:
    """The templates of one project: the dinas may change them, so they may look at values and do nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        )

    def html(self, name: str, **values: Any) -> str:
        """Fill the template `halaman/<name>.html`."""
        return self._environment.get_template(f"halaman/{name}.html").render(**values)

    def css(self, *names: str) -> str:
        """Give the joined style sheets `css/<name>.css`."""
        return "\n".join((self.folder / "css" / f"{name}.css").read_text(encoding="utf-8") for name in names)

    def file(self, name: str) -> bytes:
        """Give a file of the templates, such as the drawing of a symbol. Raises ValueError outside the folder."""
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder.resolve()):
            raise ValueError(name)
        return path.read_bytes()


def css_string(text: str) -> str:
    """Quote text for the CSS property `content`."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ").replace("<", "\\3c ")
    return f'"{escaped}"'
