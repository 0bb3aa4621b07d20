"""Meta's way of saying no: error codes, their HTTP status and titles, and the body they come in.

Codes and titles as listed at
https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
"""

import secrets
from typing import Any

HREF = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"

CODES: dict[int, tuple[int, str]] = {
    4: (400, "Application request limit reached"),
    100: (400, "Invalid parameter"),
    190: (401, "Invalid OAuth access token"),
    368: (403, "Temporarily blocked for policies violations"),
    130429: (400, "Rate limit hit"),
    131000: (500, "Something went wrong"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (503, "Service unavailable"),
    131021: (400, "Recipient cannot be sender"),
    131026: (400, "Message undeliverable"),
    131031: (403, "Account has been locked"),
    131042: (400, "Business eligibility payment issue"),
    131047: (400, "Re-engagement message"),
    131048: (400, "Spam rate limit hit"),
    131049: (400, "This message was not delivered to maintain healthy ecosystem engagement"),
    131051: (400, "Unsupported message type"),
    131052: (400, "Media download error"),
    131053: (400, "Media upload error"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    131057: (500, "Account in maintenance mode"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    132005: (400, "Translated text too long"),
    132012: (400, "Parameter format does not match format in the created template"),
    132015: (400, "Template is paused"),
    132016: (400, "Template is disabled"),
    132018: (400, "There was an issue with the parameters in your template"),
}
"""HTTP status and title by code."""

DETAILS = {
    4: "The app has reached its API call rate limit.",
    368: "The business account is restricted or disabled for a platform policy violation.",
    130429: "Cloud API message throughput has been reached.",
    131000: "Message failed to send due to an unknown error.",
    131016: "A service is temporarily unavailable.",
    131021: "Sender and recipient phone number are the same.",
    131026: "Message Undeliverable.",
    131031: "The business account is restricted or disabled, or its data could not be verified.",
    131042: "There is an error related to the payment method of the account.",
    131047: "Message failed to send because more than 24 hours have passed since the customer last replied "
    "to this number.",
    131048: "Message failed to send because there are restrictions on how many messages can be sent from this phone "
    "number.",
    131049: "In order to maintain a healthy ecosystem engagement, the message failed to be delivered.",
    131051: "Message type is currently not supported.",
    131052: "Unable to download the media sent by the user.",
    131053: "Unable to upload the media used in the message.",
    131056: "Message failed to send because there were too many messages sent from this number to the same number.",
    131057: "The business account is in maintenance mode.",
    132015: "The template is paused due to low quality.",
    132016: "The template was paused too many times and is now disabled for good.",
}
"""What `error_data.details` says unless the case has words of its own."""


class GraphError(Exception):
    """A call is refused. `details` go to `error_data`, `subcode` to `error_subcode`."""

    def __init__(
        self,
        code: int,
        details: str = "",
        *,
        status: int = 0,
        message: str = "",
        subcode: int = 0,
        kind: str = "OAuthException",
    ) -> None:
        usual, title = CODES.get(code, (400, "Something went wrong"))
        self.code, self.status, self.kind, self.subcode = code, status or usual, kind, subcode
        self.details = details or DETAILS.get(code, "")
        self.message = message or (title if code == 190 else f"(#{code}) {title}")
        super().__init__(f"{self.message}: {self.details}")

    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        error: dict[str, Any] = {"message": self.message, "type": self.kind, "code": self.code}
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        if self.subcode:
            error["error_subcode"] = self.subcode
        return {"error": {**error, "fbtrace_id": "A" + secrets.token_urlsafe(16)}}


def as_status_error(code: int, details: str = "") -> dict[str, Any]:
    """The same in the `errors` of a status or an unsupported message."""
    title = CODES[code][1]
    said = details or DETAILS.get(code, title)
    return {"code": code, "title": title, "message": title, "error_data": {"details": said}, "href": HREF}


def unknown_object(identity: str, verb: str) -> GraphError:
    """Graph's answer to an id it does not know, or that the token may not see."""
    words = (
        f"Unsupported {verb.lower()} request. Object with ID '{identity}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation. Please read the Graph API documentation at "
        "https://developers.facebook.com/docs/graph-api"
    )
    return GraphError(100, message=words, subcode=33, kind="GraphMethodException")


def bad_token() -> GraphError:
    """A missing, malformed or unknown token."""
    return GraphError(190, message="Invalid OAuth access token - Cannot parse access token")
