"""How a bot gets its updates: long polling or a webhook, never both."""

import re
from typing import Any

from bot.sandbox.call import Call, method
from bot.sandbox.refusal import bad_request

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")


@method("getUpdates")
async def get_updates(call: Call) -> list[dict[str, Any]]:
    updates = call.world.updates[call.bot.id]
    updates.allow(call.get("allowed_updates"))
    return await updates.poll(call.get("offset", 0), call.get("limit", 100), call.get("timeout", 0))


@method("setWebhook")
async def set_webhook(call: Call) -> bool:
    """Plain http and local addresses are taken here, unlike on Telegram."""
    url, secret = call["url"], call.get("secret_token", "")
    if url and not url.startswith(("http://", "https://")):
        raise bad_request("invalid webhook URL specified")
    if secret and not SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    updates = call.world.updates[call.bot.id]
    updates.allow(call.get("allowed_updates"))
    if call.get("drop_pending_updates"):
        updates.pending.clear()
    await call.world.webhooks[call.bot.id].set(url, secret, call.get("max_connections", 40))
    return True


@method("deleteWebhook")
async def delete_webhook(call: Call) -> bool:
    await call.world.webhooks[call.bot.id].set("", "", 40)
    if call.get("drop_pending_updates"):
        call.world.updates[call.bot.id].pending.clear()
    return True


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> dict[str, Any]:
    return call.world.webhooks[call.bot.id].info()
