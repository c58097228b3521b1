"""The main road through the real process: a grade goes out, comes back signed, is corrected and withdrawn."""

import asyncio
from pathlib import Path

from simulator.client import SimulatorClient
from simulator.testing import BOT_ID
from tests.e2e.conftest import FATHER, MOTHER, TEACHER, Town, shown
from tests.support.product import running_product
from tests.support.pushes import grade, roster


async def test_a_grade_reaches_both_parents_and_each_signs_for_themselves(town: Town) -> None:
    await town.product.push(grade("g1", "2", work="контрольная «Дроби»", weight=2))
    hers, his = await town.sees(MOTHER, "Алгебра", "✍️"), await town.sees(FATHER, "Алгебра", "✍️")

    await town.telegram.tap(BOT_ID, hers, "✍️")

    signed = await town.sees(MOTHER, "Алгебра", "подписано")
    assert signed["message_id"] == hers["message_id"]
    assert "✍️" not in shown(signed)
    assert not any("подписано" in text for text in await town.chat(FATHER))
    _, status = await town.product.call("GET", "/v1/entries/journal/g1")
    assert sorted(bool(r["acknowledged_at"]) for r in status["recipients"]) == [False, True]

    await town.telegram.tap(BOT_ID, his, "✍️")
    await town.sees(FATHER, "Алгебра", "подписано")


async def test_a_signed_grade_that_is_corrected_asks_again_and_the_old_message_shows_both(town: Town) -> None:
    await town.product.push(grade("g1", "2"))
    first = await town.sees(MOTHER, "Алгебра", "✍️")
    await town.telegram.tap(BOT_ID, first, "✍️")
    await town.sees(MOTHER, "подписано")

    results = await town.product.push(grade("g1", "5", comment="Перепутала строки, извините"))

    assert [r["outcome"] for r in results] == ["changed"]
    notice = await town.sees(MOTHER, "Оценка исправлена", "Было 2 → стало 5", "Вы подписали «2»", "✍️")
    assert notice["reply_to_message"]["message_id"] == first["message_id"]
    edited = await town.telegram.wait_for_message(
        BOT_ID, MOTHER, lambda m: m["message_id"] == first["message_id"] and "5" in m["text"]
    )
    assert [e["type"] for e in edited["entities"]].count("strikethrough") == 1
    await town.telegram.tap(BOT_ID, notice, "✍️")
    await town.sees(MOTHER, "Оценка исправлена", "подписано")


async def test_the_same_push_again_is_silent(town: Town) -> None:
    await town.product.push(grade("g1", "4"))
    await town.sees(MOTHER, "Алгебра")
    before = await town.chat(MOTHER)

    again = await town.product.push(grade("g1", "4"))
    await town.product.push(grade("g2", "3", work="другая"))

    assert [r["outcome"] for r in again] == ["unchanged"]
    await town.sees(MOTHER, "другая")
    assert len(await town.chat(MOTHER)) == len(before) + 1


async def test_a_withdrawn_grade_is_struck_out_where_it_stands(town: Town) -> None:
    await town.product.push(grade("g1", "2"))
    first = await town.sees(MOTHER, "Алгебра", "✍️")

    results = await town.product.push({"id": "g1", "kind": "grade", "op": "withdraw"})

    assert [r["outcome"] for r in results] == ["withdrawn"]
    struck = await town.telegram.wait_for_message(
        BOT_ID,
        MOTHER,
        lambda m: (
            m["message_id"] == first["message_id"]
            and any(e["type"] == "strikethrough" for e in m.get("entities", []))
        ),
    )
    assert "✍️" not in shown(struck)


async def test_a_parent_answers_the_teacher_and_is_answered(town: Town) -> None:
    await town.product.push(grade("g1", "2"))
    first = await town.sees(MOTHER, "Алгебра", "💬")

    await town.telegram.send(
        BOT_ID, MOTHER, "Когда можно пересдать?", reply_to_message_id=first["message_id"]
    )
    question = await town.sees(TEACHER, "Когда можно пересдать?", "Пётр Иванов", "7Б")
    assert "Елена" not in shown(question)
    await town.telegram.send(BOT_ID, TEACHER, "В четверг", reply_to_message_id=question["message_id"])

    answer = await town.sees(MOTHER, "В четверг", "Смирнова А. В.", "Пётр Иванов")
    assert "Анна" not in shown(answer)
    assert not any("четверг" in text for text in await town.chat(FATHER))


async def test_killed_in_the_middle_of_a_burst_it_loses_nothing(
    telegram: SimulatorClient, tmp_path: Path
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'diary.db'}"
    async with running_product(telegram.address, url, MESSAGES_PER_SECOND="20") as product:
        town = Town(product=product, telegram=telegram)
        await product.roster(roster())
        await town.link(MOTHER, role="guardian", student="s1")
        await town.link(FATHER, role="guardian", student="s1")
        await product.push(
            *(grade(f"g{n}", "5", work=f"работа-{n}-", date=f"2026-09-{n:02}") for n in range(1, 8))
        )
        await town.sees(MOTHER, "работа-1-")

        await product.kill()
        await product.start()

        for user in (MOTHER, FATHER):
            await asyncio.gather(*(town.sees(user, f"работа-{n}-") for n in range(1, 8)))
            texts = await town.chat(user)
            for n in range(1, 8):
                told = [text for text in texts if f"работа-{n}-" in text]
                unflagged = [text for text in told if "повторно" not in text]
                assert len(unflagged) <= 1, told


async def test_sigterm_ends_it_with_exit_code_0(town: Town) -> None:
    assert await town.product.stop() == 0
