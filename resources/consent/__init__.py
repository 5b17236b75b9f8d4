"""The consent texts: ``2026-11.toml`` is the current one. A changed text is a new file with a new version."""
