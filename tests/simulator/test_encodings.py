from urllib.parse import quote, urlencode

import pytest

from simulator.bot_api.bodies import unquoted
from tests.simulator.asking import ANNA, BotApi

TEXT = "Оценка: 5+ & 100% \\ «ё» 🎓"


async def test_parameters_come_in_the_query(api: BotApi) -> None:
    query = urlencode({"chat_id": ANNA, "text": TEXT})
    url = f"{api.address}/bot{api.token}/sendMessage?{query}"
    async with api.session.get(url) as response:
        assert (await response.json())["result"]["text"] == TEXT


async def test_parameters_come_as_json(api: BotApi) -> None:
    body = {"chat_id": ANNA, "text": TEXT, "reply_markup": {"force_reply": True}}
    url = f"{api.address}/bot{api.token}/sendMessage"
    async with api.session.post(url, json=body) as response:
        assert (await response.json())["result"]["text"] == TEXT


async def test_parameters_come_as_a_form(api: BotApi) -> None:
    assert (await api.ok("sendMessage", chat_id=ANNA, text=TEXT))["text"] == TEXT


async def test_parameters_come_as_multipart(api: BotApi) -> None:
    sent = await api.ok("sendDocument", {"document/a.txt": b"\r\n--x\r\n"}, chat_id=ANNA, caption=TEXT)

    assert sent["caption"] == TEXT
    assert sent["document"]["file_size"] == 7


@pytest.mark.parametrize("body", ["[1]", "{", '"text"'])
async def test_bad_json_is_refused(api: BotApi, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    url = f"{api.address}/bot{api.token}/sendMessage"
    async with api.session.post(url, data=body, headers=headers) as response:
        assert response.status == 400
        assert "can't parse JSON" in (await response.json())["description"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"chat_id=77&text=\xff"),
        ("application/json", b'{"chat_id": 77, "text": "\\ud83c"}'),
    ],
)
async def test_texts_must_be_unicode(api: BotApi, kind: str, body: bytes) -> None:
    url = f"{api.address}/bot{api.token}/sendMessage"
    async with api.session.post(url, data=body, headers={"Content-Type": kind}) as response:
        assert (await response.json())["description"] == "Bad Request: strings must be encoded in UTF-8"


@pytest.mark.parametrize("text", [TEXT, "a%zz", "%", "%D0", "a+b", "\\x41", "\\N{DASH}"])
def test_percent_encoding_is_undone_whatever_it_says(text: str) -> None:
    assert unquoted(quote(text).encode()) == text


@pytest.mark.parametrize(("raw", "text"), [(b"100%", "100%"), (b"%zz+", "%zz "), (b"%D0", "\ufffd")])
def test_broken_percent_encoding_does_not_break_the_server(raw: bytes, text: str) -> None:
    assert unquoted(raw) == text


@pytest.mark.parametrize("name", ["chat_id", "message_id"])
async def test_a_number_must_be_a_number(api: BotApi, name: str) -> None:
    params = {"chat_id": ANNA, "message_id": 1, "text": "a"} | {name: "x"}

    assert (await api.refused("editMessageText", **params)).startswith("Bad Request: ")


async def test_nested_json_must_be_json(api: BotApi) -> None:
    assert await api.refused("sendMessage", chat_id=ANNA, text="a", reply_markup="{") == (
        "Bad Request: can't parse reply keyboard markup JSON object"
    )
