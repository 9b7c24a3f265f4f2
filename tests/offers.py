"""A citizen's offer of help, as the public portal leaves it."""

from django.db import transaction

from dangjianyun.access.book import Book, chain_of
from dangjianyun.access.queries import operator
from dangjianyun.foundation.days import today
from dangjianyun.welfare.models import Offer, Wish


def leave(wish: Wish) -> Offer:
    """One that nobody has looked at."""
    row = Offer(
        wish=wish, token=f"token-{wish.number}", name="周帮", phone="19900008888",
        words="家里有一台九成新的", came_on=today(),
    )  # fmt: skip
    with transaction.atomic():
        book = Book(operator(), "welfare.offer.leave", chain=chain_of(wish.path))
        book.add(row)
        book.close()
    return row
