"""The replica web: a real server on 127.0.0.1 that answers as the hosts of `sources/README.md` do.

with Web() as web:
    ... a crawl with web.connect_to, web.cacert and --allow-network 127.0.0.0/8 ...
    assert verdicts == EXPECTED
"""

from tests.web.server import Web
from tests.web.world import EXPECTED, title_of

__all__ = ["EXPECTED", "Web", "title_of"]
