"""The station's design as data: ``tokens.toml`` (colours, measures, type, motion) and ``station.qss`` (controls)."""
