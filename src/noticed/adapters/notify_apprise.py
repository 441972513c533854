"""A second channel to the operator through Apprise: WeCom, DingTalk, Telegram, ntfy, a webhook and some hundred more.

The URL is a secret: it is read for each message, and no error, log line or ``repr`` shows anything of it. Tried again
for seconds; a channel that fails three times in a row is left alone for five minutes. Raises ``Transient`` where it
took nothing, ``Permanent`` where its URL cannot be used.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from noticed.ports import Permanent, Transient

_TRIES = 3
_FAILURES = 3
_REST_SECONDS = 300.0


class AppriseChannel:
    """See ``ports.Channel``. ``monotonic`` and ``sleep``: for tests."""

    def __init__(
        self,
        url: Callable[[], str],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._url = url
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0

    def kind(self) -> str:
        """The service its URL names, as Apprise calls it."""
        return str(self._service().service_name)

    def push(self, title: str, text: str) -> None:
        """Say it there; one call at a time."""
        with self._lock:
            if self._monotonic() < self._rests_until:
                raise Transient("the channel is left alone for some minutes: it failed three times in a row")
            service = self._service()
            retrying = Retrying(
                stop=stop_after_attempt(_TRIES),
                wait=wait_exponential(multiplier=1, max=4),
                retry=retry_if_exception_type(Transient),
                sleep=self._sleep,
                reraise=True,
            )
            try:
                retrying(_send, service, title, text)
            except Transient:
                self._failures += 1
                if self._failures >= _FAILURES:
                    self._failures, self._rests_until = 0, self._monotonic() + _REST_SECONDS
                raise
            self._failures = 0

    def _service(self) -> Any:
        """The one service of the URL, made anew: a rotated secret is taken up."""
        apprise, url = _apprise(), self._url()
        made = apprise.Apprise(asset=apprise.AppriseAsset(app_id="noticed", app_desc="noticed", app_url=""))
        try:
            understood = made.add(url)
        except Exception:  # noqa: BLE001  # whatever a plugin trips over: its words may hold the URL
            understood = False
        if not understood or len(made) != 1:
            raise Permanent("the channel's URL is none that Apprise understands: github.com/caronc/apprise/wiki")
        return made[0]


def _send(service: Any, title: str, text: str) -> None:
    try:
        took = service.notify(body=text, title=title)
    except Exception:  # noqa: BLE001  # the same
        took = False
    if not took:
        raise Transient("the channel did not take it: check its URL, and whether it can be reached from here")


def _apprise() -> Any:
    try:
        import apprise
    except ImportError:
        raise Permanent("channels need Apprise: pip install 'noticed[notify]'") from None
    for name in ("apprise", "urllib3"):  # what they log may hold the URL
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return apprise
