"""An account's standing: what Meta thinks of the number and the templates, and how it says so."""

from datetime import UTC, datetime
from typing import Any

from bot.sandbox.whatsapp.business import QUALITIES, Business
from bot.sandbox.whatsapp.envelopes import envelope
from bot.sandbox.whatsapp.exchange import Exchange
from bot.sandbox.whatsapp.templates import STATUSES, Template

Json = dict[str, Any]
LANE = "account"


def phone(business: Business, limited: bool) -> Json:
    """The answer of GET /{phone id}."""
    return {
        "id": business.phone_id,
        "verified_name": business.name,
        "display_phone_number": business.number,
        "status": "CONNECTED",
        "quality_rating": business.quality,
        "code_verification_status": "VERIFIED",
        "platform_type": "CLOUD_API",
        "throughput": {"level": "STANDARD" if limited else "NOT_APPLICABLE"},
        "messaging_limit_tier": "TIER_1K",
        "webhook_configuration": {"application": business.url},
    }


def review(exchange: Exchange, business: Business, template: Template) -> None:
    """Meta's judgement on a submitted template, unless it is to wait for one."""
    if exchange.review:
        judge(exchange, business, template, exchange.review)


def judge(exchange: Exchange, business: Business, template: Template, status: str, reason: str = "NONE") -> None:
    """A template's status changes and the business is told."""
    if status not in STATUSES:
        raise ValueError(f"unknown status: {status}")
    template.status, template.reason = status, reason
    value = {
        "event": status,
        "message_template_id": int(template.id),
        "message_template_name": template.name,
        "message_template_language": template.language,
        "reason": reason,
        "message_template_category": template.category,
    }
    tell(exchange, business, "message_template_status_update", value)


def rate(exchange: Exchange, business: Business, quality: str) -> None:
    """The number's quality changes; told as an event on its messaging limit, as Meta does it."""
    if quality not in QUALITIES:
        raise ValueError(f"unknown quality: {quality}")
    worse = QUALITIES.index(quality) > QUALITIES.index(business.quality)
    business.quality = quality
    value = {
        "display_phone_number": business.number,
        "event": "FLAGGED" if worse else "UNFLAGGED",
        "current_limit": "TIER_1K",
    }
    tell(exchange, business, "phone_number_quality_update", value)


def restrict(exchange: Exchange, business: Business, event: str, code: int) -> None:
    """The account is banned, restricted or given back: `code` is what every message is refused with from now on."""
    business.locked = code
    value: Json = {"event": event}
    if event == "DISABLED_UPDATE":
        state = "DISABLE" if code else "REINSTATE"
        date = datetime.fromtimestamp(exchange.now, UTC).strftime("%B %d, %Y")
        value["ban_info"] = {"waba_ban_state": state, "waba_ban_date": date}
    elif event == "ACCOUNT_RESTRICTION":
        kind, until = "RESTRICTED_BIZ_INITIATED_MESSAGING", exchange.now + 7 * 24 * 3600
        value["restriction_info"] = [{"restriction_type": kind, "expiration": until}]
    elif event == "ACCOUNT_VIOLATION":
        value["violation_info"] = {"violation_type": "SPAM"}
    else:
        raise ValueError(f"unknown event: {event}")
    tell(exchange, business, "account_update", value)


def tell(exchange: Exchange, business: Business, field: str, value: Json) -> None:
    """A webhook about the account."""
    exchange.post(business, envelope(business, field, value, exchange.now), LANE)
