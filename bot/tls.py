"""Whom to believe on the internet: the machine's certificates, read once for every connection of the program."""

import ssl
from functools import cache


@cache
def believed() -> ssl.SSLContext:
    """Reading them takes some 40 ms, and each client would do so by itself."""
    return ssl.create_default_context()
