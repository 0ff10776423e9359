"""Templates -> HTML. The one door to jinja2: sandboxed, autoescaped, and an unknown name is an error.

All files are read at once: the templates of a scene are values, which can be sent to another process or machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bukusop.cache import digest
from bukusop.diagnostics import Fault, UsageError
from bukusop.paths import shipped_templates

_KINDS = ("halaman/*.html", "laman/*.html", "css/*.css", "simbol/*")
SITE = ("site/*.html", "site/*.css", "site/*.js")
"""What the website is made of; workers that render pages need none of it."""


class Templates:
    """The templates of one project: the dinas may change them, so they may look at values and do nothing else."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Take files by name ("halaman/sampul.html")."""
        self.files = dict(files)

    @classmethod
    def read(cls, folder: Path, kinds: Sequence[str] = _KINDS) -> Templates:
        """Read a folder of templates. Raises OSError, and UsageError where a link leads out of the project that they belong to."""
        paths = [path for kind in kinds for path in sorted(folder.glob(kind)) if path.is_file()]
        if folder != shipped_templates():
            root = folder.parent.resolve()
            for path in paths:
                if not path.resolve().is_relative_to(root):
                    raise UsageError(f"templates/{path.relative_to(folder).as_posix()} berada di luar folder buku; salin ke dalamnya")
        return cls({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})

    @classmethod
    def of_site(cls, own: Path) -> Templates:
        """Read what the website is made of: own templates over those shipped, because they may be older than a page that was added."""
        return cls({**cls.read(shipped_templates(), SITE).files, **cls.read(own, SITE).files})

    def __reduce__(self) -> tuple[type[Templates], tuple[dict[str, bytes]]]:
        return Templates, (self.files,)

    @cached_property
    def _environment(self) -> ImmutableSandboxedEnvironment:
        pages = {name: data.decode() for name, data in self.files.items() if name.endswith(".html")}
        return ImmutableSandboxedEnvironment(
            loader=DictLoader(pages), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        )

    @cached_property
    def digest(self) -> str:
        """Digest of the page templates."""
        return digest(*(piece for name in sorted(self.files) if name.startswith("halaman/") for piece in (name, self.files[name])))

    def html(self, name: str, **values: Any) -> str:
        """Fill the template `halaman/<name>.html`."""
        return self.page(name, "halaman", **values)

    def page(self, name: str, group: str = "laman", **values: Any) -> str:
        """Fill the template `<name>.html` of `group`. Raises Fault where it, or one that it takes in, is wrong or does what it may not."""
        try:
            return self._environment.get_template(f"{group}/{name}.html").render(**values)
        except Exception as error:  # a template may stumble over whatever it says
            raise Fault(f"templates/{group}/{name}.html tidak dapat dipakai ({type(error).__name__}: {error})") from error

    def css(self, *names: str) -> str:
        """Give the joined style sheets `css/<name>.css`."""
        return "\n".join(self.files[f"css/{name}.css"].decode() for name in names)

    def file(self, name: str) -> bytes:
        """Give a file of the templates, such as the drawing of a symbol. Raises KeyError for an unknown one."""
        return self.files[name]


def css_string(text: str) -> str:
    """Quote text for the CSS property `content`."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ").replace("<", "\\3c ")
    return f'"{escaped}"'
