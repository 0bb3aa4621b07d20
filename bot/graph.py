"""The templates of a WhatsApp business account, through Meta's Graph API: what is there, one more, one changed.

https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-account/template-api
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import httpx
from msgspec import Struct

from bot.templates import Wording
from bot.tls import believed

VERSION = "v24.0"
PAGE = 100
CALL = httpx.Timeout(20.0)
FIELDS = "id,name,language,status,category,components,rejected_reason"


class GraphFault(Exception):
    """Meta said no, or can't be reached; the message says which, with its own words."""


class Registered(Struct, frozen=True):
    """A template as the account has it. `status` in Meta's word: APPROVED, PENDING, REJECTED, PAUSED, DISABLED."""

    id: str
    name: str
    language: str
    status: str
    category: str
    components: tuple[dict[str, Any], ...] = ()
    reason: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return (self.name, self.language)


class Account:
    """Every call raises `GraphFault`."""

    def __init__(self, url: str, token: str, business: str) -> None:
        self.business = business
        headers = {"Authorization": f"Bearer {token}"}
        self.http = httpx.AsyncClient(base_url=f"{url}/{VERSION}/", headers=headers, timeout=CALL, verify=believed())

    async def close(self) -> None:
        await self.http.aclose()

    async def templates(self) -> Sequence[Registered]:
        """All of them, ours and others'."""
        found: list[Registered] = []
        after = ""
        while True:
            params = {"fields": FIELDS, "limit": str(PAGE)} | ({"after": after} if after else {})
            page = await self._call("GET", f"{self.business}/message_templates", params=params)
            found += [registered(each) for each in page.get("data", [])]
            paging = page.get("paging", {})
            after = paging.get("cursors", {}).get("after", "") if paging.get("next") else ""
            if not after:
                return found

    async def create(self, wording: Wording) -> str:
        """Returns its status."""
        named = {"name": wording.name, "language": wording.language, "category": wording.category}
        made = await self._call(
            "POST", f"{self.business}/message_templates", json={**named, "components": wording.components()}
        )
        return str(made.get("status") or "PENDING")

    async def change(self, identity: str, wording: Wording) -> None:
        await self._call("POST", identity, json={"category": wording.category, "components": wording.components()})

    async def _call(self, verb: str, path: str, **given: Any) -> dict[str, Any]:
        try:
            answer = await self.http.request(verb, path, **given)
            body = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise GraphFault(f"{self.http.base_url.host} can't be asked: {type(error).__name__}") from None
        if answer.status_code != HTTPStatus.OK or not isinstance(body, dict):
            fault = body.get("error", {}) if isinstance(body, dict) else {}
            words = fault.get("error_user_msg") or fault.get("error_data") or fault.get("message") or "no reason given"
            raise GraphFault(f"Meta refused ({fault.get('code', answer.status_code)}): {words}")
        return body


def registered(listed: dict[str, Any]) -> Registered:
    return Registered(
        id=str(listed["id"]),
        name=str(listed["name"]),
        language=str(listed["language"]),
        status=str(listed.get("status") or "PENDING").upper(),
        category=str(listed.get("category") or "").upper(),
        components=tuple(listed.get("components") or ()),
        reason=str(listed.get("rejected_reason") or "").replace("NONE", ""),
    )
