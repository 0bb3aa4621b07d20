"""What the officers' bot is told, as arrivals: messages, presses, and who comes and goes in a group."""

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec.structs import replace
from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, MaybeInaccessibleMessage, Message, Update, User
from telegram.constants import ChatType

from bot.arrival import STAFF, Arrival, Migrated
from bot.channels.telegram import read_button, read_file
from flows.events import Chose, Edited, Invited, LeftGroup, PersonEvent, Said, SentOther, SentPlace
from flows.groups_events import StandingChanged
from storage.people import Sender

ANONYMOUS_ADMIN = 1087968824
"""@GroupAnonymousBot, in whose name a group's anonymous administrators write."""

OUTSIDE = (ChatMember.LEFT, ChatMember.BANNED)


def read_update(update: Update, me: int) -> Sequence[Arrival | Migrated]:
    if update.callback_query:
        return _read_press(update.update_id, update.callback_query)
    if update.my_chat_member:
        return _read_membership(update.update_id, update.my_chat_member)
    if update.chat_member:
        return _read_member(update.update_id, update.chat_member)
    if update.message and update.message.from_user:
        return _read_message(update.update_id, update.message, update.message.from_user, me)
    if update.edited_message and update.edited_message.from_user:
        return _read_edit(update.update_id, update.edited_message, update.edited_message.from_user, me)
    return ()


def _sender(user: User) -> Sender:
    return Sender(STAFF, str(user.id), user.full_name)


def _is_private(chat: Chat) -> bool:
    return chat.type == ChatType.PRIVATE


def _read_press(update_id: int, query: CallbackQuery) -> Sequence[Arrival]:
    message = query.message
    if message is None:
        return ()
    return [
        Arrival(
            id=f"{STAFF}:{update_id}",
            sender=_sender(query.from_user),
            chat=str(message.chat.id),
            private=_is_private(message.chat),
            event=read_button(query.data or ""),
            thread=_thread(message),
            forum=bool(message.chat.is_forum),
            message=str(message.message_id),
            press=query.id,
        )
    ]


def _read_membership(update_id: int, change: ChatMemberUpdated) -> Sequence[Arrival]:
    """Being put into a group is worth a greeting; any other change of our standing is only noted."""
    came = change.old_chat_member.status in OUTSIDE and change.new_chat_member.status not in OUTSIDE
    if _is_private(change.chat):
        return ()
    return [
        Arrival(
            id=f"{STAFF}:{update_id}",
            sender=_sender(change.from_user),
            chat=str(change.chat.id),
            private=False,
            event=Invited() if came else _standing(change.new_chat_member),
            forum=bool(change.chat.is_forum),
        )
    ]


def _standing(now: ChatMember) -> StandingChanged:
    muted = now.status == ChatMember.RESTRICTED and not getattr(now, "can_send_messages", True)
    inside = now.status not in OUTSIDE and getattr(now, "is_member", True)
    admin = now.status == ChatMember.ADMINISTRATOR
    return StandingChanged(inside, inside and not muted, admin and bool(getattr(now, "can_manage_topics", False)))


def _read_member(update_id: int, change: ChatMemberUpdated) -> Sequence[Arrival]:
    """Somebody else is in the group no longer. Told to administrators alone; others see the message about it."""
    gone = change.new_chat_member
    out = gone.status in OUTSIDE or (gone.status == ChatMember.RESTRICTED and not getattr(gone, "is_member", True))
    return [_left(update_id, change.chat, gone.user)] if out else ()


def _left(update_id: int, chat: Chat, who: User) -> Arrival:
    return Arrival(
        id=f"{STAFF}:{update_id}", sender=_sender(who), chat=str(chat.id), private=_is_private(chat), event=LeftGroup()
    )


def _read_message(update_id: int, message: Message, user: User, me: int) -> Sequence[Arrival | Migrated]:
    id_, chat = f"{STAFF}:{update_id}", str(message.chat.id)
    if message.migrate_to_chat_id:
        return [Migrated(id=id_, channel=STAFF, old=chat, new=str(message.migrate_to_chat_id))]
    if message.migrate_from_chat_id:
        return [Migrated(id=id_, channel=STAFF, old=str(message.migrate_from_chat_id), new=chat)]
    if (gone := message.left_chat_member) and gone.id != me:
        return [_left(update_id, message.chat, gone)]
    event, answered = _event(message), message.reply_to_message
    if answered and answered.forum_topic_created:
        answered = None  # Telegram lets every message of a topic answer its beginning
    if event is None or (user.is_bot and user.id != ANONYMOUS_ADMIN):
        return ()
    author = answered.from_user if answered else None
    return [
        Arrival(
            id=id_,
            sender=_sender(user),
            chat=chat,
            private=_is_private(message.chat),
            event=event,
            message=str(message.message_id),
            reply_to=str(answered.message_id) if answered else "",
            hint=_hint(answered),
            quoted=_sender(author) if author and not author.is_bot else None,
            quote=_quote(answered),
            quotes_bot=bool(author and author.id == me),
            quotes=_author(author, me),
            anonymous=user.id == ANONYMOUS_ADMIN,
            asked=_asked(answered),
            thread=_thread(message),
            forum=bool(message.chat.is_forum),
        )
    ]


def _thread(message: MaybeInaccessibleMessage) -> str:
    """Outside a forum a thread is only a chain of replies."""
    return str(message.message_thread_id) if isinstance(message, Message) and message.is_topic_message else ""


def _read_edit(update_id: int, message: Message, user: User, me: int) -> Sequence[Arrival]:
    """The words or the caption, as they are now; who wrote them and what they answer is as it was."""
    event = Edited(message.text or message.caption or "")
    read = _read_message(update_id, message, user, me)
    return [replace(each, event=event) for each in read if isinstance(each, Arrival)]


def _quote(answered: Message | None) -> str:
    by_person = answered and answered.from_user and not answered.from_user.is_bot
    return (answered.text or answered.caption or "") if answered and by_person else ""


def _author(author: User | None, me: int) -> Literal["", "bot", "anonymous"]:
    if author is None or not author.is_bot or author.id == me:
        return ""
    return "anonymous" if author.id == ANONYMOUS_ADMIN else "bot"


def _presses(answered: Message | None) -> Iterator[Chose]:
    markup = answered.reply_markup if answered else None
    buttons = [button for row in markup.inline_keyboard for button in row] if markup else []
    return (read_button(data) for each in buttons if isinstance(data := each.callback_data, str))


def _hint(answered: Message | None) -> str:
    """What the buttons of the answered message speak of, should its id be unknown after a crash."""
    return next((press.ref for press in _presses(answered)), "")


def _asked(answered: Message | None) -> Chose | None:
    return next(_presses(answered), None)


def _event(message: Message) -> PersonEvent | None:
    """None for what Telegram itself says in a chat: somebody joined, a title changed."""
    if message.text:
        return Said(message.text)
    if file := read_file(message, STAFF, message.caption or ""):
        return file[-1]
    if message.location:
        return SentPlace(message.location.latitude, message.location.longitude)
    sent = next((kind for kind in ("sticker", "contact", "poll") if message[kind]), "")
    return SentOther(sent) if sent else None
