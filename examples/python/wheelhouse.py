"""A program's way to Wheelhouse, in Python 3.9 or later without any packages.

    wheelhouse = Wheelhouse("http://localhost:3000", token)
    connection = wheelhouse.ensure_connected(connection_id)
    for position in wheelhouse.positions(connection_id):
        print(position.symbol, position.quantity)

Amounts and quantities are `Decimal`, days are `date`, times aware `datetime`. Whatever goes wrong is raised as
`WheelhouseError`, or `NotConnected` where the connection can't be used. The token is sent to `base_url` only and is in
no error and no `repr`.
"""

from __future__ import annotations

import http.client
import json
import socket
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Tuple
from urllib.parse import quote, urlencode, urljoin, urlsplit

Json = Dict[str, Any]
Query = Mapping[str, Any]


class WheelhouseError(Exception):
    """A call that failed, as Wheelhouse's problem details (RFC 9457) tell it."""

    def __init__(
        self,
        name: str,
        message: str,
        *,
        code: str = "",
        status: Optional[int] = None,
        retry_after: Optional[int] = None,
        request_id: Optional[str] = None,
        fields: Optional[Mapping[str, str]] = None,
    ) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name  # such as AUTH_BOTS_FROZEN; what to decide by
        self.code = code  # the same as a number, such as 1019
        self.status = status  # None where no answer came
        self.retry_after = retry_after  # seconds
        self.request_id = request_id  # finds the call in Wheelhouse's log
        self.fields = dict(fields or {})


class NotConnected(WheelhouseError):
    """The connection can't be used: its person has to sign in, or has to do `next_action`."""

    def __init__(self, connection: Connection) -> None:
        what = f"{connection.label} is {connection.status}; what it needs: {connection.next_action}"
        super().__init__("AUTH_SESSION_EXPIRED", what, code="1003")
        self.connection = connection


@dataclass(frozen=True)
class Connection:
    id: str
    broker: str
    label: str
    status: str  # disconnected, connecting, challenge, connected, error or expired
    health: str  # ok, degraded, needs_person or locked
    next_action: str
    error_code: Optional[str]
    deadline_at: Optional[datetime]  # by then its person must act to keep the session


@dataclass(frozen=True)
class Account:
    account_id: str
    masked_number: str
    kind: str
    currency: str
    portfolio_value: Optional[Decimal]
    cash: Optional[Decimal]
    buying_power: Optional[Decimal]
    day_trades_remaining: Optional[int]


@dataclass(frozen=True)
class Option:
    contract_id: str
    underlying: str
    right: str  # call or put
    strike: Decimal
    expiration: date
    multiplier: Decimal


@dataclass(frozen=True)
class Position:
    account_id: str
    symbol: str
    quantity: Decimal  # shares or contracts; negative is short
    average_price: Optional[Decimal]  # per share, for options too
    market_value: Optional[Decimal]  # signed dollars
    open_profit: Optional[Decimal]
    price_state: str  # fresh, stale or failed
    option: Optional[Option]  # None for shares, and where the broker could not be asked


@dataclass(frozen=True)
class Order:
    order_id: str
    account_id: str
    symbol: str
    kind: str  # stock or option
    status: str
    quantity: Optional[Decimal]
    filled_quantity: Decimal
    limit_price: Optional[Decimal]  # per share; of several legs the net
    average_fill_price: Optional[Decimal]
    placed_at: datetime
    legs: Tuple[Json, ...]


@dataclass(frozen=True)
class Lease:
    lease_id: str
    token: str  # the broker's; for `Authorization: Bearer …`
    kind: str  # read_only or full
    expires_at: datetime
    hosts: Tuple[str, ...]  # the only ones that it may be sent to
    notes: Tuple[str, ...]

    def __repr__(self) -> str:
        return f"Lease({self.lease_id!r}, kind={self.kind!r}, expires_at={self.expires_at.isoformat()!r})"


@dataclass(frozen=True)
class Reply:
    """The broker's own answer to a call through Wheelhouse, whatever its status."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    def json(self) -> Any:
        """Numbers with a point are `Decimal`."""
        return json.loads(self.body, parse_float=Decimal)


class Wheelhouse:
    """One object for each token. `wait` takes the place of `time.sleep` where a program has its own way to wait."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        timeout: float = 60.0,
        longest_wait: float = 60.0,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        if not token.strip():
            raise ValueError("An API token is needed")
        self._root = base_url.rstrip("/") + "/api/v1"
        self._token = token.strip()
        self._timeout = timeout
        self._longest_wait = longest_wait
        self._wait = wait
        self._opener = urllib.request.build_opener(_SameOriginRedirects)

    def token_info(self) -> Json:
        """What the token may do, where, until when, and what is left of its requests."""
        return self._read("/me")

    def connections(self) -> Iterator[Connection]:
        return map(_connection, self._pages("/connections", "connections"))

    def connection(self, connection_id: str) -> Connection:
        return _connection(self._read(f"/connections/{_part(connection_id)}/status"))

    def ensure_connected(self, connection_id: str) -> Connection:
        """The connection, if it can be used. Raises NotConnected otherwise."""
        connection = self.connection(connection_id)
        if connection.status != "connected":
            raise NotConnected(connection)
        return connection

    def check(self, connection_id: str) -> Connection:
        """Asks the broker now whether the session is good (scope `session:refresh`)."""
        return _connection(self._write("POST", f"/connections/{_part(connection_id)}/check"))

    def account(self, connection_id: str, *, fresh: bool = False) -> List[Account]:
        view = self._read(f"/connections/{_part(connection_id)}/account", {"fresh": fresh})
        return [_account(each) for each in view["accounts"]]

    def positions(
        self, connection_id: str, *, fresh: bool = False, allow_partial: bool = False
    ) -> Iterator[Position]:
        """Raises CONN_UNEXPECTED_REPLY where a part could not be read, unless that is allowed: a list that lacks
        positions looks like one that has none."""
        path = f"/connections/{_part(connection_id)}/positions"
        return map(_position, self._pages(path, "positions", {"fresh": fresh}, allow_partial))

    def orders(
        self,
        connection_id: str,
        *,
        status: Optional[str] = None,
        fresh: bool = False,
        allow_partial: bool = False,
    ) -> Iterator[Order]:
        """Newest first."""
        query = {"fresh": fresh, "status": status}
        path = f"/connections/{_part(connection_id)}/orders"
        return map(_order, self._pages(path, "orders", query, allow_partial))

    def wheel(self, *, fresh: bool = False) -> Iterator[Json]:
        """Wheel cycles, open ones first, as docs/wheel.md describes them; amounts are text: `Decimal(text)`."""
        return self._pages("/wheel", "cycles", {"fresh": fresh})

    def attention(self, *, fresh: bool = False) -> Iterator[Json]:
        """What needs attention, most urgent first."""
        return self._pages("/attention", "items", {"fresh": fresh})

    def lease(self, connection_id: str, *, kind: str = "read_only", seconds: int = 300) -> Lease:
        """A token of the live session for a short time (scope `session:lease` or `session:lease_full`)."""
        body = {"kind": kind, "seconds": seconds}
        return _lease(self._write("POST", f"/connections/{_part(connection_id)}/leases", body))

    def end_lease(self, connection_id: str, lease_id: str) -> Json:
        """What became of the token stands in `note`: it can't be taken back."""
        return self._write("DELETE", f"/connections/{_part(connection_id)}/leases/{_part(lease_id)}")

    def proxy_get(self, connection_id: str, path: str, *, host: str = "api") -> Reply:
        """Reads from the broker through Wheelhouse (scope `session:proxy`): `path` is the broker's own, with its query."""
        parts = urlsplit(path).path.lower().replace("%2e", ".").split("/")
        if "." in parts or ".." in parts:
            raise ValueError("The path leads elsewhere")
        address = f"/connections/{_part(connection_id)}/proxy/{_part(host)}/{path.lstrip('/')}"
        reply = self._send("GET", address, {}, None)
        if reply.headers.get("content-type") == "application/problem+json":
            raise _error(reply)
        return reply

    def _pages(
        self, path: str, rows: str, query: Optional[Query] = None, allow_partial: bool = True
    ) -> Iterator[Json]:
        asked: Json = dict(query or {})
        while True:
            page = self._read(path, asked)
            failed = [part["part"] for part in page.get("parts", []) if part["state"] == "failed"]
            if failed and not allow_partial:
                message = "The broker did not give everything: " + ", ".join(failed)
                raise WheelhouseError("CONN_UNEXPECTED_REPLY", message, code="2006")
            yield from page[rows]
            if page["nextCursor"] is None:
                return
            asked["cursor"] = page["nextCursor"]
            if "fresh" in asked:
                asked["fresh"] = False

    def _read(self, path: str, query: Optional[Query] = None) -> Json:
        """A 429 or 503 that says when to come again is waited for and asked again, once."""
        sent = {name: _text(value) for name, value in (query or {}).items() if value is not None}
        address = path + ("?" + urlencode(sent) if sent else "")
        reply = self._send("GET", address, {}, None)
        pause = reply.headers.get("retry-after", "")
        if reply.status in (429, 503) and pause.isdigit() and int(pause) <= self._longest_wait:
            self._wait(int(pause))
            reply = self._send("GET", address, {}, None)
        return _accepted(reply)

    def _write(self, method: str, path: str, body: Optional[Json] = None) -> Json:
        """The idempotency key lets it happen once, whatever is sent twice on the way."""
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        if body is None:
            return _accepted(self._send(method, path, headers, None))
        headers["Content-Type"] = "application/json"
        return _accepted(self._send(method, path, headers, json.dumps(body).encode()))

    def _send(self, method: str, path: str, headers: Mapping[str, str], body: Optional[bytes]) -> Reply:
        own = {"Authorization": f"Bearer {self._token}", "Accept": "*/*"}
        request = urllib.request.Request(
            self._root + path, data=body, method=method, headers={**own, **headers}
        )
        try:
            return self._reply(request)
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, socket.timeout):
                raise WheelhouseError("CONN_TIMEOUT", "Wheelhouse did not answer in time", code="2002") from None
            message = f"Wheelhouse could not be reached, or the answer broke off ({reason})"
            raise WheelhouseError("CONN_NETWORK_ERROR", message, code="2001") from None

    def _reply(self, request: urllib.request.Request) -> Reply:
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                return _reply(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return _reply(error.code, error.headers, error.read())


class _SameOriginRedirects(urllib.request.HTTPRedirectHandler):
    """The standard one would carry the token to any address that it is told."""

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Optional[urllib.request.Request]:
        old, new = urlsplit(req.full_url), urlsplit(urljoin(req.full_url, newurl))
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _reply(status: int, headers: Any, body: bytes) -> Reply:
    return Reply(status, {name.lower(): value for name, value in headers.items()}, body)


def _accepted(reply: Reply) -> Json:
    try:
        value = json.loads(reply.body) if 200 <= reply.status < 300 else None
    except ValueError:
        value = None
    if isinstance(value, dict):
        return value
    raise _error(reply)


def _error(reply: Reply) -> WheelhouseError:
    try:
        problem = json.loads(reply.body)
        return WheelhouseError(
            problem["name"],
            problem["detail"],
            code=problem["code"],
            status=reply.status,
            retry_after=problem["retryAfter"],
            request_id=problem["requestId"],
            fields=problem["fields"],
        )
    except (ValueError, KeyError, TypeError):
        message = f"The answer was no answer of Wheelhouse (status {reply.status})"
        return WheelhouseError("CONN_UNEXPECTED_REPLY", message, code="2006", status=reply.status)


def _part(text: str) -> str:
    if text in ("", ".", ".."):
        raise ValueError(f"{text!r} can't stand in an address")
    return quote(text, safe="")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _amount(text: Optional[str]) -> Optional[Decimal]:
    return None if text is None else Decimal(text)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _connection(row: Json) -> Connection:
    return Connection(
        id=row["id"],
        broker=row["broker"],
        label=row["label"],
        status=row["status"],
        health=row["health"],
        next_action=row["nextAction"],
        error_code=row["errorCode"],
        deadline_at=None if row["deadlineAt"] is None else _time(row["deadlineAt"]),
    )


def _account(row: Json) -> Account:
    return Account(
        account_id=row["accountId"],
        masked_number=row["maskedNumber"],
        kind=row["kind"],
        currency=row["currency"],
        portfolio_value=_amount(row["portfolioValue"]),
        cash=_amount(row["cash"]),
        buying_power=_amount(row["buyingPower"]),
        day_trades_remaining=row["dayTradesRemaining"],
    )


def _option(row: Json) -> Option:
    return Option(
        contract_id=row["contractId"],
        underlying=row["underlying"],
        right=row["right"],
        strike=Decimal(row["strike"]),
        expiration=date.fromisoformat(row["expiration"]),
        multiplier=Decimal(row["multiplier"]),
    )


def _position(row: Json) -> Position:
    option = row.get("option")
    return Position(
        account_id=row["accountId"],
        symbol=row["symbol"],
        quantity=Decimal(row["quantity"]),
        average_price=_amount(row["averagePrice"]),
        market_value=_amount(row["marketValue"]),
        open_profit=_amount(row["openProfit"]),
        price_state=row["priceState"],
        option=None if option is None else _option(option),
    )


def _order(row: Json) -> Order:
    return Order(
        order_id=row["orderId"],
        account_id=row["accountId"],
        symbol=row["symbol"],
        kind=row["kind"],
        status=row["status"],
        quantity=_amount(row["quantity"]),
        filled_quantity=Decimal(row["filledQuantity"]),
        limit_price=_amount(row["limitPrice"]),
        average_fill_price=_amount(row["averageFillPrice"]),
        placed_at=_time(row["placedAt"]),
        legs=tuple(row["legs"]),
    )


def _lease(row: Json) -> Lease:
    return Lease(
        lease_id=row["leaseId"],
        token=row["token"],
        kind=row["kind"],
        expires_at=_time(row["expiresAt"]),
        hosts=tuple(row["hosts"]),
        notes=tuple(row["notes"]),
    )
