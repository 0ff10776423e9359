"""What a section of the proof says: a title, figures, and failures (none where it holds)."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Outcome:
    title: str
    figures: list[tuple[str, str]]
    failures: list[str] = field(default_factory=list)
    more: str = ""

    @property
    def good(self) -> bool:
        return not self.failures

    def markdown(self) -> str:
        rows = "\n".join(f"| {name} | {value} |" for name, value in self.figures)
        failed = "".join(f"\n- GAGAL: {line}" for line in self.failures[:50])
        return f"## {self.title}\n\n| figure | value |\n|---|---|\n{rows}\n{failed}\n{self.more}".rstrip() + "\n"
