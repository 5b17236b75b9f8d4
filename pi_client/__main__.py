"""``python -m pi_client`` and ``munjigi-pi``."""

from __future__ import annotations

import sys

from pi_client.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
