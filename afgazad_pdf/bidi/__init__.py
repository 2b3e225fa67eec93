"""The bidirectional algorithm (UAX#9): for the layout engine, and for places without one."""
