"""The main job over the wire: one complaint, all the way, and what people do besides."""

from tests.town import Town


async def test_one_complaint_goes_all_the_way(town: Town) -> None:
    await town.say("Siti", "jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh")
    await town.quiet()
    await town.push("Siti", "Kirim")
    await town.quiet()
    card = await town.last("PUPR", "KDS-26-00001-0", button="Ambil")
    await town.push("Joko", "Ambil", "PUPR")
    await town.say("Joko", "Besok pagi kami tambal.", "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR")
    await town.quiet()
    await town.push("Siti", "Sudah selesai")
    await town.quiet()
    await town.push("Siti", "5 ⭐")
    await town.quiet()
    assert "dinilai ⭐⭐⭐⭐⭐" in (await town.last("PUPR", "Pelapor:"))["text"]
