"""`python -m dangjianyun.cli`: the same, by the interpreter that runs already."""

import sys

from dangjianyun.cli.dispatch import main

sys.exit(main())
