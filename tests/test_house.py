"""The house rules that no linter knows."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from dangjianyun.access.action import PERMISSIONS
from dangjianyun.access.permissions import WORDS
from dangjianyun.access.roles import BUILT_IN
from dangjianyun.foundation.forms import ActorForm
from dangjianyun.foundation.scope import ScopedModel
from dangjianyun.foundation.workflow import Workflow
from dangjianyun.law.rule import RULES

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "dangjianyun"
ROOMS = ("territory", "papers", "registry", "party", "coverage", "orglife", "welfare")
FREE = ("access", "foundation", "law", "insight", "interchange", "portal", "demo", "config", "cli")
FURNITURE = {
    *("__init__", "rules", "workflow", "models", "queries", "actions", "indicators", "tasks"),
    *("forms", "sheets", "views", "api", "urls"),
    *("templates", "sql", "static", "templatetags", "tests", "migrations"),
}
DATA_FOLDERS = {"territory": {"divisions"}}

OPEN_TABLES = {
    *("access.Account", "access.Role", "access.GrantRow", "access.Token", "access.FirstSignIn"),
    *("access.SavedView", "access.SubmitKey", "access.AuditHead", "access.AuditEntry"),
    *("foundation.Tally", "foundation.TallyMark", "foundation.RuleParameter"),
    *("foundation.Rebuild", "territory.Division"),
    *("interchange.JournalPart", "interchange.StagedPart"),  # reached through their batch alone
    "papers.Piece",  # reached through its attachment alone
    "interchange.Export",  # for the audit; no page lists it
}
"""Tables without places: public lists, the engine's own, and what only administrators reach."""

PUBLIC_URLS = {"sign_in", "workbench", "sign_out", "first_sign_in", "healthz", "readyz"}
"""Answered without an account; `workbench` is the sign-in's address, see config/front.py."""

FORMS_BEFORE_AN_ACCOUNT = {"SignInForm", "ChoosePasswordForm", "SampleForm"}
PYTHON_AT_MOST, TEMPLATE_AT_MOST = 400, 150
VAGUE = {"utils", "helpers", "common", "base", "misc", "data"}


def sources(pattern: str = "*.py", *, tests: bool = False) -> list[Path]:
    """Our files; generated migrations are nobody's prose."""
    return [
        file
        for file in sorted(HOUSE.rglob(pattern))
        if "migrations" not in file.parts and (tests or "tests" not in file.parts)
    ]


def modules(kind: str) -> list[ModuleType]:
    return [
        import_module(".".join(f.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
        for f in [*HOUSE.glob(f"*/{kind}.py"), *HOUSE.glob(f"*/{kind}/*.py")]
    ]


def functions(kind: str) -> Iterator[tuple[str, Any]]:
    for module in modules(kind):
        for name, found in inspect.getmembers(module, inspect.isfunction):
            if found.__module__ == module.__name__:
                yield f"{module.__name__}.{name}", found


def subclasses(kind: type) -> list[type]:
    return [c for sub in kind.__subclasses__() for c in [sub, *subclasses(sub)]]


def patterns(urls: list[Any], above: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in urls:
        if isinstance(one, URLPattern):
            yield f"{above}{one.name}", one
        else:
            assert isinstance(one, URLResolver)
            prefix = f"{one.namespace}:" if one.namespace else above
            yield from patterns(one.url_patterns, prefix)


def test_every_url_is_a_page_or_named_as_public() -> None:
    bare = {
        name
        for name, one in patterns(get_resolver().url_patterns)
        if not hasattr(one.callback, "is_page") and not name.startswith("api")
    }
    assert bare == PUBLIC_URLS


def test_every_function_that_acts_is_an_action() -> None:
    bare = [
        name
        for name, found in functions("actions")
        if not name.rsplit(".", 1)[1].startswith("_")
        and "actor" in inspect.signature(found).parameters
        and not hasattr(found, "permission")
    ]
    assert bare == []


def test_only_actions_and_what_they_hand_their_book_to_write() -> None:
    writes = re.compile(
        r"\.(save|bulk_create|bulk_update|update_or_create|get_or_create)\(|objects\.create\("
        r"|\.update\([a-z_]+=|\.delete\(\)"
    )
    rooms = [f for f in sources() if f.relative_to(HOUSE).parts[0] in ROOMS]
    found = {
        f"{f.relative_to(HOUSE)}"
        for f in rooms
        if writes.search(f.read_text()) and f.relative_to(HOUSE).parts[1] not in {"queries"}
    }
    assert found <= {
        "papers/rules/pictures.py",  # a picture, into memory
        "territory/actions.py",  # the packaged list of divisions, no user's act
        "party/actions/unit.py",  # paths of a subtree follow from one recorded move
        "party/actions/tree.py",
    }


def test_every_step_has_an_action_to_take_it() -> None:
    taken = {found.permission for _, found in functions("actions") if hasattr(found, "permission")}
    steps = {
        step.permission
        for module in modules("workflow")
        for flow in vars(module).values()
        if isinstance(flow, Workflow)
        for step in flow.steps.values()
    }
    assert steps <= taken


def test_every_table_is_scoped_or_named_as_open() -> None:
    house = [m for m in apps.get_models() if m.__module__.startswith("dangjianyun.")]
    scoped = {m._meta.label for m in house if issubclass(m, ScopedModel)}
    assert {m._meta.label for m in house} - scoped == OPEN_TABLES


def test_every_scoped_table_hangs_somewhere() -> None:
    from dangjianyun.foundation.scope import _READING

    hung = {label for (label, _tree), ways in _READING.items() if ways}
    bare = [
        m._meta.label
        for m in apps.get_models()
        if issubclass(m, ScopedModel) and not m.places and m._meta.label not in hung
    ]
    # An attachment hangs by the rooms that link it, and is seen by nobody before one does.
    assert [label for label in bare if label != "papers.Attachment"] == []


def test_every_rule_cites_an_article() -> None:
    modules("rules")
    assert RULES
    assert [r.id for r in RULES.values() if not r.cites()] == []
    assert [r.id for r in RULES.values() for cite in r.cites() if not cite.article] == []


@pytest.mark.parametrize(
    ("pattern", "most"),
    [
        ("*.py", PYTHON_AT_MOST),
        ("*.css", PYTHON_AT_MOST),
        ("*.js", PYTHON_AT_MOST),
        ("*.html", TEMPLATE_AT_MOST),
    ],
)
def test_no_file_is_too_long(pattern: str, most: int) -> None:
    files = sources(pattern, tests=True) + list((ROOT / "tests").rglob(pattern))
    long = {f.name: n for f in files if (n := len(f.read_text().splitlines())) > most}
    assert long == {}


def test_no_file_has_a_vague_name() -> None:
    files = [*sources(tests=True), *(ROOT / "tests").rglob("*.py")]
    assert [str(f) for f in files if f.stem in VAGUE] == []


def test_rooms_hold_nothing_but_furniture() -> None:
    strange = [
        f"{room}/{one.name}"
        for room in ROOMS
        for one in (HOUSE / room).iterdir()
        if one.stem not in FURNITURE | DATA_FOLDERS.get(room, set()) and one.name != "__pycache__"
    ]
    assert strange == []
    known = {one.name for one in HOUSE.iterdir() if (one / "__init__.py").exists()}
    assert known <= {*ROOMS, *FREE}


def test_every_form_knows_its_actor() -> None:
    modules("forms")
    modules("views")
    bare = {
        f.__name__
        for f in subclasses(forms.BaseForm)
        if f.__module__.startswith("dangjianyun.")
        and ".tests." not in f.__module__
        and not issubclass(f, ActorForm)
    }
    assert bare - {"ActorForm"} <= FORMS_BEFORE_AN_ACCOUNT


def test_sql_is_written_in_few_places_only() -> None:
    words = ("connection.cursor", ".raw(", "RawSQL", ".extra(")
    allowed = ("foundation", "insight", "cli", "config/health.py")
    elsewhere = [
        str(f.relative_to(HOUSE))
        for f in sources()
        if any(word in f.read_text() for word in words)
        and not str(f.relative_to(HOUSE)).startswith(allowed)
    ]
    assert set(elsewhere) <= {"demo/populate.py"}  # a synthetic database, beyond what acts can fill


def called(file: Path) -> set[str]:
    """The names of functions and methods that a file calls."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call):
            target = node.func
            found.add(
                target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
            )
    return found


def test_the_demonstration_writes_through_actions_only() -> None:
    writing = {"save", "bulk_create", "bulk_update", "create", "get_or_create", "delete"}
    files = [f for f in sources() if f.relative_to(HOUSE).parts[0] == "demo"]
    found = {f.name: called(f) & writing for f in files if f.name != "populate.py"}
    assert {name: names for name, names in found.items() if names} == {}


def test_the_register_is_opened_and_closed_by_imports_only() -> None:
    wanted = {"register_organizations", "change_particulars", "close_organization"}
    allowed = ("registry/", "interchange/", "demo/", "coverage/sheets", "coverage/tests")
    found = {
        str(f.relative_to(HOUSE)): called(f) & wanted
        for f in sources()
        if called(f) & wanted and not str(f.relative_to(HOUSE)).startswith(allowed)
    }
    assert found == {}


def test_no_person_has_a_number_that_ranks() -> None:
    persons = [m for m in apps.get_models() if m.__name__ in {"Person", "Member", "Instructor"}]
    words = re.compile(r"score|rank|grade|rating|points|积分|评分|排名|得分|等级")
    judged = [
        f"{m._meta.label}.{f.name}"
        for m in persons
        for f in m._meta.concrete_fields
        if words.search(f"{f.name} {f.verbose_name}")
    ]
    assert judged == []


def test_templates_hold_no_style_and_no_script_of_their_own() -> None:
    bad = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE)
    allowed = re.compile(r"<script[^>]*(type=\"application/json\"|nonce=)")
    found = [
        f"{f.relative_to(HOUSE)}: {match.group()}"
        for f in sources("*.html")
        for match in bad.finditer(f.read_text())
        if not allowed.match(f.read_text()[match.start() :])
    ]
    assert found == []


def test_every_form_that_posts_has_a_token_and_a_submit_key() -> None:
    form = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.DOTALL)
    without_account = {"sign_in.html", "first_sign_in.html", "account.html", "own_account.html"}
    found = [
        str(f.relative_to(HOUSE))
        for f in sources("*.html")
        for match in form.finditer(f.read_text())
        if "csrf_token" not in match.group()
        or ("submit_key" not in match.group() and f.name not in without_account)
    ]
    assert found == []


def test_every_permission_asked_for_is_in_a_role_or_named() -> None:
    pages = {
        one.callback.permission
        for _, one in patterns(get_resolver().url_patterns)
        if getattr(one.callback, "permission", "")
    }
    written = {
        permission
        for file in sources()
        for permission in re.findall(
            r"\"((?:access|registry|party|coverage|orglife|welfare|interchange|insight)"
            r"\.[a-z]+\.(?:read|write|close|open|unmask|own|count))\"",
            file.read_text(),
        )
    }
    held = {name for role in BUILT_IN for name in role.permissions} | {"access.account.own"}
    assert sorted((pages | written | set(PERMISSIONS)) - held) == []


def test_every_permission_has_words_and_every_word_a_permission() -> None:
    held = {name for role in BUILT_IN for name in role.permissions} | {"access.account.own"}
    assert sorted(held ^ set(WORDS)) == []
    assert sorted(set(PERMISSIONS) - set(WORDS)) == []


def test_imports_are_written_in_full() -> None:
    relative = [
        str(f.relative_to(ROOT))
        for f in sources(tests=True)
        if re.search(r"^\s*from \.", f.read_text(), re.MULTILINE)
    ]
    assert relative == []
