"""The tile server over TLS, with a certificate of its own, which speaks HTTP/2 with whoever can.

with SecureTileServer(folder, monkeypatch) as server:
    ...
    assert server.versions == ["HTTP/2"]
"""

import contextlib
import datetime
import ipaddress
import ssl
from pathlib import Path
from typing import Any

import h2.config
import h2.connection
import h2.events
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from imagery.readers import exchange
from tests.imagery.tile_server import Answer, TileServer, _Handler


def make_certificate(path: Path, *names: str) -> Path:
    """A self-signed certificate and its key, for names and addresses, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.SubjectAlternativeName([_general_name(one) for one in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


class SecureTileServer(TileServer):
    """Its certificate is trusted by clients that are made while `monkeypatch` holds."""

    def __init__(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        protocols: tuple[str, ...] = ("h2", "http/1.1"),
        names: tuple[str, ...] = ("127.0.0.1", "tiles.example"),
    ) -> None:
        super().__init__()
        certificate = make_certificate(folder / "certificate.pem", *names)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.set_alpn_protocols(list(protocols))
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self._server.RequestHandlerClass = _SecureHandler
        self.versions: list[str] = []
        """Of HTTP, one for each request."""
        self.connections = 0
        self.pings = False
        """Send pings instead of answers, for ever."""
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        exchange._client.cache_clear()

    @property
    def address(self) -> str:
        return super().address.replace("http://", "https://")

    def close(self) -> None:
        super().close()
        exchange._client.cache_clear()


class _SecureHandler(_Handler):
    """Decides by what was agreed on in the TLS handshake."""

    request: ssl.SSLSocket
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        self.secure = self.server.tiles
        assert isinstance(self.secure, SecureTileServer)
        self.secure.connections += 1
        self.request.settimeout(30)
        with contextlib.suppress(OSError):
            self.request.do_handshake()
        super().setup()

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            if self.request.selected_alpn_protocol() == "h2":
                _Http2(self.request, self.server.tiles).serve()
            else:
                super().handle()

    def do_GET(self) -> None:
        assert isinstance(self.secure, SecureTileServer)
        self.secure.versions.append(self.request_version)
        super().do_GET()


class _Http2:
    """One connection of HTTP/2, one request after the other."""

    def __init__(self, socket: ssl.SSLSocket, tiles: Any) -> None:
        self._socket, self._tiles = socket, tiles
        self._state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        self._received: dict[int, dict[str, str]] = {}
        self._to_send: dict[int, bytes] = {}

    def serve(self) -> None:
        self._state.initiate_connection()
        self._flush()
        while content := self._socket.recv(65536):
            for event in self._state.receive_data(content):
                self._handle(event)
            self._send_bodies()
            self._flush()

    def _handle(self, event: h2.events.Event) -> None:
        if isinstance(event, h2.events.RequestReceived):
            self._received[event.stream_id] = {
                name.decode().title(): value.decode() for name, value in event.headers
            }
        elif isinstance(event, h2.events.StreamEnded):
            self._respond(event.stream_id, self._received[event.stream_id])

    def _respond(self, stream: int, received: dict[str, str]) -> None:
        self._tiles.versions.append("HTTP/2")
        answer: Answer = self._tiles.answer(received[":Path"], received)
        while self._tiles.pings and not self._tiles.closing.wait(0.01):
            self._state.ping(b"12345678")
            self._flush()
        if answer.hold:
            self._tiles.closing.wait(30)
            return
        named = [(name.lower(), value) for name, value in answer.headers.items()]
        self._state.send_headers(stream, [(":status", str(answer.status)), *named])
        self._to_send[stream] = answer.body
        if answer.cut_after is not None:
            self._to_send[stream] = answer.body[: answer.cut_after]
            self._send_bodies(end=False)
            self._flush()
            raise ConnectionAbortedError

    def _send_bodies(self, end: bool = True) -> None:
        """As far as the client lets us; the rest when it lets us go on."""
        for stream, body in list(self._to_send.items()):
            while body and (window := self._state.local_flow_control_window(stream)):
                size = min(window, self._state.max_outbound_frame_size)
                self._state.send_data(stream, body[:size])
                body = body[size:]
            self._to_send[stream] = body
            if not body and end:
                self._state.end_stream(stream)
                del self._to_send[stream]

    def _flush(self) -> None:
        if content := self._state.data_to_send():
            self._socket.sendall(content)
