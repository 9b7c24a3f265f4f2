"""Writing workbooks in which text is text: nothing a user typed can run."""

from typing import Any

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
"""Nothing that a user typed can become a formula, a number or a link."""
LONGEST_CELL = 32_767


def write_text(page: Any, row: int, at: int, text: str, style: Any = None) -> None:
    """A cell that is text and nothing else."""
    if len(text) > LONGEST_CELL // 2:
        # Programs count in UTF-16; what is longer would be left out whole.
        text = text.encode("utf-16-le")[: LONGEST_CELL * 2].decode("utf-16-le", "ignore")
    if text.startswith("<r>") and text.endswith("</r>"):
        # The library takes this for markup of its own and would write it as it stands, formulas
        # included; as pieces of rich text it is escaped.
        page.write_rich_string(row, at, *text[:2], text[2:], *([style] if style else []))
    else:
        page.write_string(row, at, text, style)
