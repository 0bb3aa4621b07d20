"""The handshake before a webhook gets anything: Meta asks the address to echo a number under the verify token."""

import secrets

import httpx

PATIENCE = 10.0


async def challenged(url: str, verify_token: str) -> None:
    """Raises ValueError, in Meta's words, unless the address answers 200 with the very number."""
    number = str(secrets.randbelow(10**10))
    query = {"hub.mode": "subscribe", "hub.challenge": number, "hub.verify_token": verify_token}
    failed = "(#2200) Callback verification failed with the following errors: "
    async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
        try:
            answer = await client.get(url, params=query)
        except httpx.HTTPError as error:
            raise ValueError(f"{failed}curl_errmsg = {type(error).__name__}") from None
    if answer.status_code != 200:
        raise ValueError(f"{failed}HTTP Status Code = {answer.status_code}")
    if answer.text != number:
        raise ValueError(f"{failed}The hub.challenge was not echoed")
