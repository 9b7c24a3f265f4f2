"""How large a file may be, and how a refusal travels."""

MIB = 1024 * 1024
LARGEST_FILE = 50 * MIB
LARGEST_UNPACKED = 800 * MIB
LARGEST_PART = 700 * MIB
MOST_PARTS = 2000
SUSPICIOUS_PART = 16 * MIB
"""From this size on, a part of a workbook is asked how well it was compressed."""
HIGHEST_RATIO = 120
"""Deflate reaches 1030 on nothing but repetition; real sheets stay below 50."""
MOST_ROWS = 200_000
MOST_COLUMNS = 256
PEEKED = 25
MEMORY = 512 * MIB
SECONDS = 60


class FileRefused(Exception):
    """The file is not taken. The message says why and what to do, in Chinese."""
