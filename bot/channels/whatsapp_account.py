"""What Meta says about our own number and account: quality, limits, bans, templates. Somebody must know.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update and others
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from json import dumps
from typing import Any

from bot.arrival import WHATSAPP, Warned

FIELDS = {
    "account_update": "account",
    "account_alerts": "account",
    "account_review_update": "account",
    "business_capability_update": "limit",
    "phone_number_quality_update": "quality",
    "phone_number_name_update": "name",
    "message_template_quality_update": "template",
    "message_template_status_update": "template",
    "template_category_update": "template",
    "security": "security",
}
"""A webhook's field, and the key under `alarm.*`."""

GOOD = frozenset(
    {
        "APPROVED",
        "VERIFIED_ACCOUNT",
        "PARTNER_ADDED",
        "MM_LITE_TERMS_SIGNED",
        "ONBOARDING",
        "GREEN",
        "UPGRADE",
        "THROUGHPUT_UPGRADE",
    }
)
"""Events that nobody need be called for."""

TOLD = ("event", "alert_type", "alert_severity", "decision", "current_limit", "new_quality_score", "new_category")
DEEPER = ("ban_info", "restriction_info", "violation_info", "reason", "message_template_name", "display_phone_number")


def warned(field: str, update: Mapping[str, Any], value: Mapping[str, Any]) -> Sequence[Warned]:
    """Nothing for fields that say nothing of us."""
    what = FIELDS.get(field)
    said = [str(value[key]) for key in TOLD if value.get(key)]
    if what is None or not said or GOOD.intersection(said):
        return ()
    detail = ", ".join([*said, *(_flat(value[key]) for key in DEEPER if value.get(key))])
    sign = sha256(dumps(update, sort_keys=True).encode()).hexdigest()
    return [Warned(id=f"{WHATSAPP}:{field}:{sign}", channel=WHATSAPP, what=what, detail=detail[:400])]


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_flat(each) for each in value.values())
    return " ".join(map(_flat, value)) if isinstance(value, list) else str(value)
