"""The XMP packet of a PDF: its metadata as XML (ISO 16684-1), with the marks by which standards are known.

PDF/A allows only properties of schemas that it knows; the others, PDF/UA's own and those of PRISM, are
described in the packet itself (ISO 19005-3, 6.6.2.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from ..settings import Profile
from .metadata import KEYWORD_SEPARATOR, Metadata

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"

NAMESPACES = {
    "rdf": RDF,
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
}
"""By prefix; PDF/A prescribes the prefixes of its own (ISO 19005-3, 6.6.2.3.3 and 6.6.4)."""

MARKS: dict[Profile, tuple[tuple[str, str], ...]] = {
    "screen": (("pdfuaid:part", "1"),),
    "archive": (("pdfaid:part", "3"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")),
    "press": (
        ("pdfxid:GTS_PDFXVersion", "PDF/X-4"),
        ("pdf:Trapped", "False"),
        ("xmpMM:VersionID", "1"),
        ("xmpMM:RenditionClass", "default"),
    ),
}
"""What says which standards a file follows: PDF/UA-1; PDF/A-3a as well; PDF/X-4 (ISO 15930-7, 6.3)."""

HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
FOOT = b'\n<?xpacket end="r"?>'
"""The packet's wrapper (ISO 16684-1, 7.3); ``r``: it is not to be changed in place."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a schema that PDF/A does not know."""

    name: str
    value_type: str
    category: str
    """``internal``: made by programs; ``external``: told by people."""
    description: str


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema that PDF/A does not know."""

    prefix: str
    name: str
    properties: tuple[Property, ...]


EXTENSIONS = (
    Schema(
        "pdfuaid",
        "PDF/UA identification schema",
        (Property("part", "Integer", "internal", "Part of ISO 14289 that is followed"),),
    ),
    Schema(
        "prism",
        "PRISM basic metadata",
        (
            Property("publicationName", "Text", "external", "Name of the publication"),
            Property("section", "Text", "external", "Section of the publication"),
            Property("number", "Text", "external", "Number of the issue"),
        ),
    ),
)


def xmp_packet(metadata: Metadata, *, producer: str, profile: Profile) -> bytes:
    """Write the packet in UTF-8; it says that the file follows the standards of its output profile."""
    root = etree.Element(f"{{{RDF}}}RDF", nsmap=_used_namespaces(profile))
    writer = _Writer(etree.SubElement(root, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""}))
    for name, value in MARKS[profile]:
        writer.text(name, value)
    _describe(writer, metadata)
    _tell_origin(writer, metadata, producer)
    if profile == "archive":
        writer.extensions(EXTENSIONS)
    meta = etree.Element("{adobe:ns:meta/}xmpmeta", nsmap={"x": "adobe:ns:meta/"})
    meta.append(root)
    etree.indent(meta, space="")
    return HEAD + bytes(etree.tostring(meta, encoding="UTF-8")) + FOOT


def _used_namespaces(profile: Profile) -> dict[str, str]:
    """Return the namespaces that are needed: those of the standards only where these are followed."""
    used = {name.partition(":")[0] for name, _ in MARKS[profile]}

    def is_used(prefix: str) -> bool:
        if prefix.startswith("pdfa"):
            return profile == "archive"
        return prefix in used or prefix not in ("pdfuaid", "pdfxid")

    return {prefix: uri for prefix, uri in NAMESPACES.items() if is_used(prefix)}


def _describe(writer: _Writer, metadata: Metadata) -> None:
    """Say what the document is about: Dublin Core (ISO 15836), and PRISM where that knows no word."""
    writer.text("dc:format", "application/pdf")
    writer.alternative("dc:title", metadata.title, metadata.lang)
    writer.items("dc:creator", "Seq", metadata.authors)
    writer.items("dc:contributor", "Bag", metadata.contributors)
    writer.alternative("dc:description", metadata.summary, metadata.lang)
    writer.items("dc:subject", "Bag", metadata.keywords)
    writer.items("dc:language", "Bag", (metadata.lang,))
    writer.items("dc:publisher", "Bag", (metadata.publisher,) if metadata.publisher else ())
    writer.text("dc:source", metadata.source)
    if metadata.published:
        writer.items("dc:date", "Seq", (metadata.published.isoformat(),))
    writer.text("prism:publicationName", metadata.publisher)
    writer.text("prism:section", metadata.section)
    writer.text("prism:number", metadata.issue)


def _tell_origin(writer: _Writer, metadata: Metadata, producer: str) -> None:
    """Say by what and when the file was made; each value is that of Info."""
    writer.text("pdf:Keywords", KEYWORD_SEPARATOR.join(metadata.keywords))
    writer.text("pdf:Producer", producer)
    writer.text("xmp:CreatorTool", metadata.creator_tool)
    if metadata.created:
        writer.text("xmp:CreateDate", metadata.created.isoformat())
    if metadata.modified:
        writer.text("xmp:ModifyDate", metadata.modified.isoformat())
        writer.text("xmp:MetadataDate", metadata.modified.isoformat())
    writer.text("xmpMM:DocumentID", metadata.document_id.urn)
    writer.text("xmpMM:InstanceID", metadata.instance_id.urn)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Adds properties to an RDF description; empty ones are left out."""

    description: etree._Element

    def text(self, name: str, value: str) -> None:
        if value:
            etree.SubElement(self.description, _qualified(name)).text = value

    def items(self, name: str, kind: str, values: Iterable[str]) -> None:
        """Add a list: ``Seq`` where the order means something, ``Bag`` where it does not."""
        if values := tuple(values):
            container = self._container(name, kind)
            for value in values:
                etree.SubElement(container, _qualified("rdf:li")).text = value

    def alternative(self, name: str, value: str, lang: str) -> None:
        """Add a text with its language; ``x-default`` is what a reader without a wish gets."""
        if value:
            container = self._container(name, "Alt")
            for tag in ("x-default", lang):
                etree.SubElement(container, _qualified("rdf:li"), {f"{{{XML}}}lang": tag}).text = value

    def extensions(self, schemas: Iterable[Schema]) -> None:
        """Describe what stands in the description and is of a schema that PDF/A does not know."""
        used = {item.tag for item in self.description}
        container = self._container("pdfaExtension:schemas", "Bag")
        for schema in schemas:
            described = [item for item in schema.properties if _qualified(f"{schema.prefix}:{item.name}") in used]
            if not described:
                continue
            entry = _Writer(_resource(container))
            entry.text("pdfaSchema:schema", schema.name)
            entry.text("pdfaSchema:namespaceURI", NAMESPACES[schema.prefix])
            entry.text("pdfaSchema:prefix", schema.prefix)
            properties = entry._container("pdfaSchema:property", "Seq")
            for item in described:
                told = _Writer(_resource(properties))
                told.text("pdfaProperty:name", item.name)
                told.text("pdfaProperty:valueType", item.value_type)
                told.text("pdfaProperty:category", item.category)
                told.text("pdfaProperty:description", item.description)

    def _container(self, name: str, kind: str) -> etree._Element:
        return etree.SubElement(etree.SubElement(self.description, _qualified(name)), _qualified(f"rdf:{kind}"))


def _resource(container: etree._Element) -> etree._Element:
    return etree.SubElement(container, _qualified("rdf:li"), {_qualified("rdf:parseType"): "Resource"})


def _qualified(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
