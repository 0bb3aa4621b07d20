"""What the Cloud API's numbers mean for a letter: again later, never like this, or somebody must mend something.

https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
"""

from http import HTTPStatus

from bot.channels import BadToken, Closed, Later, NoTemplate, Refused, Trouble

MINUTE, HOUR = 60.0, 3600.0

WAITS: dict[int, float] = {
    1: 5,  # unknown, possibly temporary
    2: 30,  # the service is down
    4: MINUTE,  # calls of the app
    80007: MINUTE,  # calls of the account
    130429: 1,  # messages a second
    131000: 5,  # something went wrong
    131016: 30,  # the service is overloaded
    131056: 1,  # messages to one reader
    131057: MINUTE,  # the account is being upgraded
    133004: 30,  # the server is away
    135000: 5,
}
"""Seconds to wait."""

GROWS: dict[int, float] = {131056: 4}
"""Where each try waits that many times as long as the one before: 4^n seconds, as Meta asks for
(https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput)."""

MENDED: dict[int, tuple[float, str]] = {
    0: (10 * MINUTE, "token"),
    10: (10 * MINUTE, "permission"),
    190: (10 * MINUTE, "token"),
    368: (HOUR, "blocked"),
    130497: (HOUR, "blocked"),
    131031: (HOUR, "blocked"),
    131042: (HOUR, "payment"),
    131045: (10 * MINUTE, "registration"),
    131048: (HOUR, "spam"),
    133010: (10 * MINUTE, "registration"),
}
"""Nothing goes out until somebody mends it: letters wait, and the coordinator is told (`alarm.*`)."""

REFUSED: dict[int, str] = {
    131026: "gone",  # no WhatsApp there, or one too old, or its terms not accepted
    131021: "refused",
    131049: "refused",  # Meta chose not to deliver it
    131050: "stopped",
    131030: "gone",
}
"""Reasons, as `trouble.*` has them; any other number is `refused`."""

WINDOW = 131047
TEMPLATE = frozenset({132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132018})
"""The template's own faults: missing, not approved, paused, disabled, or filled in otherwise than it is registered."""


def trouble(code: int, status: int, why: str) -> Trouble:
    """`status` is the HTTP status, 0 if there is none; `why` is for the log alone."""
    told = f"{code}: {why}"
    if code == WINDOW:
        return Closed(told)
    if code in TEMPLATE:
        return NoTemplate(told)
    if code in WAITS:
        return Later(WAITS[code], told, grows=GROWS.get(code, 1.0))
    if code in MENDED:
        seconds, alarm = MENDED[code]
        return Later(seconds, told, alarm=alarm)
    if status == HTTPStatus.UNAUTHORIZED:
        return Later(10 * MINUTE, told, alarm="token")
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Later(5, told)
    return Refused(reason(code), told)


def at_start(found: Trouble) -> Trouble:
    """A token that is wrong before anything was sent is not waited for."""
    if isinstance(found, Later) and found.alarm in ("token", "permission"):
        return BadToken("refused", "the WhatsApp token is unknown to Meta, or may not use this number")
    return found


def reason(code: int) -> str:
    return REFUSED.get(code, "refused")
