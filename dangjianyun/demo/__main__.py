"""`python -m dangjianyun.demo [--seed N]`: load the demonstration into the configured database."""

import argparse
import os

import django


def run() -> None:
    """Read the seed, load. The database must be empty."""
    parser = argparse.ArgumentParser(prog="dangjianyun.demo", description="装入宁波演示数据。")
    parser.add_argument("--seed", type=int, default=None, help="另一个种子：数字相同，名称不同")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangjianyun.config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- needs the settings

    from dangjianyun.demo.load import SEED, main  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    main(SEED if args.seed is None else args.seed)


if __name__ == "__main__":
    run()
