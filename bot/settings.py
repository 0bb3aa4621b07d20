"""Settings from the environment and `.env`. Every name is documented in `.env.example`, which a test compares."""

import re
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DATABASE = "pendopo.db"
"""SQLite's file in the data folder."""

TELEGRAM = "https://api.telegram.org"
META = "https://graph.facebook.com"


class Settings(BaseSettings):
    """What differs from one installation to the next."""

    model_config = SettingsConfigDict(
        env_prefix="PENDOPO_",
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        env_ignore_empty=True,
    )

    citizen_bot_token: SecretStr = Field(SecretStr(""), description="token of the public bot, from @BotFather")
    staff_bot_token: SecretStr = Field(SecretStr(""), description="token of the officers' bot, from @BotFather")
    telegram_api_url: str = Field(TELEGRAM, description="server that speaks the Bot API, for both bots")
    whatsapp_token: SecretStr = Field(
        SecretStr(""), description="token of a system user, from Meta's business settings"
    )
    whatsapp_phone_id: str = Field("", description="id of the number, from the app's WhatsApp page at Meta")
    whatsapp_business_id: str = Field("", description="id of the WhatsApp business account the number belongs to")
    whatsapp_app_secret: SecretStr = Field(SecretStr(""), description="the app's secret; Meta signs with it")
    whatsapp_verify_token: SecretStr = Field(
        SecretStr(""), description="a word of your own, which Meta says when it first calls the webhook"
    )
    whatsapp_pause: float = Field(
        4.0, ge=0, le=20, description="seconds of quiet before a draft is answered on WhatsApp, where nothing is edited"
    )
    graph_api_url: str = Field(META, description="server that speaks the WhatsApp Cloud API")
    database_url: str = Field("", description="SQLAlchemy address; empty: SQLite in the data folder")
    data_dir: Path = Field(Path("data"), description="folder of the database file, its WAL and media")
    media_url: str = Field("", description="s3://bucket/prefix to keep files in; empty: the data folder")
    media_endpoint: str = Field("", description="the bucket's server, unless it is AWS")
    media_region: str = Field("us-east-1", description="the bucket's region; most servers of one's own ignore it")
    media_key: SecretStr = Field(SecretStr(""), description="access key of the bucket")
    media_secret: SecretStr = Field(SecretStr(""), description="secret key of the bucket")
    catalogue: Path | None = Field(None, description="your own catalogue.toml; empty: the one that is shipped")
    public_url: str = Field("", description="https address of this server; webhooks instead of polling when set")
    webhook_secret: SecretStr = Field(
        SecretStr(""), description="needed with a public address: 1-256 of A-Z a-z 0-9 _ -"
    )
    messages_per_second: int = Field(
        30, ge=1, le=1000, description="messages a second of one bot in all; Telegram's own advice is 30"
    )
    group_messages_per_minute: int = Field(
        20, ge=1, le=6000, description="messages a minute into one group; Telegram's own advice is 20"
    )
    learn_rows: int = Field(
        20, ge=0, description="new rows from which the router learns at night; 0: only by hand, with pendopo learn"
    )
    host: str = Field("127.0.0.1", description="address the web server listens on")
    port: int = Field(8080, ge=0, le=65535, description="port the web server listens on")

    @field_validator("media_url")
    @classmethod
    def _is_bucket(cls, value: str) -> str:
        if value and not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?", value):
            raise ValueError("must look like s3://bucket or s3://bucket/prefix")
        return value

    @field_validator("telegram_api_url", "graph_api_url", "public_url", "media_endpoint")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with https:// (or http:// for a server on this machine)")
        return value.rstrip("/")

    @field_validator("webhook_secret")
    @classmethod
    def _is_secret(cls, value: SecretStr) -> SecretStr:
        """Telegram's own rule for `secret_token` (https://core.telegram.org/bots/api#setwebhook)."""
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value.get_secret_value()):
            raise ValueError("1-256 of A-Z a-z 0-9 _ - and nothing else")
        return value

    @model_validator(mode="after")
    def _tokens_differ(self) -> "Settings":
        citizen = self.citizen_bot_token.get_secret_value()
        if citizen and citizen == self.staff_bot_token.get_secret_value():
            raise ValueError("both bots have the same token; the public bot and the officers' bot must be two bots")
        return self

    @property
    def on_whatsapp(self) -> bool:
        """Whether WhatsApp is wanted; `for_serving` sees to it that everything for it is there."""
        return any(_told(self, name) for name in WHATSAPP_NEEDS)

    @property
    def on_telegram(self) -> bool:
        """Whether citizens come in on Telegram, too."""
        return bool(self.citizen_bot_token.get_secret_value())

    @property
    def database(self) -> str:
        """The database's address, whether given or not."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir.absolute() / DATABASE}"

    @property
    def installed(self) -> bool:
        """Whether there is an installation: a database is named, or one lies in the data folder."""
        return bool(self.database_url) or (self.data_dir / DATABASE).exists()

    @property
    def media_dir(self) -> Path:
        return self.data_dir / "media"


WHATSAPP_NEEDS = {
    "whatsapp_token": "Meta's business settings, system users: make a token that never expires for this app.",
    "whatsapp_phone_id": "It stands on the app's page WhatsApp, API setup, beneath the number.",
    "whatsapp_business_id": "It stands on the app's page WhatsApp, API setup, beneath the number's id.",
    "whatsapp_app_secret": "It stands in the app's basic settings. Without it anybody could write to the webhook.",
    "whatsapp_verify_token": "Invent a word, and write it into the webhook's settings at Meta, too.",
}
"""All or none of these; each with where it is to be found."""


class BadSettings(Exception):
    """Something in the environment or `.env` can't be used; the message says what, and what to do."""


def load(**given: object) -> Settings:
    """Raises `BadSettings` naming each setting as the operator wrote it."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise BadSettings("\n".join(_explain(problem) for problem in error.errors())) from None


def _explain(problem: object) -> str:
    assert isinstance(problem, dict)
    where = "_".join(str(part) for part in problem["loc"])
    name = f"PENDOPO_{where.upper()}: " if where else ""
    return f"{name}{str(problem['msg']).removeprefix('Value error, ')}"


def _told(settings: Settings, name: str) -> str:
    value: str | SecretStr = getattr(settings, name)
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def for_serving(settings: Settings) -> Settings:
    """What `serve` needs beyond the defaults. Raises `BadSettings`."""
    bots = {"staff_bot_token": settings.staff_bot_token}
    if not settings.on_whatsapp:
        bots = {"citizen_bot_token": settings.citizen_bot_token, **bots}
    missing = [
        f"PENDOPO_{name.upper()}: missing. Ask @BotFather on Telegram for a bot and copy its token into .env."
        for name, token in bots.items()
        if not token.get_secret_value()
    ]
    if settings.on_whatsapp:
        lacking = {name: where for name, where in WHATSAPP_NEEDS.items() if not _told(settings, name)}
        missing += [f"PENDOPO_{name.upper()}: missing for WhatsApp. {where}" for name, where in lacking.items()]
    if settings.public_url and not settings.webhook_secret.get_secret_value():
        missing.append(
            "PENDOPO_WEBHOOK_SECRET: missing. With PENDOPO_PUBLIC_URL set, anybody could write to the webhook. "
            "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    if missing:
        raise BadSettings("\n".join(missing))
    return settings
