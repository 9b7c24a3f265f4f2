"""Acts on wishes, one file a hand: who collects, who checks, who claims, what passes on."""

from dangjianyun.welfare.actions import check as check
from dangjianyun.welfare.actions import claim as claim
from dangjianyun.welfare.actions import collect as collect
from dangjianyun.welfare.actions import erasing as erasing
from dangjianyun.welfare.actions import kept as kept
from dangjianyun.welfare.actions import offer as offer
