import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.pacing import CHAT_BURST, GROUP_LIMIT, Pacer
from diary.models.deliveries import Lane
from diary.models.ids import ChatId

PARENT = ChatId(1001)
GROUP = ChatId(-500)


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def pacer(hand: Hand) -> Pacer:
    return Pacer(per_second=20, monotonic=hand)


def drain(pacer: Pacer, lane: Lane) -> int:
    count = 0
    while pacer.at_hand(lane):
        pacer.spend(ChatId(count + 1), lane)
        count += 1
    return count


def test_a_fifth_of_the_pace_is_kept_for_urgent_things(pacer: Pacer, hand: Hand) -> None:
    drain(pacer, Lane.GRADES)
    hand.now += 0.5

    assert pacer.at_hand(Lane.GRADES) == 4
    drain(pacer, Lane.GRADES)
    assert pacer.at_hand(Lane.GRADES) == 0
    assert pacer.at_hand(Lane.URGENT) >= 1


def test_urgent_things_may_use_the_whole_pace(pacer: Pacer, hand: Hand) -> None:
    drain(pacer, Lane.URGENT)
    sent = 0
    for _ in range(100):
        hand.now += 0.1
        sent += drain(pacer, Lane.URGENT)
    assert sent == pytest.approx(200, abs=1)


def test_bulk_never_passes_its_share(pacer: Pacer, hand: Hand) -> None:
    drain(pacer, Lane.PLANS)
    sent = 0
    for _ in range(100):
        hand.now += 0.1
        sent += drain(pacer, Lane.PLANS)
    assert sent == pytest.approx(160, abs=1)


def test_a_chat_gets_one_a_second_after_a_small_burst(pacer: Pacer, hand: Hand) -> None:
    for _ in range(int(CHAT_BURST)):
        assert pacer.chat_wait(PARENT) == 0
        pacer.spend(PARENT, Lane.TALK)

    assert pacer.chat_wait(PARENT) == pytest.approx(1)
    hand.now += 0.4
    assert pacer.chat_wait(PARENT) == pytest.approx(0.6)
    hand.now += 0.6
    assert pacer.chat_wait(PARENT) == 0


def test_a_group_gets_twenty_a_minute(pacer: Pacer, hand: Hand) -> None:
    for _ in range(GROUP_LIMIT):
        assert pacer.chat_wait(GROUP) == 0
        pacer.spend(GROUP, Lane.TALK)
        hand.now += 1

    assert pacer.chat_wait(GROUP) == pytest.approx(40)
    hand.now += 40
    assert pacer.chat_wait(GROUP) == 0


def test_retry_after_pauses_the_bot(pacer: Pacer, hand: Hand) -> None:
    pacer.pause(5)
    pacer.pause(2)

    assert pacer.at_hand(Lane.URGENT) == 0
    assert pacer.wait(Lane.URGENT) == pytest.approx(5)
    hand.now += 5
    assert pacer.at_hand(Lane.URGENT) > 0
    assert pacer.wait(Lane.URGENT) == 0


def test_an_answer_on_the_side_is_charged_to_the_same_pace(pacer: Pacer, hand: Hand) -> None:
    drain(pacer, Lane.URGENT)
    pacer.spend(PARENT, Lane.TALK, count=10)
    hand.now += 0.5
    assert pacer.at_hand(Lane.URGENT) == 0
    assert pacer.wait(Lane.GRADES) > 0


def test_chats_that_have_rested_are_forgotten(
    pacer: Pacer, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("delivery.pacing._REMEMBERED_CHATS", 2)
    pacer.spend(PARENT, Lane.TALK)
    pacer.spend(GROUP, Lane.TALK)
    hand.now += 5
    pacer.spend(ChatId(1002), Lane.TALK)
    assert set(pacer._chats) == {GROUP, ChatId(1002)}


@given(steps=st.lists(st.floats(min_value=0, max_value=2), max_size=60), rate=st.integers(1, 40))
def test_no_second_holds_more_than_the_pace_and_its_burst(steps: list[float], rate: int) -> None:
    hand = Hand()
    pacer = Pacer(per_second=rate, monotonic=hand)
    sent: list[float] = []
    for step in steps:
        hand.now += step
        for _ in range(pacer.at_hand(Lane.TALK)):
            pacer.spend(ChatId(len(sent) + 1), Lane.TALK)
            sent.append(hand.now)
    for start in sent:
        assert sum(start <= at < start + 1 for at in sent) <= rate + max(1.0, rate * 0.25) + 1
