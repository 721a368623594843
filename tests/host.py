"""A host of static sites on this machine: packs what is text, says how long a file may be kept."""

from __future__ import annotations

import gzip
from html import escape
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from catalogue.site.headers import A_MONTH, ASK_AGAIN, FOR_EVER, HASHED, LASTING

PACKED = {".css", ".csv", ".html", ".js", ".json", ".svg", ".txt", ".xml"}


class Host(SimpleHTTPRequestHandler):
    """Serves a folder by the rules of hooks/catalogue/site/headers.py, with its own page for wrong addresses."""

    protocol_version = "HTTP/1.1"
    extensions_map: ClassVar = {**SimpleHTTPRequestHandler.extensions_map, ".woff2": "font/woff2"}

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        if file.is_dir():
            if not self.path.partition("?")[0].endswith("/"):
                super().do_GET()  # leads to the address with its slash
                return
            file /= "index.html"
        is_there = file.is_file()
        if not is_there:
            file = Path(self.directory) / "404.html"
            if not file.is_file():
                self.send_error(404)
                return
        state = file.stat()
        tag = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
        if is_there and self.headers.get("If-None-Match") == tag:
            self._answer(304, {"ETag": tag, "Cache-Control": self._kept()})
            return
        headers = {"Content-Type": self.guess_type(file), "ETag": tag, "Vary": "Accept-Encoding"}
        body = file.read_bytes()
        if file.suffix in PACKED and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 6, mtime=0)
            headers["Content-Encoding"] = "gzip"
        headers |= {"Content-Length": str(len(body)), "Cache-Control": self._kept()}
        self._answer(200 if is_there else 404, headers, body)

    def _kept(self) -> str:
        path = self.path.lstrip("/")
        return (
            FOR_EVER
            if path.startswith(HASHED)
            else A_MONTH
            if path.startswith(LASTING)
            else ASK_AGAIN
        )

    def _answer(self, code: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        pass


class RepositoryHost(BaseHTTPRequestHandler):
    """Plays the page on which a host of repositories opens a new file: its folder, its name, its text.

    GitHub (``/new/``) and Forgejo (``/_new/``) fill in ``filename`` and ``value``; GitLab (``/-/new/``)
    fills in ``file_name``, and nothing else.
    """

    longest_line = 8_190

    def do_GET(self) -> None:
        if len(self.requestline) > self.longest_line:
            self.send_error(414)
            return
        parts = urlsplit(self.path)
        place, _, folder = unquote(parts.path).partition("/main/")
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if place.endswith("/-/new"):
            name, text = given.get("file_name", ""), ""
        elif place.endswith(("/new", "/_new")):
            name, text = given.get("filename", ""), given.get("value", "")
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        page = f"<!doctype html><title>New file</title><h1>{escape(folder)}</h1><input value='{escape(name)}'>"
        self.wfile.write(f"{page}<textarea autofocus>\n{escape(text)}</textarea>".encode())

    def log_message(self, *arguments: Any) -> None:
        pass
