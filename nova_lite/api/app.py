# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The Compute API's WSGI application, assembled in one function.

From the outside in:
- CORS answers browsers' preflight requests before anything else looks at them, where an origin is allowed.
- Proxy headers correct scheme and host, which all links depend on, where they may be trusted.
- The log line covers everything that follows, version documents too.
- Mounts part version documents, which need no token, from the API.
- Request ids, then faults: so even an error of the layers below has an id.
- Large bodies are refused before a token is checked, unchecked tokens before anything reads a database.
- The token check caches what Keystone says.
- The context is made from the token; the dispatcher runs the route.
"""

from typing import Any

from keystoneauth1.exceptions import AuthPluginException
from keystonemiddleware import auth_token
from oslo_middleware import cors, http_proxy_to_wsgi, sizelimit

from nova_lite import exception
from nova_lite.api import middleware, routes
from nova_lite.api.dispatch import Dispatcher
from nova_lite.conf import CONF
from nova_lite.conf.middleware import set_defaults


def load() -> Any:
    """The whole application, with token checks against [keystone_authtoken]."""
    return assemble(_checked)


def _checked(application: Any) -> Any:
    """The application behind token checks; raises ConfigInvalid when the options do not tell how."""
    try:
        return auth_token.AuthProtocol(application, {"oslo_config_config": CONF})
    except AuthPluginException as error:
        raise exception.ConfigInvalid(reason=f"[keystone_authtoken]: {error}") from error


def assemble(authenticate: Any) -> Any:
    """The application with `authenticate(application)` as token check; tests pass a check of their own."""
    set_defaults()
    application: Any = Dispatcher(routes.ROUTES)
    application = middleware.Context(application)
    application = authenticate(application)
    application = sizelimit.RequestBodySizeLimiter(application, CONF)
    application = middleware.FaultWrap(application)
    application = middleware.RequestId(application, CONF)
    application = middleware.Mounts(application)
    application = middleware.RequestLog(application)
    proxied = http_proxy_to_wsgi.HTTPProxyToWSGI(application, CONF)
    if CONF.oslo_middleware.enable_proxy_headers_parsing:
        application = proxied
    shared = cors.CORS(application, CONF)
    return shared if shared.allowed_origins else application
