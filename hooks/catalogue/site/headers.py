"""What a web server says with every file: one policy, written in the form of each kind of host.

The names follow the standards: Content Security Policy (https://www.w3.org/TR/CSP3/), Permissions
Policy, Referrer Policy, and HTTP Strict Transport Security (RFC 6797).
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Final

from catalogue.model.addresses import EMBEDS_URI

EARLY_SCRIPT: Final = (
    'try{const scheme=localStorage.getItem("scheme");'
    'if(scheme==="light"||scheme==="dark")document.documentElement.dataset.scheme=scheme}catch{}'
    'if(location.search)document.documentElement.dataset.asks=""'
)
"""Before anything is drawn: the colours that the reader chose on this device, and whether the address
asks for something, so that the answer can keep its place. The only script that stands within a page:
to fetch it would cost the first words a sixth of a second on a slow line."""

_EARLY_HASH: Final = b64encode(hashlib.sha256(EARLY_SCRIPT.encode()).digest()).decode()

CONTENT_POLICY: Final[Mapping[str, str]] = {
    "default-src": "'none'",
    # The search index is read by WebAssembly.
    "script-src": f"'self' 'wasm-unsafe-eval' 'sha256-{_EARLY_HASH}'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    # From disk no browser takes captions from a file: a copy of a module holds them within its pages.
    "media-src": "'self' data:",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-src": "'self'",
    "object-src": "'none'",
}
"""What a page may load and do. It fits in a meta element too: nothing here needs a header."""

FRAMED_BY_US: Final = "frame-ancestors 'self'"
FRAMED_BY_ANYBODY: Final = "frame-ancestors *"
"""What is below ``/insluiten/`` is made to stand in other sites. Only a header can say so."""

HEADERS: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "browsing-topics",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
        )
    ),
    "Strict-Transport-Security": "max-age=31536000",
}
"""The other headers of every file."""

HASHED: Final = ("pagefind/fragment/", "pagefind/index/", "pagefind/filter/", "pagefind/older/")
"""The folders whose files are asked for by names, or with a time, that change with what is in them."""

LASTING: Final = ("assets/fonts/",)
"""The folders whose files hardly ever change, but keep their names."""

FOR_EVER: Final = "public, max-age=31536000, immutable"
A_MONTH: Final = "public, max-age=2592000"
ASK_AGAIN: Final = "no-cache"
"""Keep it, and ask each time whether it changed: an answer without a body where it did not."""


def content_security_policy(ancestors: str = "") -> str:
    """Return the policy as the value of a header; without *ancestors*, as that of a meta element."""
    rules = [f"{name} {value}" for name, value in CONTENT_POLICY.items()]
    return "; ".join([*rules, ancestors] if ancestors else rules)


def headers_file(folders: Iterable[str]) -> str:
    """Return the file ``_headers`` (Netlify, Cloudflare Pages) of a site with these top *folders*.

    Where several rules fit an address, these hosts send the headers of all of them, and a browser
    obeys every policy it gets. So nobody's permission can be taken back for one folder: who may
    frame a page is said for each folder, and left out where anybody may.
    """
    rules = {
        "/*": {"Content-Security-Policy": content_security_policy(), **HEADERS},
        **{
            path: {"Content-Security-Policy": FRAMED_BY_US}
            for path in ("/", *(f"/{name}/*" for name in sorted(folders)))
            if path != f"/{EMBEDS_URI}*"
        },
        **{f"/{uri}*": {"Cache-Control": FOR_EVER} for uri in HASHED},
        **{f"/{uri}*": {"Cache-Control": A_MONTH} for uri in LASTING},
    }
    lines = []
    for path, headers in rules.items():
        lines += [path, *(f"  {name}: {value}" for name, value in headers.items())]
    return "\n".join(["# From hooks/catalogue/site/headers.py.", *lines, ""])


MADE: Final = "Made by `python -m catalogue generate` from hooks/catalogue/site/headers.py."


def nginx_configuration() -> str:
    """Return a configuration for nginx: the maps and the server of one site."""
    hashed, lasting = "|".join(HASHED), "|".join(LASTING)
    shared = "\n".join(f'  add_header {name} "{value}" always;' for name, value in HEADERS.items())
    return f"""\
# {MADE}
# Include it within http {{ }}, and set server_name, root and the certificates.
# Headers stand at the server and nowhere below it: a location with one of its own would lose them all.

map $uri $mangomomenten_frames {{
  default "{FRAMED_BY_US}";
  ~^/{EMBEDS_URI} "{FRAMED_BY_ANYBODY}";
}}

map $uri $mangomomenten_cache {{
  default "{ASK_AGAIN}";
  ~^/({hashed}) "{FOR_EVER}";
  ~^/({lasting}) "{A_MONTH}";
}}

server {{
  listen 80;
  listen [::]:80;
  server_name mangomomenten.example;
  return 301 https://$host$request_uri;
}}

server {{
  listen 443 ssl;
  listen [::]:443 ssl;
  server_name mangomomenten.example;
  ssl_certificate /etc/ssl/mangomomenten.pem;
  ssl_certificate_key /etc/ssl/mangomomenten.key;

  root /var/www/mangomomenten;
  index index.html;
  charset utf-8;
  server_tokens off;
  absolute_redirect off;
  error_page 404 /404.html;

  gzip on;
  gzip_vary on;
  gzip_types text/css text/javascript application/javascript application/json application/xml image/svg+xml;

{shared}
  add_header Content-Security-Policy "{content_security_policy("$mangomomenten_frames")}" always;
  add_header Cache-Control $mangomomenten_cache;

  location / {{
    try_files $uri $uri/ =404;
  }}

  location ~ \\.vtt$ {{
    types {{ text/vtt vtt; }}
  }}

  # What begins with a dot is nobody's business.
  location ~ /\\.(?!well-known/) {{
    return 404;
  }}
}}
"""


def apache_configuration() -> str:
    """Return the file ``.htaccess`` for Apache 2.4, to be put at the top of the site."""
    hashed, lasting = "|".join(HASHED), "|".join(LASTING)
    shared = "\n".join(f'  Header always set {name} "{value}"' for name, value in HEADERS.items())
    return f"""\
# {MADE}
# Put it at the top of the site, under the name .htaccess. It needs mod_headers, and AllowOverride
# with FileInfo, Indexes and Options. A site below a folder: put that folder in front of /404.html.

Options -Indexes
DirectoryIndex index.html
ErrorDocument 404 /404.html
AddDefaultCharset utf-8
AddType text/vtt .vtt

# What begins with a dot is nobody's business.
RedirectMatch 404 "/\\.(?!well-known/)"

<IfModule mod_headers.c>
{shared}
  Header always set Content-Security-Policy "{content_security_policy(FRAMED_BY_US)}"
  Header always set Content-Security-Policy "{content_security_policy(FRAMED_BY_ANYBODY)}" "expr=%{{REQUEST_URI}} =~ m#/{EMBEDS_URI}#"
  Header set Cache-Control "{ASK_AGAIN}"
  Header set Cache-Control "{FOR_EVER}" "expr=%{{REQUEST_URI}} =~ m#/({hashed})#"
  Header set Cache-Control "{A_MONTH}" "expr=%{{REQUEST_URI}} =~ m#/({lasting})#"
</IfModule>

<IfModule mod_deflate.c>
  AddOutputFilterByType DEFLATE text/html text/css text/javascript application/javascript application/json application/xml image/svg+xml
</IfModule>
"""
