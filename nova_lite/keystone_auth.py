# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""HTTP to the other services of the cloud: sessions, tokens, retries and timeouts, once for all REST clients.

Each service has its option group ([placement], [neutron], [glance] ...). Requests go out with the user's own token, if
asked for together with our service token, or with the credentials of the group. This module knows no service's URLs
or bodies, hands out no response object of the HTTP library, and never logs a token.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests
import urllib3.exceptions
from keystoneauth1 import adapter as ks_adapter
from keystoneauth1 import exceptions as ks_exceptions
from keystoneauth1 import loading, plugin, service_token, session
from keystoneauth1.access import service_catalog
from oslo_log import log as logging

from nova_lite import concurrency, exception, figures
from nova_lite.conf import CONF
from nova_lite.context import RequestContext

LOG = logging.getLogger(__name__)

REQUEST_ID_HEADER = "X-Openstack-Request-Id"
DEFAULT_TIMEOUT_S = 60.0
DEFAULT_CONNECT_RETRIES = 3
SERVICE_USER_GROUP = "service_user"
SERVICE_OF_TOKENS = "keystone"
_RETRY_DELAY_S = 0.5
_OPEN_CONNECTIONS = 64
_REPEATABLE_METHODS = frozenset({"GET", "HEAD", "PUT", "DELETE"})


class UserTokenAuth(plugin.BaseAuthPlugin):
    """The token and catalog that came with a user's request; it can neither be renewed nor revalidated here."""

    def __init__(self, token: str | None, catalog: list[dict[str, Any]]) -> None:
        super().__init__()
        self._token = token
        endpoints = catalog[0].get("endpoints") or [{}] if catalog else [{}]
        kind = service_catalog.ServiceCatalogV3 if "interface" in endpoints[0] else service_catalog.ServiceCatalogV2
        self._catalog = kind(catalog)

    def get_token(self, session: session.Session) -> str | None:
        """The user's token."""
        return self._token

    def get_endpoint(
        self,
        session: session.Session,
        service_type: str | None = None,
        interface: Any = None,
        region_name: str | None = None,
        service_name: str | None = None,
        **kwargs: Any,
    ) -> str | None:
        """The URL of a service in the user's catalog; None when it is not listed."""
        url: str | None = self._catalog.url_for(
            service_type=service_type,
            service_name=service_name,
            interface=interface,
            region_name=region_name,
        )
        return url


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """Which endpoint of the catalog, for services whose option group says it in words of its own."""

    service_type: str
    service_name: str | None
    interface: str
    region_name: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, parsed JSON body (empty dict if there is none) and headers of an answer below 500."""

    status: int
    body: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    @property
    def ok(self) -> bool:
        """True for a status below 300."""
        return self.status < 300


class Rest:
    """Requests to one service, for one request context. Cheap to make; connections are shared underneath."""

    def __init__(self, service: str, adapter: ks_adapter.Adapter, base: str, request_id: str | None) -> None:
        self._service = service
        self._adapter = adapter
        self._base = base
        self._request_id = request_id

    @property
    def base(self) -> str:
        """The service's URL that paths are added to."""
        return self._base

    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Any = None,
        microversion: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send one request and return the answer, whatever its status below 500.

        Raises PeerUnavailable when the service does not answer, answers 5xx, or refuses our own credentials.
        """
        with translated_errors(self._service):
            response = self._send(method, path, json=json, params=params, microversion=microversion, headers=headers)
            self._check_server_error(response)
            return Reply(response.status_code, _json_object(response), response.headers, response.text)

    @contextmanager
    def stream(self, path: str) -> Iterator[requests.Response]:
        """GET with the body left on the wire; the answer is closed at the end. Errors as request()."""
        with translated_errors(self._service):
            response = self._send("GET", path, stream=True)
            self._check_server_error(response)
            with response:
                yield response

    def upload(self, path: str, data: Any, content_type: str) -> Reply:
        """PUT a body read from a file object. Not repeated, since the file object is used up."""
        with translated_errors(self._service):
            response = self._send("PUT", path, data=data, headers={"Content-Type": content_type}, repeatable=False)
            self._check_server_error(response)
            return Reply(response.status_code, _json_object(response), response.headers)

    def _check_server_error(self, response: requests.Response) -> None:
        if response.status_code >= 500:
            reason = f"HTTP {response.status_code} {response.reason or ''}".rstrip()
            raise exception.PeerUnavailable(service=self._service, reason=reason)

    def _send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        repeatable: bool | None = None,
        **options: Any,
    ) -> requests.Response:
        sent_headers = {"Accept": "application/json", **(headers or {})}
        if self._request_id:
            sent_headers[REQUEST_ID_HEADER] = self._request_id
        again = method in _REPEATABLE_METHODS if repeatable is None else repeatable
        allowed = 1 if again else 1 + DEFAULT_CONNECT_RETRIES
        for attempt in range(1, allowed + 1):
            try:
                return self._adapter.request(
                    self._base + path,
                    method,
                    raise_exc=False,
                    headers=sent_headers,
                    **({} if again else {"connect_retries": 0}),
                    **{key: value for key, value in options.items() if value is not None},
                )
            except ks_exceptions.ConnectFailure as error:
                if attempt == allowed or not _never_sent(error):
                    raise
                LOG.info("%s refused the connection, trying again: %s", self._service, error)
                concurrency.sleep(_RETRY_DELAY_S * attempt)
        raise AssertionError("unreachable: the last attempt returns or raises")


def _never_sent(error: ks_exceptions.ConnectFailure) -> bool:
    """True when the connection was not even made, so that a POST can be repeated without doing it twice."""
    cause: Any = error.__cause__ or error.__context__
    reason = getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


def _json_object(response: requests.Response) -> dict[str, Any]:
    """The body as a dict; {} for an empty body or one that is no JSON object."""
    if not response.content:
        return {}
    try:
        body = response.json()
    except requests.exceptions.JSONDecodeError:
        return {}
    return body if isinstance(body, dict) else {}


@contextmanager
def translated_errors(service: str) -> Iterator[None]:
    """Turn errors of the HTTP and Keystone libraries into PeerUnavailable with a text for the operator."""
    try:
        yield
    except ks_exceptions.Unauthorized as error:
        reason = f"our credentials were refused: {error}"
        raise exception.PeerUnavailable(service=service, reason=reason) from error
    except (ks_exceptions.EndpointNotFound, ks_exceptions.EmptyCatalog) as error:
        reason = f"the service catalog has no such endpoint: {error}"
        raise exception.PeerUnavailable(service=service, reason=reason) from error
    except (
        ks_exceptions.ClientException,
        requests.exceptions.RequestException,
        urllib3.exceptions.HTTPError,
    ) as error:
        raise exception.PeerUnavailable(service=service, reason=str(error)) from error


class _Cache:
    """Sessions and group credentials of this process, made on first use."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.sessions: dict[str, session.Session] = {}
        self.auths: dict[str, plugin.BaseAuthPlugin] = {}
        self.auth_urls: set[str] = set()

    def clear(self) -> None:
        with self.lock:
            self.sessions.clear()
            self.auths.clear()
            self.auth_urls.clear()


_CACHE = _Cache()


def reset() -> None:
    """Forget sessions and tokens; the next request reads the options again (reload, tests)."""
    _CACHE.clear()


class _TimedAdapter(session.TCPKeepAliveAdapter):
    """The one place through which every request of a group goes, those for its tokens included."""

    def __init__(self, group: str) -> None:
        super().__init__(pool_maxsize=_OPEN_CONNECTIONS)
        self._group = group

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send one request and return its answer, whose body may still be on the way."""
        group = SERVICE_OF_TOKENS if str(request.url).startswith(tuple(_CACHE.auth_urls)) else self._group
        with figures.Timed(figures.HTTP_CLIENT, group, str(request.method)) as timed:
            response = super().send(request, *args, **kwargs)
            timed.outcome = str(response.status_code)
            return response


def _connections(group: str) -> requests.Session:
    """Connections of one group: as many stay open as workers of a busy daemon may use at once."""
    made = requests.Session()
    for scheme in ("http://", "https://"):
        made.mount(scheme, _TimedAdapter(group))
    return made


def _session(group: str) -> session.Session:
    with _CACHE.lock:
        if group not in _CACHE.sessions:
            made = loading.load_session_from_conf_options(CONF, group, session=_connections(group))
            if made.timeout is None:
                made.timeout = DEFAULT_TIMEOUT_S
            _CACHE.sessions[group] = made
        return _CACHE.sessions[group]


def _group_auth(group: str) -> plugin.BaseAuthPlugin | None:
    """The group's own credentials; None when it has no auth_type."""
    with _CACHE.lock:
        if group not in _CACHE.auths:
            try:
                made = loading.load_auth_from_conf_options(CONF, group)
            except ks_exceptions.AuthPluginException as error:
                raise exception.ConfigInvalid(reason=f"[{group}]: {error}") from error
            if made is None:
                return None
            _CACHE.auths[group] = made
            if auth_url := getattr(made, "auth_url", None):
                _CACHE.auth_urls.add(str(auth_url))
        return _CACHE.auths[group]


def _service_auth(group: str) -> plugin.BaseAuthPlugin:
    """Credentials for work on our own account: those of the group, else those of [service_user]."""
    found = _group_auth(group) or _group_auth(SERVICE_USER_GROUP)
    if found is None:
        reason = f"neither [{group}] nor [{SERVICE_USER_GROUP}] has auth_type and credentials"
        raise exception.ConfigInvalid(reason=reason)
    return found


def _user_auth(context: RequestContext) -> plugin.BaseAuthPlugin:
    """The user's token, together with our service token when [service_user] says so."""
    user = UserTokenAuth(context.auth_token, context.service_catalog)
    if not CONF.service_user.send_service_user_token:
        return user
    service = _group_auth(SERVICE_USER_GROUP)
    if service is None:
        reason = f"send_service_user_token is set but [{SERVICE_USER_GROUP}] has no auth_type"
        raise exception.ConfigInvalid(reason=reason)
    return service_token.ServiceTokenAuthWrapper(user, service)


def rest(
    group: str,
    context: RequestContext | None = None,
    *,
    as_service: bool = False,
    strip: tuple[str, ...] = (),
    endpoint: str | None = None,
    connect_retries: int = DEFAULT_CONNECT_RETRIES,
    catalog: CatalogEntry | None = None,
) -> Rest:
    """Requests to the service of an option group.

    With `as_service`, or when the context carries no token, the service's own credentials are used. `strip` lists
    version suffixes that some catalogs put at the end of the URL ("/v2.0"). `endpoint` overrides the catalog;
    the group's option connect_retries wins over the argument. `catalog` stands for the group's endpoint options.
    Raises ConfigInvalid for missing credentials and PeerUnavailable when the catalog has no endpoint.
    """
    own = as_service or context is None or not context.auth_token
    auth = _service_auth(group) if own or context is None else _user_auth(context)
    adapter = _adapter(group, auth, catalog)
    if endpoint:
        adapter.endpoint_override = endpoint
    if adapter.connect_retries is None:
        adapter.connect_retries = connect_retries
    base = _base_url(group, adapter, strip)
    return Rest(group, adapter, base, context.global_id if context is not None else None)


def _adapter(group: str, auth: plugin.BaseAuthPlugin, entry: CatalogEntry | None) -> ks_adapter.Adapter:
    if entry is None:
        return loading.load_adapter_from_conf_options(CONF, group, session=_session(group), auth=auth)
    return ks_adapter.Adapter(
        session=_session(group),
        auth=auth,
        service_type=entry.service_type,
        service_name=entry.service_name,
        interface=entry.interface,
        region_name=entry.region_name,
    )


def _base_url(group: str, adapter: ks_adapter.Adapter, strip: tuple[str, ...]) -> str:
    """The service's URL without slash and version at its end; looked up without version discovery."""
    with translated_errors(group):
        url = adapter.endpoint_override or adapter.get_endpoint()
    if not url:
        reason = f"the service catalog has no endpoint of type {adapter.service_type}"
        raise exception.PeerUnavailable(service=group, reason=reason)
    url = url.rstrip("/")
    for suffix in strip:
        url = url.removesuffix(suffix)
    return url


def group_headers(group: str) -> dict[str, str]:
    """Token headers of a group's own credentials, none when it has no auth_type. Raises PeerUnavailable."""
    auth = _group_auth(group)
    if auth is None:
        return {}
    with translated_errors(group):
        return dict(auth.get_headers(_session(group)) or {})
