"""What linters and checkers say about the whole house."""

import pytest

from tests.tools import CHECKS, finish

pytestmark = pytest.mark.tools


@pytest.mark.parametrize("name", CHECKS)
def test_the_checker_finds_nothing(name: str) -> None:
    code, said = finish(name)
    assert code == 0, said
