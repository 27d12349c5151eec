"""The zip container of a document: checked before anything is unpacked, and its XML without entities."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib

from lxml import etree

from tracker.reading.limits import MIB, Limits
from tracker.reading.saying import refusal


class Package:
    """Parts of a document by name; `form` names what it is where it is refused."""

    def __init__(self, data: bytes, limits: Limits, form: str = "docx") -> None:
        self._limits = limits
        self._form = form
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, struct.error):
            raise refusal("damaged", form=self._form) from None
        entries = self._zip.infolist()
        if len(entries) > limits.max_entries:
            raise refusal("parts", most=limits.max_entries)
        if sum(entry.file_size for entry in entries) > limits.max_unpacked:
            raise refusal("unpacked", megabytes=limits.max_unpacked // MIB)
        if any(entry.flag_bits & 1 for entry in entries):
            raise refusal("locked")
        self._entries = {entry.filename.lstrip("/").lower(): entry for entry in entries}

    @property
    def has_pictures(self) -> bool:
        """Whether there are pictures in it."""
        return any("/media/" in name for name in self._entries)

    def check(self) -> None:
        """Look into all parts, for a reader that unpacks them itself.

        Raises:
            ReadError: a part is damaged or too large.

        """
        for name in self._entries:
            self.content(name)

    def content(self, name: str) -> bytes | None:
        """Content of a part, None if there is no such part.

        Raises:
            ReadError: the part is damaged or too large.

        """
        entry = self._entries.get(name.lstrip("/").lower())
        if entry is None:
            return None
        limit = min(self._limits.max_unpacked, MIB + entry.compress_size * self._limits.max_ratio)
        if entry.file_size > limit:
            raise refusal("packed", most=self._limits.max_ratio)
        try:
            with self._zip.open(entry) as part:
                body = part.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
            raise refusal("damaged", form=self._form) from None
        if len(body) > limit:
            raise refusal("packed", most=self._limits.max_ratio)
        return body

    def xml(self, name: str) -> etree._Element | None:
        """Root of a part, None if there is no such part.

        Raises:
            ReadError: the part is damaged or too large.

        """
        body = self.content(name)
        if body is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(body, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise refusal("damaged", form=self._form) from None

    def related(self, part: str, kind: str, identity: str | None = None) -> str | None:
        """Name of the part that another one refers to.

        Args:
            part: name of the part that refers.
            kind: what the type of the relationship ends in.
            identity: id of the relationship, if it may be one of several.

        """
        folder, name = posixpath.split(part)
        relations = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        if relations is None:
            return None
        for relation in relations:
            if identity is not None and relation.get("Id") != identity:
                continue
            if (relation.get("Type") or "").endswith("/" + kind) and relation.get("TargetMode") != "External":
                target = relation.get("Target") or ""
                return (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
        return None
