"""What stands beside the code and must stay true: lock files, links, generated pages."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dangjianyun.access.permissions import markdown as permissions_page
from dangjianyun.foundation.personal import personal_register

ROOT = Path(__file__).parent.parent


def test_lock_files_name_no_host() -> None:
    python, node = sorted(ROOT.glob("*.lock")), ROOT / "package-lock.json"
    assert [f.name for f in python] == ["requirements-dev.lock", "requirements.lock"]
    place = re.compile(r"://|^--(?!hash=)|^-[a-z]\b|file:| @ ", re.MULTILINE)
    assert [(f.name, found[:3]) for f in python if (found := place.findall(f.read_text()))] == []
    packages = json.loads(node.read_text())["packages"]
    assert [name for name, one in packages.items() if "resolved" in one] == []


def test_links_in_the_docs_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    link = re.compile(r"\]\((?!https?:)([^)#\s]+)")
    lost = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in link.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("page", "made"),
    [("permissions.md", permissions_page), ("personal-data.md", personal_register)],
)
def test_generated_pages_are_current(page: str, made: Any) -> None:
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == made()
