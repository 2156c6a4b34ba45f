"""A reverse proxy in front of an emulator that records every call and answers chosen ones with a fault.

    front.py http://127.0.0.1:PORT      prints its own address, then serves until it is stopped

    GET  /_calls     the calls so far: [{"operation": "s3:GetBucketVersioning", "bucket": "notes"}, ...]
    POST /_reset     forgets the calls and the faults
    POST /_faults    {"latency_ms": 50, "faults": {"s3:GetBucket*": "denied"}}, the faults of faults.py by operation

It works on plain HTTP and passes the request on as it came, `Host` and signature included, so it suits any emulator.
"""

from __future__ import annotations

import argparse
import http
import http.client
import json
import time
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from faults import FAULTS, Answer
from operations import Operation, identify

# Headers that are about one connection, not about the message (RFC 9110, section 7.6.1).
HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "expect"}


def main() -> None:
    """Serves on a free loopback port until it is stopped."""
    parser = argparse.ArgumentParser(description="count and break the calls to an AWS emulator")
    parser.add_argument("endpoint", help="address of the emulator, such as http://127.0.0.1:5000")
    front = Front(parser.parse_args().endpoint)
    print(f"http://127.0.0.1:{front.server_port}", flush=True)
    front.serve_forever()


class Front(ThreadingHTTPServer):
    """The proxy and what it remembers. Handlers run on threads of their own and share it under its lock."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, endpoint: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream = urlsplit(endpoint).netloc
        self._lock = Lock()
        self._calls: list[Operation] = []
        self._faults: dict[str, str] = {}
        self._latency_seconds = 0.0

    def record(self, operation: Operation) -> Answer | None:
        """Remembers a call, waits out the latency, and answers in the emulator's stead where a fault is set."""
        with self._lock:
            self._calls.append(operation)
            latency = self._latency_seconds
            fault = next((fault for name, fault in self._faults.items() if fnmatchcase(str(operation), name)), None)
        time.sleep(latency)
        return FAULTS[fault](operation) if fault else None

    def control(self, method: str, path: str, body: bytes) -> Any:
        """Carries out one of the `/_` requests and returns what to answer."""
        with self._lock:
            match method, path:
                case "GET", "/_calls":
                    return [{"operation": str(call), "bucket": call.bucket} for call in self._calls]
                case "POST", "/_reset":
                    self._calls, self._faults, self._latency_seconds = [], {}, 0.0
                case "POST", "/_faults":
                    wanted = json.loads(body)
                    self._latency_seconds = wanted.get("latency_ms", 0) / 1000
                    self._faults = wanted.get("faults", {})
                    unknown = set(self._faults.values()) - FAULTS.keys()
                    if unknown:
                        raise ValueError(f"no such fault: {', '.join(unknown)}; there are {', '.join(FAULTS)}")
                case _:
                    raise ValueError(f"no such request: {method} {path}")
        return {}


class Handler(BaseHTTPRequestHandler):
    """One connection of a client, over which any number of requests come."""

    server: Front
    protocol_version = "HTTP/1.1"
    # An answer leaves in one piece: else each would wait for the client's delayed acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True

    def handle_request(self) -> None:
        """Answers one request: a control request, a fault, or what the emulator says."""
        body = self._read_body()
        if self.path.startswith("/_"):
            self._answer(self._control(body))
            return
        operation = identify(self.command, self.path, self.headers, body)
        fault = self.server.record(operation)
        if fault:
            self._answer(fault)
        else:
            self._forward(body)

    do_DELETE = do_GET = do_HEAD = do_PATCH = do_POST = do_PUT = handle_request

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps quiet: the calls are to be had at `/_calls`."""

    def _read_body(self) -> bytes:
        if "chunked" not in (self.headers.get("Transfer-Encoding") or ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass  # a trailer
        return body

    def _control(self, body: bytes) -> Answer:
        try:
            answer = self.server.control(self.command, self.path, body)
        except ValueError as error:
            return Answer(400, "text/plain", str(error).encode())
        return Answer(200, "application/json", json.dumps(answer).encode())

    def _forward(self, body: bytes) -> None:
        upstream = http.client.HTTPConnection(self.server.upstream, timeout=60)
        try:
            upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in HOP_BY_HOP | {"content-length"}:
                    upstream.putheader(name, value)
            upstream.putheader("Content-Length", str(len(body)))
            upstream.endheaders(body)
            answer = upstream.getresponse()
            self._relay(answer, answer.read())
        finally:
            upstream.close()

    def _relay(self, answer: http.client.HTTPResponse, body: bytes) -> None:
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP | {"content-length"}:
                self.send_header(name, value)
        if answer.status != http.HTTPStatus.NO_CONTENT:
            # The answer to HEAD tells the length of a body that does not come.
            length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(body))
            self.send_header("Content-Length", length or "0")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def _answer(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        self.send_header("Content-Type", answer.content_type)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body) + (1000 if answer.cut else 0)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)
        self.wfile.flush()
        if answer.cut:
            self.close_connection = True


if __name__ == "__main__":
    main()
