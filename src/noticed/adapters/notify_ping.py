"""A dead man's switch: one GET to a watcher outside (healthchecks.io and others) for as long as all is well.

The URL is a secret: no error shows anything of it. Raises ``Transient`` where it was not heard, ``Permanent`` where it
is no URL of a web server.
"""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_fixed

from noticed.ports import Permanent, Transient

_SECONDS = 10
_TRIES = 3


class HttpPing:
    """See ``ports.Ping``. ``sleep``: for tests."""

    def __init__(self, url: Callable[[], str], *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._url = url
        self._sleep = sleep

    def __call__(self) -> None:
        url = self._url()
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            raise Permanent("the ping's URL must begin with https:// or http://")
        retrying = Retrying(
            stop=stop_after_attempt(_TRIES),
            wait=wait_fixed(2),
            retry=retry_if_exception_type(Transient),
            sleep=self._sleep,
            reraise=True,
        )
        retrying(_get, url)


def _get(url: str) -> None:
    try:
        request = urllib.request.Request(url, headers={"User-Agent": "noticed"})  # noqa: S310  # http or https: looked at
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            answer.read(1024)
    except urllib.error.HTTPError as error:
        with error:
            raise Transient(f"the ping was refused with status {error.code}: check its URL") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise Transient("the ping was not heard: check its URL, and whether it can be reached from here") from None
