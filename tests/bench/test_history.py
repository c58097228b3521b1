"""The judge of the kill trial: it must see every way in which a history can be wrong."""

from bench.history import Arrived, Findings, Pushed, check

MOTHER, FATHER, STRANGER = 1, 2, 3
GRADES, PLANS = 2, 3


def pushed(*keys: str, lane: int = GRADES) -> list[Pushed]:
    return [Pushed(key=key, lane=lane, chats=(MOTHER, FATHER)) for key in keys]


def told(chat: int, *keys: str, again: bool = False) -> Arrived:
    mark = "(повторно) " if again else ""
    lines = "\n".join(f"{n}) 5 · контрольная {key}, вес 2" for n, key in enumerate(keys, start=1))
    return Arrived(chat=chat, text=f"{mark}Пётр Иванов, 7Б · Алгебра\n{lines}")


def judged(entries: list[Pushed], *messages: Arrived) -> Findings:
    return check(entries, messages)


def test_a_history_where_everyone_heard_all_in_order_is_clean() -> None:
    found = judged(
        pushed("w000001", "w000002"),
        told(MOTHER, "w000001"),
        told(FATHER, "w000001", "w000002"),
        told(MOTHER, "w000002"),
    )

    assert found.clean
    assert found.expected == 4
    assert found.flagged == []


def test_what_one_of_the_parents_never_got_is_lost() -> None:
    found = judged(pushed("w000001"), told(MOTHER, "w000001"))

    assert found.lost == [(FATHER, "w000001")]
    assert not found.clean


def test_nothing_arrived_is_everything_lost() -> None:
    assert len(judged(pushed("w000001", "w000002")).lost) == 4


def test_a_second_copy_without_a_mark_is_found() -> None:
    everything = (told(MOTHER, "w000001"), told(FATHER, "w000001"))

    found = judged(pushed("w000001"), *everything, told(MOTHER, "w000001"))

    assert found.unflagged == [(MOTHER, "w000001")]
    assert not found.clean


def test_a_second_copy_hidden_in_a_longer_message_is_found() -> None:
    found = judged(pushed("w000001", "w000002"), told(MOTHER, "w000001"), told(MOTHER, "w000001", "w000002"))

    assert found.unflagged == [(MOTHER, "w000001")]


def test_a_second_copy_that_says_so_is_only_counted() -> None:
    everything = (told(MOTHER, "w000001"), told(FATHER, "w000001"))

    found = judged(pushed("w000001"), *everything, told(MOTHER, "w000001", again=True))

    assert found.clean
    assert found.flagged == [(MOTHER, "w000001")]


def test_a_mark_on_the_first_copy_does_not_excuse_a_later_one() -> None:
    found = judged(pushed("w000001"), told(MOTHER, "w000001", again=True), told(MOTHER, "w000001"))

    assert found.unflagged == [(MOTHER, "w000001")]


def test_an_english_mark_counts_too() -> None:
    copy = Arrived(chat=MOTHER, text="(again) Pyotr Ivanov, 7B\n5 · test w000001")

    assert judged(pushed("w000001"), told(MOTHER, "w000001"), copy).unflagged == []


def test_a_later_entry_first_is_out_of_order() -> None:
    found = judged(
        pushed("w000001", "w000002"),
        told(MOTHER, "w000002"),
        told(MOTHER, "w000001"),
        told(FATHER, "w000001"),
    )

    assert found.disordered == [(MOTHER, "w000001")]
    assert not found.clean


def test_the_wrong_order_within_one_message_is_out_of_order() -> None:
    assert judged(pushed("w000001", "w000002"), told(MOTHER, "w000002", "w000001")).disordered


def test_lanes_and_chats_may_overtake_each_other() -> None:
    entries = [*pushed("w000001", lane=PLANS), *pushed("w000002", lane=GRADES)]

    found = judged(
        entries,
        told(MOTHER, "w000002"),
        told(MOTHER, "w000001"),
        told(FATHER, "w000001"),
        told(FATHER, "w000002"),
    )

    assert found.clean


def test_a_repeated_copy_of_an_earlier_entry_is_not_out_of_order() -> None:
    found = judged(
        pushed("w000001", "w000002"),
        told(MOTHER, "w000001"),
        told(MOTHER, "w000002"),
        told(MOTHER, "w000001", again=True),
    )

    assert found.disordered == []


def test_what_reaches_a_chat_that_it_does_not_concern_is_found() -> None:
    found = judged(pushed("w000001"), told(STRANGER, "w000001"))

    assert found.misdelivered == [(STRANGER, "w000001")]
    assert not found.clean
