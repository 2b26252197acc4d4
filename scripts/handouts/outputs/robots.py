"""robots.txt: every page may be read, and where the list of all pages is (RFC 9309).

Search engines ask for it at the root of a domain only. Below a path it does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator

from handouts.model.addresses import ROBOTS, SITEMAP
from handouts.model.library import Library


def files(library: Library) -> Iterator[tuple[str, bytes]]:
    """Yield robots.txt, as (address, bytes); none while the site has no address."""
    if library.site.url:
        sitemap = library.absolute(SITEMAP)
        yield ROBOTS, f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n".encode()
