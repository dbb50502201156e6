"""Starting the portal: `make install`, `make run`, `make serve` and `manage.py`.

`install` and `port` run on the machine's own Python before anything is installed, so they import only
the standard library.
"""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
