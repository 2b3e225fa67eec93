"""Passes and rules over text, in logical order; none of them knows fonts or pages."""
