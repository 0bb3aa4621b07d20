"""Who decides on a formal request: a clerk of Diskominfo may give, but does not refuse alone."""

from datetime import date

import pytest

from bot.sandbox.client import Json
from storage import officers
from storage.database import transaction
from tests.town import Town
from tests.witness import fragment, toasts, told

ASKS = (
    "minta salinan dokumen APBD 2026",
    "[Permohonan resmi]",
    "[Setuju]",
    "Budi Santosa",
    "3319 0117 0890 0001",
    "Jalan Sunan Kudus 12, Kudus",
    "0812 3456 7890",
    "untuk skripsi",
    "[Salinan]",
    "[Lewat obrolan ini]",
    "[Daftarkan]",
)


async def request_of_budi(town: Town) -> None:
    for each in ASKS:
        await (town.push("Budi", each.strip("[]")) if each.startswith("[") else town.say("Budi", each))
        await town.quiet()


async def clerk(town: Town) -> None:
    """Wati joins Diskominfo's group, and Ratna appoints her."""
    town.ids["Wati"] = await town.puppets.person("Wati")
    await town.puppets.call(f"groups/{town.chats['Diskominfo'][2:]}/members", user=town.ids["Wati"])
    hello = await town.say("Wati", "saya siap membantu", "Diskominfo")
    await town.say("Ratna", "/petugas", "Diskominfo", reply_to=hello)
    await town.quiet()


async def last_of_bot(town: Town, chat: str) -> Json:
    return [each for each in await town.messages(chat) if each["from"] not in town.ids.values()][-1]


async def answer(town: Town, who: str, text: str) -> None:
    await town.say(who, text, "Diskominfo", reply_to=(await last_of_bot(town, "Diskominfo"))["id"])
    await town.quiet()


async def test_a_clerk_is_known_as_one(town: Town) -> None:
    await clerk(town)
    async with transaction(town.engine) as connection:
        persons = [each.person for each in await officers.all_of_them(connection)]
        found = await officers.actors(connection, persons, date(2026, 11, 24))
    clerks = sorted(each.clerk for each in found.values())
    assert clerks == [(), ("DISKOMINFO",), ("PUPR",)]


@pytest.mark.parametrize("button", ["Tolak", "Beri sebagian"])
async def test_a_clerk_alone_keeps_nothing_back(town: Town, button: str) -> None:
    await clerk(town)
    await request_of_budi(town)
    before = len(await town.messages("Diskominfo"))
    await town.push("Wati", button, "Diskominfo")
    await town.quiet()
    assert toasts(town)[-1] == fragment(town, "refused.clerk_alone")
    assert len(await town.messages("Diskominfo")) == before


async def test_who_leads_refuses_with_ground_and_test_and_the_citizen_reads_both(town: Town) -> None:
    await request_of_budi(town)
    await town.push("Ratna", "Tolak", "Diskominfo")
    await town.quiet()
    await town.push("Ratna", "rahasia pribadi", "Diskominfo")
    await town.quiet()
    await answer(town, "Ratna", "UK-12/PPID/2026")
    await answer(town, "Ratna", "Memuat data pribadi penerima bantuan.")
    await town.push("Ratna", "Kirim pemberitahuan", "Diskominfo")
    await town.quiet()
    notice = (await town.messages("Budi"))[-1]["text"]
    for part in ("pasal 17 huruf h", "UK-12/PPID/2026", "Memuat data pribadi penerima bantuan.", "keberatan"):
        assert part in notice


async def test_what_is_given_may_be_a_file(town: Town) -> None:
    await clerk(town)
    await request_of_budi(town)
    await town.push("Wati", "✅ Beri", "Diskominfo")
    await town.quiet()
    asked = (await last_of_bot(town, "Diskominfo"))["id"]
    who = {"from": town.ids["Wati"], "chat": town.chats["Diskominfo"], "reply_to": asked, "kind": "document"}
    await town.puppets.call("send", **who, file="JVBERi0xLjQ=", file_name="apbd.pdf")
    await town.quiet()
    assert await told(town, "Diskominfo", "deciding.file_kept")
    await answer(town, "Wati", "Salinan APBD 2026, terlampir.")
    await town.push("Wati", "Kirim pemberitahuan", "Diskominfo")
    await town.quiet()
    *_, file, notice = await town.messages("Budi")
    assert file["document"]
    assert "Salinan APBD 2026, terlampir." in notice["text"]
