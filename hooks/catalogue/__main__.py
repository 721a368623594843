"""``python -m catalogue``: the tools of editors, without a site generator."""

import sys

from catalogue.editing.commands import main

if __name__ == "__main__":
    sys.exit(main())
