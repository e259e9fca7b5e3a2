"""The two doors to the fake: a transport for httpx, and a server on 127.0.0.1."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx

from tests.authority import Authority
from tests.forge.talk import Asked, CutError, KilledError, Reply

Answer = Callable[[Asked], Reply]


class Transport(httpx.BaseTransport):
    """Hands requests over without a network."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request."""
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        asked = Asked(
            method=request.method,
            path=path,
            query=query,
            headers={name.lower(): value for name, value in request.headers.items()},
            body=request.read(),
            base_url=f"{request.url.scheme}://{request.url.netloc.decode('ascii')}",
        )
        try:
            reply = self._answer(asked)
        except CutError:
            raise httpx.RemoteProtocolError(
                "Server disconnected without sending a response.", request=request
            ) from None
        # As a stream, which nobody has read yet: as from a socket.
        stream = httpx.ByteStream(reply.body)
        return httpx.Response(reply.status, headers=dict(reply.headers), stream=stream, request=request)


@contextmanager
def served(answer: Answer, authority: Authority | None = None) -> Iterator[str]:
    """Serve on a free port of 127.0.0.1, behind TLS where there is an authority; the address."""
    scheme = "https" if authority else "http"
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(answer, scheme)) as server:
        server.daemon_threads = True
        if authority:
            context = authority.context("127.0.0.1", "localhost")
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"{scheme}://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def _handler(answer: Answer, scheme: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body in one packet: in two, the second would wait 40 ms for the first to be acknowledged.
        wbufsize = -1
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            path, _, query = self.path.partition("?")
            asked = Asked(
                method=self.command,
                path=path,
                query=query,
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(int(self.headers.get("content-length") or 0)),
                base_url=f"{scheme}://{self.headers.get('host', '127.0.0.1')}",
            )
            try:
                reply = answer(asked)
            except (CutError, KilledError):
                self.close_connection = True
                return
            except AssertionError as error:  # kept in `problems`, and told to whoever waits
                reply = Reply(status=400, value={"message": f"Not as described: {error}"})
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status != 204:
                self.send_header("content-length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve  # noqa: N815

        def log_message(self, *arguments: object) -> None:
            """Tests look at the log of the fake."""

    return Handler
