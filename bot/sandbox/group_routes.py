"""The puppeteer's side of groups: made, joined, left, upgraded, deleted."""

from starlette.requests import Request

from bot.sandbox import membership
from bot.sandbox.chats import Chat
from bot.sandbox.people import User
from bot.sandbox.puppeteer import Body, act
from bot.sandbox.views import chat_view
from bot.sandbox.world import World


def _view(world: World, chat: Chat) -> Body:
    return chat_view(chat, world.commands(chat))


def _group(world: World, request: Request) -> Chat:
    return world.chats[f"g:{request.path_params['id']}"]


def _by(world: World, chat: Chat, body: Body, otherwise: User | None = None) -> User:
    if named := body.get("by"):
        return membership.person(world, named)
    return otherwise or membership.owner(world, chat)


def add_group(world: World, _request: Request, body: Body) -> Body:
    members = [int(user) for user in body["members"]]
    admins = [int(user) for user in body.get("admins") or []]
    shape = {name: bool(body.get(name)) for name in ("supergroup", "forum")}
    return _view(world, membership.found(world, body["title"], members, admins, **shape))


def add_member(world: World, request: Request, body: Body) -> Body:
    chat = _group(world, request)
    membership.join(world, chat, membership.person(world, body["user"]), _by(world, chat, body))
    return _view(world, chat)


def remove_member(world: World, request: Request, body: Body) -> Body:
    """By the owner unless `by` says otherwise; by oneself it is leaving."""
    chat = _group(world, request)
    membership.leave(world, chat, membership.person(world, request.path_params["user"]), _by(world, chat, body))
    return _view(world, chat)


def set_admin(world: World, request: Request, body: Body) -> Body:
    chat = _group(world, request)
    who, admin = membership.person(world, body["user"]), bool(body.get("admin", True))
    membership.promote(world, chat, who, _by(world, chat, body), admin=admin)
    return _view(world, chat)


def restrict(world: World, request: Request, body: Body) -> Body:
    """`withheld`: an administrator's rights that are missing; `muted`: may not write."""
    chat = _group(world, request)
    who, withheld = membership.person(world, body["user"]), {str(each) for each in body.get("withheld") or []}
    by = _by(world, chat, body)
    membership.restrict(world, chat, who, by, withheld=withheld, muted=bool(body.get("muted")))
    return _view(world, chat)


def set_forum(world: World, request: Request, body: Body) -> Body:
    chat = _group(world, request)
    membership.become_forum(world, chat, forum=bool(body.get("forum", True)))
    return _view(world, chat)


def delete_topic(world: World, request: Request, _body: Body) -> Body:
    chat = _group(world, request)
    membership.delete_topic(world, chat, int(request.path_params["thread"]))
    return _view(world, chat)


def migrate(world: World, request: Request, body: Body) -> Body:
    chat = membership.migrate(world, _group(world, request), forum=bool(body.get("forum")))
    return {"chat": _view(world, chat)}


def dissolve(world: World, request: Request, _body: Body) -> Body:
    membership.dissolve(world, _group(world, request))
    return {"ok": True}


ROUTES = [
    act("/sandbox/groups", add_group),
    act("/sandbox/groups/{id}/members", add_member),
    act("/sandbox/groups/{id}/members/{user:int}", remove_member, "DELETE"),
    act("/sandbox/groups/{id}/admins", set_admin),
    act("/sandbox/groups/{id}/rights", restrict),
    act("/sandbox/groups/{id}/forum", set_forum),
    act("/sandbox/groups/{id}/topics/{thread:int}", delete_topic, "DELETE"),
    act("/sandbox/groups/{id}/migrate", migrate),
    act("/sandbox/groups/{id}", dissolve, "DELETE"),
]
