"""What happens to groups: made, joined, left, promoted in, upgraded, deleted."""

from typing import Any

from bot.sandbox.chats import Chat
from bot.sandbox.people import User
from bot.sandbox.sight import changed
from bot.sandbox.world import World


def found(world: World, title: str, members: list[int], admins: list[int], **shape: bool) -> Chat:
    """A new group; the first administrator who is a person (else the first person) owns it."""
    chat = world.new_group(
        title, supergroup=bool(shape.get("supergroup") or shape.get("forum")), forum=bool(shape.get("forum"))
    )
    if unknown := [user for user in [*members, *admins] if user not in world.people]:
        raise KeyError(unknown[0])
    for user in [*members, *admins]:
        chat.members[user] = "administrator" if user in admins else "member"
    people = [user for user in [*admins, *members] if not world.people[user].is_bot]
    owner = world.people[people[0] if people else members[0]]
    if people:
        chat.members[owner.id] = "creator"
    world.show_chat(chat)
    for bot in world.bots_in(chat):
        world.announce(chat, bot, owner, ("left", chat.status(bot.id)))
    world.post(chat, owner, {"group_chat_created": True}, service="created")
    return chat


def join(world: World, chat: Chat, who: User, by: User) -> None:
    """Somebody comes in or is brought in."""
    if who.id in chat.present():
        return
    _set(world, chat, who, by, "member")
    world.post(chat, by, {"new_chat_members": [who.as_user()]}, service="joined")


def leave(world: World, chat: Chat, who: User, by: User) -> None:
    """Somebody leaves, or is put out by another."""
    if who.id not in chat.present():
        return
    world.post(chat, by, {"left_chat_member": who.as_user()}, service="left")
    _set(world, chat, who, by, "left" if who.id == by.id else "kicked")


def promote(world: World, chat: Chat, who: User, by: User, *, admin: bool) -> None:
    """Somebody becomes an administrator, or is one no longer."""
    _set(world, chat, who, by, "administrator" if admin else "member")


def restrict(world: World, chat: Chat, who: User, by: User, *, withheld: set[str], muted: bool) -> None:
    """Rights are taken from a member, or given back: an administrator's one by one, anybody's to write."""
    before = chat.as_member(who.as_user())
    chat.withheld[who.id] = withheld
    (chat.muted.add if muted else chat.muted.discard)(who.id)
    update = {**changed(chat, who, by, world.now, ("left", "left")), "old_chat_member": before}
    update["new_chat_member"] = chat.as_member(who.as_user())
    for bot in world.bots.values():
        if bot.id == who.id:
            world.deliver(bot, "my_chat_member", update, chat)
    world.show_chat(chat)


def become_forum(world: World, chat: Chat, *, forum: bool) -> None:
    """Topics are switched on or off; without them all messages stand in one row."""
    chat.forum = forum
    world.show_chat(chat)


def delete_topic(world: World, chat: Chat, thread: int) -> None:
    """A topic goes, with everything in it. Bots are not told."""
    del chat.topics[thread]
    for message in chat.messages.values():
        message.deleted = message.deleted or message.thread == thread
    world.show_chat(chat)


def _set(world: World, chat: Chat, who: User, by: User, status: str) -> None:
    before = chat.status(who.id)
    chat.members[who.id] = status
    world.show_chat(chat)
    update = changed(chat, who, by, world.now, (before, status))
    for bot in world.bots.values():
        if bot.id == who.id:
            world.deliver(bot, "my_chat_member", update, chat)
        elif chat.is_admin(bot.id):
            world.deliver(bot, "chat_member", update, chat)


def migrate(world: World, old: Chat, *, forum: bool = False) -> Chat:
    """Upgrades a group: a new id, message ids from one again; the old id only points there."""
    if old.kind != "group" or old.migrated_to:
        raise ValueError("only a basic group is upgraded, and only once")
    new = world.new_group(old.title, supergroup=True, forum=forum)
    new.members = dict(old.members)
    by = owner(world, old)
    world.show_chat(new)
    world.post(old, by, {"migrate_to_chat_id": new.id}, service="upgraded")
    old.migrated_to = new.id
    world.post(new, by, {"migrate_from_chat_id": old.id}, service="upgraded")
    for phone in world.phones.values():
        phone["chats"] = [new.key if key == old.key else key for key in phone["chats"]]
        world.bus.tell("phone", phone=phone)
    return new


def dissolve(world: World, chat: Chat) -> None:
    """The group is gone; its bots are told they are out."""
    by = owner(world, chat)
    for bot in world.bots_in(chat):
        world.announce(chat, bot, by, (chat.status(bot.id), "left"))
    chat.gone = True
    chat.members = {}
    world.show_chat(chat)


def owner(world: World, chat: Chat) -> User:
    """Who acts when nobody is named."""
    ranked = sorted(chat.present(), key=lambda user: chat.status(user) != "creator")
    return world.people[ranked[0]]


def person(world: World, identity: Any) -> User:
    """A user by id; raises KeyError."""
    return world.people[int(identity)]
