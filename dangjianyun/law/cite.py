"""Where a rule stands, and how sure we are that it stands there."""

from dataclasses import dataclass

STATUSES = {
    "V": "已核对原文或官方转载",
    "V2": "据二手资料核对",
    "K-high": "凭背景知识，把握较高",
    "K-med": "凭背景知识，把握一般",
    "K-low": "凭背景知识，把握较低",
    "ARTICLE": "据宁波市2021年报道",
    "DESIGN": "本系统约定，非法定",
}


@dataclass(frozen=True)
class Statute:
    """A law, regulation, Party rule, standard or local document."""

    title: str
    issuer: str
    number: str = ""

    @property
    def name(self) -> str:
        """The title with the number, where it has one."""
        return f"{self.title}（{self.number}）" if self.number else self.title


@dataclass(frozen=True)
class Cite:
    """One article of one statute. Raises ValueError without article or with unknown status."""

    statute: Statute
    article: str
    status: str

    def __post_init__(self) -> None:
        if not self.article:
            raise ValueError(f"{self.statute.title}: a citation names its article")
        if self.status not in STATUSES:
            raise ValueError(f"{self.statute.title}: unknown status {self.status!r}")

    def __str__(self) -> str:
        number = f"（{self.statute.number}）" if self.statute.number else ""
        return f"《{self.statute.title}》{number}{self.article}"

    def row(self) -> dict[str, str]:
        """Shape: {"document", "article", "status"}, as the command line prints it."""
        return {
            "document": self.statute.name,
            "article": self.article,
            "status": self.status,
        }
