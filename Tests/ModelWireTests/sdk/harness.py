"""Steers the servers over their control interface, and runs cases one after the other."""

import json
import sys
import traceback
import urllib.request
from collections.abc import Callable
from typing import Any


class Control:
    """The control interface of the servers; its paths are documented in `ControlServer.swift`."""

    def __init__(self, address: str, server: str) -> None:
        self.address = address
        self.server = server

    def _send(self, path: str, body: object | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(f"{self.address}/{path}", data, timeout=10) as answer:
            return json.load(answer)

    def say(self, *replies: dict[str, object]) -> None:
        self._send("replies", list(replies))

    def fail(self, *names: str | None) -> None:
        self._send(f"{self.server}/faults", {"first": list(names), "on": OPERATIONS})

    def advance(self, seconds: float) -> None:
        self._send("time", {"advance": seconds})

    def requests(self) -> list[dict[str, Any]]:
        return self._send(f"{self.server}/requests")

    def last_charge(self) -> dict[str, int]:
        return self._send(f"{self.server}/ledger")[-1]["worked"]


OPERATIONS = ["generate", "stream", "countTokens", "getModel", "listModels", "createCache", "getCache"]


def run(cases: list[Callable[[], None]]) -> None:
    """Prints a line for each case; the exit code tells whether all of them hold."""
    failed = 0
    for case in cases:
        try:
            case()
            print(f"ok {case.__name__}")
        except Exception:  # noqa: BLE001 - whatever an SDK throws is the finding
            failed += 1
            print(f"FAILED {case.__name__}\n{traceback.format_exc()}")
    print(f"{len(cases) - failed} of {len(cases)} hold")
    sys.exit(1 if failed else 0)


def error_of(kind: type[Exception], call: Callable[[], object]) -> Any:
    """The error of this kind that the call ends with."""
    try:
        call()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")
