"""Derive the bundled Arabic faces from their sources, one step a module, all kept in order by `STEPS`.

A step takes a font opened with fontTools and changes it in place. Steps add glyphs and lookups;
what the source had stays as it was, and `comparing` sees to it.
"""
