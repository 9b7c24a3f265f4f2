"""Names that nobody bears: organizations marked 示例, 演示 or 样例, people called 测试.

The word lists are the demonstration's only literature; a seed decides what meets what.
"""

from random import Random

from dangjianyun.demo.words import ASSOCIATIONS, BUSINESS, FANCY, FOUNDATIONS, INSTITUTIONS
from dangjianyun.registry.models import Category, Kind

MARKS = ("示例", "演示", "样例")
STEMS = tuple("甲乙丙丁戊己庚辛壬癸")
BRANCHES = tuple("子丑寅卯辰巳午未申酉戌亥")
PLAIN = tuple("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏金木水火土一二三四五六七八九十")


class OrganizationNames:
    """Gives each organization a name of its own."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given: set[str] = set()

    def name(self, place: str, kind: str, category: str, *, local: str = "") -> str:
        """A new name. `local`: the street, used for what serves one."""
        random = self._random
        for attempt in range(60):
            form = self._form(kind, category)
            mark = random.choice(MARKS)
            fancy = random.choice(FANCY) if self._is_fancy(kind, category) or attempt > 3 else ""
            where = place
            if local and (attempt > 1 or category in {Category.WELFARE, Category.OTHER}):
                where = f"{place}{local}"
            if attempt > 20:
                fancy += random.choice(STEMS) + random.choice(BRANCHES)
            found = f"{where}{mark}{fancy}{form}"
            if found not in self._given:
                self._given.add(found)
                return found
        raise RuntimeError("the word lists are too short for so many organizations")

    def renamed(self, name: str) -> str:
        """Another name in the place of one: the same form, marked as before."""
        for mark in MARKS:
            if mark in name:
                place, rest = name.split(mark, 1)
                for fancy in FANCY:
                    rest = rest.removeprefix(fancy)
                words = [f for f in FANCY if f"{place}{mark}{f}{rest}" not in self._given]
                new = f"{place}{mark}{self._random.choice(words)}{rest}"
                self._given.add(new)
                return new
        raise ValueError(name)

    def _form(self, kind: str, category: str) -> str:
        random = self._random
        if kind == Kind.FOUNDATION:
            return random.choice(FOUNDATIONS)
        if kind == Kind.SERVICE:
            return random.choice(INSTITUTIONS.get(Category(category), INSTITUTIONS[Category.OTHER]))
        if category == Category.BUSINESS:
            return random.choice(BUSINESS) + random.choice(("行业协会", "行业协会", "商会"))
        return random.choice(ASSOCIATIONS.get(Category(category), ASSOCIATIONS[Category.OTHER]))

    def _is_fancy(self, kind: str, category: str) -> bool:
        return kind != Kind.ASSOCIATION


def person_name(random: Random) -> str:
    """测试 with two or three characters that make no name: 测试甲子, 测试庚午玄."""
    name = f"测试{random.choice(STEMS)}{random.choice(BRANCHES)}"
    return name + random.choice(PLAIN) if random.random() < 0.6 else name
