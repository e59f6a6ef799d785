"""Signs what an SMS gateway pushes and hands it on to the product. Standard library only.

    SMS_SECRET=… TARGET=https://service.example.cn/callbacks/sms/aliyun/ PATH_WORD=… python relay.py

The gateways push to a fixed address and sign nothing. This small program stands between: it listens on 127.0.0.1:8090
(behind the web server, which ends HTTPS and lets only the gateway's addresses in) or runs as a cloud function by
calling `forward`, takes only what comes to /PATH_WORD, and adds timestamp, nonce and signature.
"""

import hashlib
import hmac
import os
import secrets
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

MOST_BYTES = 64 * 1024


def signed(body: bytes, secret: str) -> dict[str, str]:
    """The headers that the product asks for: HMAC-SHA256 over timestamp, nonce and body."""
    timestamp, nonce = str(int(time.time())), secrets.token_urlsafe(18)
    text = f"{timestamp}\n{nonce}\n".encode() + body
    signature = hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
    return {"X-Timestamp": timestamp, "X-Nonce": nonce, "X-Signature": signature}


def forward(body: bytes, *, target: str, secret: str) -> tuple[int, bytes]:
    """Hand `body` on; (status, answer). Whatever went wrong is 502, so that the gateway sends it again."""
    if not target.startswith("https://"):
        raise ValueError("TARGET must begin with https://")
    headers = {"Content-Type": "application/json", **signed(body, secret)}
    request = urllib.request.Request(target, data=body, headers=headers, method="POST")  # noqa: S310 -- https only
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read()
    except (urllib.error.URLError, TimeoutError):
        return 502, b""


class Relay(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        known = hmac.compare_digest(self.path.strip("/").encode(), os.environ["PATH_WORD"].encode())
        status, answer = 404, b""
        if known and 0 < length <= MOST_BYTES:
            status, answer = forward(
                self.rfile.read(length), target=os.environ["TARGET"], secret=os.environ["SMS_SECRET"]
            )
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8090"))), Relay).serve_forever()
