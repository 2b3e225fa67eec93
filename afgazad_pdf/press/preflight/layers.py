"""Layers that are not printed (ISO 32000-1, 8.11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from .state import ObjectNumber


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers of a file that are switched off when it is opened."""

    off: frozenset[ObjectNumber] = frozenset()

    def hides(self, layer: Any) -> bool:
        """Say whether what belongs to a layer, or to several by their membership, is not printed."""
        if layer.get("/Type") != "/OCMD":
            return layer.objgen in self.off
        members = layer.get("/OCGs", ())
        hidden = [item.objgen in self.off for item in (members if isinstance(members, pikepdf.Array) else [members])]
        if not hidden:
            return False
        policies = {"/AllOn": any(hidden), "/AnyOff": not any(hidden), "/AllOff": not all(hidden)}
        return policies.get(str(layer.get("/P", "/AnyOn")), all(hidden))


def read_layers(root: Any) -> Layers:
    """Read which layers of a catalogue are off in its own configuration."""
    properties = root.get("/OCProperties")
    if properties is None:
        return Layers()
    configuration = properties.get("/D", {})
    off = {layer.objgen for layer in configuration.get("/OFF", ())}
    if str(configuration.get("/BaseState", "/ON")) == "/OFF":
        on = {layer.objgen for layer in configuration.get("/ON", ())}
        off |= {layer.objgen for layer in properties.get("/OCGs", ())} - on
    return Layers(frozenset(off))


def configurations(root: Any) -> Iterator[Any]:
    """Yield the configurations of layers: the file's own, then the others."""
    properties = root.get("/OCProperties", {})
    if "/D" in properties:
        yield properties.D
    yield from properties.get("/Configs", ())


def layer_names(root: Any, layers: Layers) -> list[str]:
    """Return the names of the layers that are off, in the order of the file."""
    listed = root.get("/OCProperties", {}).get("/OCGs", ())
    return [str(layer.get("/Name", "")) for layer in listed if layer.objgen in layers.off]
