"""Loaded by workers of a cluster on this machine: Ctrl-C is for the process that asked, which ends them in order."""

from __future__ import annotations

import os


def dask_setup(worker: object) -> None:
    """Leave the terminal's group of processes; dask calls this in each worker, also in one that replaces another."""
    os.setpgid(0, 0)
