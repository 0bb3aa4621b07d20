"""Where Meta is strict the messenger is strict as well: tables of refused calls with code and words."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.sandbox.files import PIXEL, Upload
from bot.sandbox.whatsapp import sending
from bot.sandbox.whatsapp.business import Business
from bot.sandbox.whatsapp.exchange import Exchange
from bot.sandbox.whatsapp.media import MB
from bot.sandbox.whatsapp.people import Contact
from bot.sandbox.whatsapp.refusals import GraphError
from bot.sandbox.whatsapp.submitting import submitted
from bot.sandbox.world import World
from tests.sandbox_client import Clock
from tests.whatsapp_client import ACCOUNT, BUSINESS, PHONE, Desk, business, frame

Json = dict[str, Any]


class Counter:
    """A business and Siti who has just written to it, without a wire in between."""

    def __init__(self, **world: Any) -> None:
        self.clock = Clock()
        self.world = World(self.clock, **world)
        self.exchange: Exchange = self.world.whatsapp
        self.business = Business(**BUSINESS)  # type: ignore[arg-type]
        self.exchange.businesses[PHONE] = self.business
        self.siti: Contact = self.exchange.enrol(self.world.add_person("Siti"))
        self.thread = self.exchange.thread(self.siti, self.business)
        self.heard = self.exchange.received(self.thread, "text", {"body": "halo"})

    async def said(self, **call: Any) -> str:
        """`code details` of a refused message to Siti, or `200`."""
        return await self.answer(frame(self.siti.wa_id, **call))

    async def answer(self, call: Json) -> str:
        try:
            await sending.send(self.exchange, self.business, call)
        except GraphError as refusal:
            return f"{refusal.code} {refusal.details or refusal.message}"
        return "200"


@pytest.fixture
async def counter() -> Counter:
    return Counter()


def buttons(*pairs: tuple[str, str], body: str = "Benar?", **more: Any) -> Json:
    replies = [{"type": "reply", "reply": {"id": identity, "title": title}} for identity, title in pairs]
    return {"type": "button", "body": {"text": body}, "action": {"buttons": replies}, **more}


def rows(number: int, **row: Any) -> list[Json]:
    return [{"id": f"r{n}", "title": f"Baris {n}", **row} for n in range(number)]


def choices(*sections: Json, body: str = "Di mana?", button: str = "Pilih", **more: Any) -> Json:
    action = {"button": button, "sections": list(sections)}
    return {"type": "list", "body": {"text": body}, "action": action, **more}


def link(text: str = "Buka", url: str = "https://kuduskab.go.id") -> Json:
    parameters = {"display_text": text, "url": url}
    return {"type": "cta_url", "body": {"text": "a"}, "action": {"name": "cta_url", "parameters": parameters}}


FINE = {
    "a text": {"text": {"body": "x" * 4096, "preview_url": True}},
    "three buttons": {"interactive": buttons(("a" * 256, "x" * 20), ("b", "B"), ("c", "C"), body="x" * 1024)},
    "ten rows": {"interactive": choices({"rows": rows(10, description="x" * 72)}, body="x" * 4096)},
    "two sections": {"interactive": choices({"title": "A", "rows": rows(1)}, {"title": "B", "rows": [*rows(3)[2:]]})},
    "a link": {"interactive": link()},
    "a footer": {"interactive": buttons(("a", "A"), footer={"text": "x" * 60}, header={"type": "text", "text": "H"})},
    "a place asked for": {
        "interactive": {
            "type": "location_request_message",
            "body": {"text": "Di mana?"},
            "action": {"name": "send_location"},
        }
    },
    "a place": {"location": {"latitude": "-6.8", "longitude": 110.8}},
}


@pytest.mark.parametrize("call", FINE.values(), ids=FINE)
async def test_what_is_within_the_limits_passes(counter: Counter, call: Json) -> None:
    assert await counter.said(**call) == "200"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ({"text": {"body": "x" * 4097}}, "100 (#100) Param text['body'] must be at most 4096 characters long."),
        ({"text": {"body": ""}}, "131008 Parameter 'body' is mandatory for 'text'."),
        ({"text": {"body": " "}}, "100 (#100) Param text['body'] must be at least 1 characters long."),
        ({"text": {"body": "a", "html": "b"}}, '100 (#100) Unexpected key "html" on param "text".'),
        ({"text": "a"}, "100 (#100) Param text must be a JSON object."),
        ({"poll": {}}, "100 (#100) Param type must be one of"),
        (
            {"interactive": buttons(*((c, c) for c in "abcd"))},
            "131009 Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3",
        ),
        (
            {"interactive": buttons(("a", "x" * 21))},
            "131009 Button title length invalid. Min length: 1, Max length: 20",
        ),
        ({"interactive": buttons(("a" * 257, "A"))}, "131009 Button id length invalid. Min length: 1, Max length: 256"),
        ({"interactive": buttons(("a", "A"), ("a", "B"))}, "131009 Duplicated reply id"),
        ({"interactive": buttons(("a", "A"), ("b", "A"))}, "131009 Duplicated reply title"),
        (
            {"interactive": buttons(("a", "A"), body="x" * 1025)},
            "100 (#100) Param interactive['body']['text'] must be at most 1024 characters long.",
        ),
        (
            {"interactive": buttons(("a", "A"), footer={"text": "x" * 61})},
            "100 (#100) Param interactive['footer']['text'] must be at most 60 characters long.",
        ),
        ({"interactive": choices({"rows": rows(11)})}, "131009 Total row count exceed max allowed count: 10"),
        (
            {"interactive": choices({"title": "A", "rows": rows(6)}, {"title": "B", "rows": rows(6)})},
            "131009 Total row count exceed max allowed count: 10",
        ),
        ({"interactive": choices({"rows": rows(2, id="same")})}, "131009 Duplicated row id"),
        (
            {"interactive": choices({"rows": rows(1, title="x" * 25)})},
            "131009 Row title is too long or empty. Min length: 1, Max length: 24",
        ),
        (
            {"interactive": choices({"rows": rows(1, description="x" * 73)})},
            "131009 Row description is too long or empty. Min length: 1, Max length: 72",
        ),
        (
            {"interactive": choices({"rows": rows(1, id="x" * 201)})},
            "131009 Row id is too long or empty. Min length: 1, Max length: 200",
        ),
        (
            {"interactive": choices({"rows": rows(1)}, {"rows": rows(1)})},
            "131009 Section title length invalid. Min length: 1, Max length: 24",
        ),
        (
            {"interactive": choices({"rows": rows(1)}, button="x" * 21)},
            "131009 Button label length invalid. Min length: 1, Max length: 20",
        ),
        (
            {"interactive": choices({"rows": rows(1)}, header={"type": "image"})},
            "100 (#100) Param interactive['header']['type'] must be one of {text} - got 'image'.",
        ),
        ({"interactive": link(text="x" * 21)}, "131009 display_text length invalid. Min length: 1, Max length: 20"),
        (
            {"interactive": link(url="kuduskab.go.id")},
            "131009 interactive['action']['parameters']['url'] should be a valid URI starting with http:// or https://.",
        ),
        ({"location": {"latitude": 91, "longitude": 0}}, "131009 location['latitude'] must be between -90 and 90."),
        ({"location": {"latitude": 1}}, "131008 Parameter 'longitude' is mandatory for 'location'."),
        ({"image": {"id": "1", "link": "https://a"}}, "100 (#100) Param image must have exactly one of id or link."),
        ({"image": {"id": "1"}}, "131009 Media ID 1 is not known, or no longer."),
        ({"audio": {"id": "1", "caption": "a"}}, '100 (#100) Unexpected key "caption" on param "audio".'),
        (
            {"image": {"id": "1", "caption": "x" * 1025}},
            "100 (#100) Param image['caption'] must be at most 1024 characters long.",
        ),
        ({"reaction": {"emoji": "👍"}}, "131008 Parameter 'message_id' is mandatory for 'reaction'."),
        (
            {"text": {"body": "a"}, "context": {"message_id": "wamid.x"}},
            "131009 Message ID wamid.x is not a message of this conversation.",
        ),
    ],
)
async def test_what_meta_refuses_is_refused_in_its_words(counter: Counter, call: Json, words: str) -> None:
    assert (await counter.said(**call)).startswith(words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"messaging_product": None}, "100 (#100) The parameter messaging_product is required."),
        ({"to": None}, "100 (#100) The parameter to is required."),
        ({"to": "6281999"}, "131026 Message Undeliverable."),
        ({"to": "+62 800-0000-0001"}, "131021 Sender and recipient phone number are the same."),
        ({"recipient_type": "group"}, "100 (#100) Param recipient_type must be one of {individual} - got 'group'."),
        ({"parse_mode": "HTML"}, '100 (#100) Unexpected key "parse_mode" on param "message".'),
    ],
)
async def test_a_wrong_frame_is_refused(counter: Counter, change: Json, words: str) -> None:
    call = {**frame(counter.siti.wa_id, text={"body": "a"}), **change}
    assert await counter.answer({name: value for name, value in call.items() if value is not None}) == words


async def test_a_day_after_her_last_word_only_templates_pass(counter: Counter) -> None:
    counter.clock.move(24 * 3600 - 1)
    assert await counter.said(text={"body": "a"}) == "200"
    counter.clock.move(1)
    assert (await counter.said(text={"body": "a"})).startswith("131047 Message failed to send because more than 24")
    counter.exchange.received(counter.thread, "text", {"body": "halo"})
    assert await counter.said(text={"body": "a"}) == "200"


async def test_a_stranger_hears_nothing_but_templates(counter: Counter) -> None:
    budi = counter.exchange.enrol(counter.world.add_person("Budi"))
    assert (await counter.answer(frame(budi.wa_id, text={"body": "a"}))).startswith("131047")


async def test_a_refusal_may_come_later_as_a_failed_state(counter: Counter) -> None:
    counter.exchange.late_refusals = True
    counter.clock.move(24 * 3600)
    assert await counter.said(text={"body": "a"}) == "200"
    failed = counter.exchange.hook.log[-1]["entry"][0]["changes"][0]["value"]["statuses"][0]
    assert (failed["status"], failed["errors"][0]["code"]) == ("failed", 131047)


@pytest.mark.parametrize("code", [368, 131031])
async def test_a_locked_account_sends_nothing(counter: Counter, code: int) -> None:
    counter.business.locked = code
    assert (await counter.said(text={"body": "a"})).startswith(str(code))


async def test_a_pair_gets_45_messages_at_once_then_one_in_6_seconds() -> None:
    counter = Counter(limits=True)
    assert {await counter.said(text={"body": "a"}) for _ in range(45)} == {"200"}
    assert (await counter.said(text={"body": "a"})).startswith("131056")
    counter.clock.move(6)
    assert await counter.said(text={"body": "a"}) == "200"
    assert (await counter.said(text={"body": "a"})).startswith("131056")


async def test_a_number_sends_80_messages_a_second() -> None:
    counter = Counter(limits=True)
    people = [counter.exchange.enrol(counter.world.add_person("Budi")) for _ in range(2)]
    for person in people:
        counter.exchange.heard(counter.exchange.thread(person, counter.business))
    for person in (*people[:1] * 40, *people[1:] * 40):
        assert await counter.answer(frame(person.wa_id, text={"body": "a"})) == "200"
    assert (await counter.said(text={"body": "a"})).startswith("130429")


async def test_only_a_message_that_came_is_marked_as_read(counter: Counter) -> None:
    mark = {"messaging_product": "whatsapp", "status": "read", "message_id": counter.heard.wamid}
    assert await counter.answer(mark) == "200"
    assert counter.heard.status == "read"
    assert (await counter.answer({**mark, "message_id": "wamid.x"})).startswith("131009")
    assert (await counter.answer({**mark, "typing_indicator": {"type": "voice"}})).startswith("100")


BODY = "Ada kabar untuk laporan {{1}}, sekarang statusnya {{2}}. Terima kasih."
EXAMPLE = {"body_text": [["KDS-1", "selesai"]]}


def template(body: str = BODY, *more: Json, **changes: Any) -> Json:
    components = [{"type": "BODY", "text": body, "example": EXAMPLE}, *more]
    return {"name": "kabar", "language": "id", "category": "UTILITY", "components": components, **changes}


@pytest.mark.parametrize(
    ("call", "subcode"),
    [
        (template(name="Kabar Baru"), 2388023),
        (template(language="Indonesia"), 2388026),
        (template("{{1}} ada kabar untuk laporan Anda, sekarang {{2}} statusnya."), 2388299),
        (template("Ada kabar untuk laporan Anda di {{1}} {{2}} sekarang juga ya."), 2388299),
        (template("Kabar {{1}}, status {{2}}."), 2388293),
        (template("Ada kabar untuk laporan {{2}}, sekarang statusnya {{3}}. Terima kasih."), 2388043),
        (template(BODY, {"type": "FOOTER", "text": "Hai {{1}}"}), 2388073),
        (template(BODY, {"type": "BODY", "text": "lagi"}), 2388043),
        (template(components=[{"type": "BODY", "text": BODY}]), 2388043),
        (template(BODY, {"type": "BUTTONS", "buttons": []}), 2388077),
    ],
)
async def test_a_template_meta_would_send_back_is_refused(call: Json, subcode: int) -> None:
    with pytest.raises(GraphError) as refused:
        submitted(call, "1")
    assert (refused.value.code, refused.value.subcode) == (100, subcode)


def sent(*texts: str, name: str = "kabar", code: str = "id") -> Json:
    parameters = [{"type": "text", "text": text} for text in texts]
    components = [{"type": "body", "parameters": parameters}]
    return {"template": {"name": name, "language": {"code": code}, "components": components}}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (sent("KDS-1", "selesai"), "200"),
        (sent("KDS-1", "selesai", name="lain"), "132001 template name (lain) does not exist in id"),
        (sent("KDS-1", "selesai", code="jv"), "132001 template name (kabar) does not exist in jv"),
        (
            sent("KDS-1"),
            "132000 body: number of localizable_params (1) does not match the expected number of params (2)",
        ),
        (sent("KDS-1", "a\nb"), "132018 Param text cannot have new-line/tab characters or more than 4 consecutive"),
        (sent("KDS-1", "a\tb"), "132018"),
        (sent("KDS-1", "a     b"), "132018"),
        (sent("KDS-1", ""), "131008 Parameter of type text is missing text value"),
        (sent("KDS-1", "x" * 1000), "132005 body: translated text is longer than 1024 characters"),
    ],
)
async def test_a_template_is_sent_with_its_parameters_or_not_at_all(counter: Counter, call: Json, words: str) -> None:
    made = submitted(template(), "1")
    made.status = "APPROVED"
    counter.business.templates[made.name, made.language] = made
    assert (await counter.said(**call)).startswith(words)


@pytest.mark.parametrize(
    ("status", "code"), [("PENDING", "132001"), ("REJECTED", "132001"), ("PAUSED", "132015"), ("DISABLED", "132016")]
)
async def test_a_template_that_is_not_approved_is_not_sent(counter: Counter, status: str, code: str) -> None:
    made = submitted(template(), "1")
    made.status = status
    counter.business.templates[made.name, made.language] = made
    assert (await counter.said(**sent("KDS-1", "selesai"))).startswith(code)


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (Upload("a.gif", "image/gif", b"GIF89a"), 100),
        (Upload("a.html", "text/html", b"<p>"), 100),
        (Upload("a.png", "image/png", b""), 131053),
        (Upload("a.jpg", "image/jpeg", bytes(5 * MB + 1)), 131053),
        (Upload("a.mp4", "video/mp4", bytes(16 * MB + 1)), 131053),
    ],
)
async def test_a_file_no_message_carries_is_refused_at_the_door(counter: Counter, upload: Upload, code: int) -> None:
    with pytest.raises(GraphError) as refused:
        counter.exchange.media.upload(PHONE, upload, upload.mime, counter.clock())
    assert refused.value.code == code


async def test_a_file_of_another_kind_lets_the_message_fail_afterwards(counter: Counter) -> None:
    upload = Upload("a.png", "image/png", PIXEL)
    media = counter.exchange.media.upload(PHONE, upload, upload.mime, counter.clock())
    assert await counter.said(video={"id": media.id}) == "200"
    assert counter.thread.notes[2].error == 131053


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with business() as running:
        yield running


@pytest.mark.parametrize(
    ("verb", "path", "code", "subcode"),
    [
        ("POST", "999/messages", 100, 33),
        ("POST", f"{ACCOUNT}/messages", 100, 33),
        ("GET", "999", 100, 33),
        ("DELETE", f"{ACCOUNT}/message_templates?name=x", 100, 2593002),
        ("POST", f"{PHONE}/media", 100, None),
        ("POST", f"{ACCOUNT}/subscribed_apps?override_callback_uri=http://127.0.0.1:9/x&verify_token=a", 2200, None),
    ],
)
async def test_an_object_that_is_not_ones_own_is_unknown(
    desk: Desk, verb: str, path: str, code: int, subcode: int | None
) -> None:
    status, body = await desk.graph(verb, path)
    error = body["error"]
    assert (status, error["code"], error.get("error_subcode")) == (400, code, subcode)
    assert error["fbtrace_id"]
