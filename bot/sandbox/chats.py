"""Chats: a private one for each (person, bot), groups, supergroups with topics; their members."""

from dataclasses import dataclass, field
from typing import Any

GENERAL = 1  # the message_thread_id of a forum's General topic
IN = frozenset({"creator", "administrator", "member"})
ADMINS = frozenset({"creator", "administrator"})
RIGHTS = (
    "can_be_edited",
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_manage_topics",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",  # of a later Bot API; aiogram 3.31 insists on it
)
WRITING = (
    *("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos"),
    *("can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages"),
    *("can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users"),
    *("can_pin_messages", "can_manage_topics"),
)


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is the id of the service message that made it."""

    id: int
    name: str
    creator: int
    closed: bool = False
    icon_color: int = 7322096


@dataclass(slots=True, eq=False)
class Chat:
    """A chat. `members` maps a user id to a ChatMember status; in a private chat it is the two of them."""

    id: int
    key: str
    kind: str
    title: str = ""
    person: Any = None  # the User of a private chat
    members: dict[int, str] = field(default_factory=dict)
    forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Any] = field(default_factory=dict)
    last_id: int = 0
    pinned: list[int] = field(default_factory=list)
    started: bool = False  # private: the person has written
    blocked: bool = False  # private: the person has blocked the bot
    withheld: dict[int, set[str]] = field(default_factory=dict)  # rights an administrator does not have
    muted: set[int] = field(default_factory=set)  # members who may not write
    migrated_to: int | None = None
    gone: bool = False

    @property
    def is_private(self) -> bool:
        return self.kind == "private"

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def as_chat(self) -> dict[str, Any]:
        """The Bot API's Chat."""
        if self.is_private:
            user = self.person.as_user()
            names = {k: user[k] for k in ("first_name", "last_name", "username") if k in user}
            return {"id": self.id, **names, "type": "private"}
        shown = {"id": self.id, "title": self.title, "type": self.kind}
        return {**shown, "is_forum": True} if self.forum else shown

    def status(self, user_id: int) -> str:
        """The ChatMember status, `left` for a stranger."""
        return self.members.get(user_id, "left")

    def present(self) -> list[int]:
        """Ids of those who are in."""
        return [user for user, status in self.members.items() if status in IN]

    def is_admin(self, user_id: int) -> bool:
        return self.status(user_id) in ADMINS

    def may(self, user_id: int, right: str) -> bool:
        """As an administrator."""
        return self.is_admin(user_id) and right not in self.withheld.get(user_id, ())

    def may_change(self, topic: Topic, user_id: int) -> bool:
        """Rename, close and reopen it."""
        return topic.creator == user_id or self.may(user_id, "can_manage_topics")

    def writes(self, topic: Topic, user_id: int) -> bool:
        """A closed topic is open to those who manage topics."""
        return not topic.closed or self.may(user_id, "can_manage_topics")

    def as_member(self, user: dict[str, Any]) -> dict[str, Any]:
        """The Bot API's ChatMember, as it is now."""
        if user["id"] in self.muted and self.status(user["id"]) == "member":
            return {
                "status": "restricted",
                "user": user,
                "is_member": True,
                "until_date": 0,
                **dict.fromkeys(WRITING, False),
            }
        shown = as_member(user, self.status(user["id"]))
        held = self.withheld.get(user["id"], set()) if shown["status"] == "administrator" else set()
        return {**shown, **dict.fromkeys(held, False)}


def as_member(user: dict[str, Any], status: str) -> dict[str, Any]:
    """The Bot API's ChatMember."""
    member: dict[str, Any] = {"status": status, "user": user}
    if status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member |= {"is_anonymous": False, **dict.fromkeys(RIGHTS, True), "can_be_edited": False}
    elif status == "kicked":
        member["until_date"] = 0
    return member
