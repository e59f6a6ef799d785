"""A browser of the least weight: one kept connection, requests written and answers read by their length."""

import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


class Unexpected(Exception):
    """An answer that no line asked for."""


@dataclass
class Answer:
    status: int
    headers: bytes
    body: bytes


class Browser:
    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.port = port
        self.cookies = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        self._open()

    def _open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.used = time.monotonic()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask("GET", path, b"", headers or {})

    def post(self, path: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(form).encode(), kind | dict(headers or {}))

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        # The server gives up a silent connection after two seconds.
        if time.monotonic() - self.used > 1:
            self.socket.close()
            self._open()
        told = {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookies, "Content-Length": str(len(body)), **headers}
        lines = "\r\n".join(f"{name}: {value}" for name, value in told.items())
        self.socket.sendall(f"{method} {path} HTTP/1.1\r\n{lines}\r\n\r\n".encode() + body)
        answer = self._read()
        self.used = time.monotonic()
        if b"connection: close" in answer.headers.lower():
            self.socket.close()
            self._open()
        if answer.status >= 400 or (method == "GET" and answer.status != 200):
            raise Unexpected(f"{method} {path}: {answer.status}\n{answer.body[:2000].decode(errors='replace')}")
        return answer

    def _read(self) -> Answer:
        head, body = b"", b""
        while b"\r\n\r\n" not in head:
            head += self._more()
        head, _sep, body = head.partition(b"\r\n\r\n")
        length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(
            b"content-length:")), 0)  # fmt: skip
        while len(body) < length:
            body += self._more()
        return Answer(int(head.split(b" ", 2)[1]), head, body)

    def _more(self) -> bytes:
        piece = self.socket.recv(262_144)
        if not piece:
            raise Unexpected("the server closed the connection")
        return piece


def seconds(work: Callable[[], object], times: int) -> list[float]:
    """How long each of `times` calls took."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return taken


def rate(makers: list[Callable[[], object]], lasting: float) -> float:
    """Calls per second of all `makers` together, each in a thread of its own."""
    counts, stop = [0] * len(makers), time.perf_counter() + lasting
    failed: list[Exception] = []

    def work(number: int) -> None:
        try:
            while time.perf_counter() < stop:
                makers[number]()
                counts[number] += 1
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=[number]) for number in range(len(makers))]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sum(counts) / (time.perf_counter() - begun)
