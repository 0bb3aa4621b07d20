"""Who takes part: users (people and bots alike, as on Telegram) and what a bot has set about itself."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class User:
    """A person or a bot, as others see it."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False
    deactivated: bool = False

    def as_user(self) -> dict[str, Any]:
        """The Bot API's User."""
        shown: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if value := getattr(self, name):
                shown[name] = value
        return shown


@dataclass(slots=True)
class Profile:
    """Texts a bot has set, by (scope or kind, language code)."""

    commands: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu: dict[int, dict[str, Any]] = field(default_factory=dict)

    def commands_for(self, scopes: list[str], language: str) -> list[dict[str, Any]]:
        """The narrowest list that is set: scope by scope, the language before the one for all."""
        for scope in scopes:
            for code in (language, ""):
                if (scope, code) in self.commands:
                    return self.commands[scope, code]
        return []


@dataclass(slots=True)
class Bot:
    """A registered bot. `privacy` is BotFather's group privacy mode, on unless said otherwise."""

    user: User
    token: str
    privacy: bool = True
    profile: Profile = field(default_factory=Profile)

    @property
    def id(self) -> int:
        return self.user.id

    def as_me(self) -> dict[str, Any]:
        """The User of getMe, with the fields only getMe has."""
        return {
            **self.user.as_user(),
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
