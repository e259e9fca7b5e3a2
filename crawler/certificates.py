"""Whose word counts for who a host is. EDGE: files."""

import ssl

import certifi

from crawler.errors import SettingsError
from crawler.settings import Settings


def tls_context(settings: Settings) -> ssl.SSLContext:
    """Certificates are always verified: against --cacert (SSL_CERT_FILE) if given, else certifi's."""
    file = settings.cacert or certifi.where()
    try:
        return ssl.create_default_context(cafile=str(file))
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"cannot read certificates from {file}: {error}; give a PEM file") from error
