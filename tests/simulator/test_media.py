import pytest

from simulator.client import SimulatorClient, SimulatorRefusedError, file
from tests.simulator.asking import ANNA, BotApi, Json
from tests.simulator.pictures import jpeg, png


@pytest.mark.parametrize("picture", [png(1000, 500), jpeg(1000, 500)])
async def test_a_photo_comes_in_several_sizes(api: BotApi, picture: bytes) -> None:
    sent = await api.ok(
        "sendPhoto", {"photo/a.png": picture}, chat_id=ANNA, caption="<b>a</b>", parse_mode="HTML"
    )

    assert [(size["width"], size["height"]) for size in sent["photo"]] == [
        (320, 160),
        (800, 400),
        (1000, 500),
    ]
    assert sent["caption"] == "a"
    assert sent["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1}]


@pytest.mark.parametrize(
    ("picture", "description"),
    [
        (b"", "file must be non-empty"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (b"\xff\xd8\xff\xd9", "IMAGE_PROCESS_FAILED"),
        (png(1, 21), "PHOTO_INVALID_DIMENSIONS"),
        (jpeg(9000, 2000), "PHOTO_INVALID_DIMENSIONS"),
        (png(10, 10) + b"\0" * (10 * 1024 * 1024), "file is too big"),
    ],
)
async def test_what_is_no_picture_is_no_photo(api: BotApi, picture: bytes, description: str) -> None:
    assert (
        await api.refused("sendPhoto", {"photo/a.png": picture}, chat_id=ANNA)
        == f"Bad Request: {description}"
    )


async def test_a_sent_file_is_sent_again_by_its_id_and_downloaded(api: BotApi) -> None:
    sent = await api.ok("sendDocument", {"document/план.pdf": b"%PDF"}, chat_id=ANNA)
    document = sent["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "план.pdf",
        "application/pdf",
        4,
    )

    again = await api.ok("sendDocument", chat_id=ANNA, document=document["file_id"])
    assert again["document"] == document
    path = (await api.ok("getFile", file_id=document["file_id"]))["file_path"]
    async with api.session.get(f"{api.address}/file/bot{api.token}/{path}") as response:
        assert await response.read() == b"%PDF"
    async with api.session.get(f"{api.address}/sim/bots/{api.id}/files/{document['file_id']}") as response:
        assert await response.read() == b"%PDF"


@pytest.mark.parametrize(
    ("url", "status"),
    [("/file/bot{token}/documents/none", 404), ("/file/bot1:WRONG/documents/file_1.pdf", 401)],
)
async def test_files_are_given_to_their_bot_only(api: BotApi, url: str, status: int) -> None:
    async with api.session.get(api.address + url.format(token=api.token)) as response:
        assert response.status == status


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendDocument", {}, "there is no document in the request"),
        ("sendPhoto", {"photo": "nonsense"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": "https://a.ru/b.png"}, "failed to get HTTP URL content"),
        ("sendDocument", {"document": "attach://x"}, "can't parse InputMedia: media not found"),
        ("getFile", {"file_id": "nonsense"}, "wrong file_id or the file is temporarily unavailable"),
        ("getFile", {}, "file_id is empty"),
    ],
)
async def test_unknown_files_are_refused(api: BotApi, method: str, params: Json, description: str) -> None:
    assert await api.refused(method, chat_id=ANNA, **params) == f"Bad Request: {description}"


async def test_a_document_is_no_photo(api: BotApi) -> None:
    sent = await api.ok("sendDocument", {"document/a.txt": b"a"}, chat_id=ANNA)

    assert await api.refused("sendPhoto", chat_id=ANNA, photo=sent["document"]["file_id"]) == (
        "Bad Request: can't use file of type Document as Photo"
    )


async def test_captions_are_limited_too(api: BotApi) -> None:
    params = {"chat_id": ANNA, "caption": "a" * 1025}

    assert await api.refused("sendDocument", {"document/a.txt": b"a"}, **params) == (
        "Bad Request: message caption is too long"
    )


async def test_large_files_go_up_but_do_not_come_down(api: BotApi) -> None:
    large = b"a" * (20 * 1024 * 1024 + 1)
    sent = await api.ok("sendDocument", {"document/a.bin": large}, chat_id=ANNA)

    refusal = await api.refused("getFile", file_id=sent["document"]["file_id"])

    assert refusal == "Bad Request: file is too big"


async def test_huge_files_do_not_go_up(api: BotApi) -> None:
    huge = b"a" * (50 * 1024 * 1024 + 1)
    status, body = await api.call("sendDocument", {"chat_id": ANNA}, {"document/a.bin": huge})

    assert (status, body["description"]) == (413, "Request Entity Too Large")


async def test_an_album_is_several_messages_of_one_group(api: BotApi) -> None:
    known = (await api.ok("sendPhoto", {"photo/a.png": png(9, 9)}, chat_id=ANNA))["photo"][-1]["file_id"]
    media = [
        {"type": "photo", "media": "attach://one", "caption": "<b>a</b>", "parse_mode": "HTML"},
        {"type": "photo", "media": known},
    ]

    sent = await api.ok("sendMediaGroup", {"one/a.png": png(5, 5)}, chat_id=ANNA, media=media)

    assert [message.get("caption") for message in sent] == ["a", None]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert sent[1]["photo"][-1]["file_id"] == known


@pytest.mark.parametrize(
    ("media", "description"),
    [
        ([], "there are no messages to send"),
        ([{"type": "photo", "media": "x"}], "album must include 2-10 items"),
        ([{"type": "photo", "media": "x"}] * 11, "too many messages to send as an album"),
        (
            [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}],
            "document can't be mixed with other media types",
        ),
        ([{"type": "photo", "media": "x"}] * 2, "wrong file identifier/HTTP URL specified"),
        ([{"type": "photo"}] * 2, "can't parse InputMedia: media not found"),
        ([{"type": "poem", "media": "x"}] * 2, "can't parse InputMedia: invalid type specified"),
        (["x"] * 2, "can't parse InputMedia: expected an Object"),
        ("x", "can't parse media JSON object"),
        ({}, "expected an Array of InputMedia"),
    ],
)
async def test_a_wrong_album_is_refused(api: BotApi, media: object, description: str) -> None:
    assert await api.refused("sendMediaGroup", chat_id=ANNA, media=media) == f"Bad Request: {description}"


async def test_an_album_has_no_keyboard(api: BotApi) -> None:
    items = [{"type": "document", "media": f"attach://{name}"} for name in "ab"]
    files = {"a/a.txt": b"a", "b/b.txt": b"b"}
    markup = {"force_reply": True}

    assert await api.refused("sendMediaGroup", files, chat_id=ANNA, media=items, reply_markup=markup) == (
        "Bad Request: reply markup is not allowed in albums"
    )


async def test_people_send_albums_documents_and_contacts(api: BotApi, client: SimulatorClient) -> None:
    picture = file("a.png", png(200, 100))
    media = [{"type": "photo", "file": picture}, {"type": "photo", "file": picture}]
    await client.send(api.id, ANNA, media=media, caption="справки")
    await client.send(api.id, ANNA, document=file("справка.pdf", b"%PDF", "application/pdf"))
    await client.send(api.id, ANNA, contact=True)

    one, two, document, contact = [u["message"] for u in await api.ok("getUpdates")]

    assert one["media_group_id"] == two["media_group_id"]
    assert (one["caption"], two.get("caption")) == ("справки", None)
    assert [size["width"] for size in one["photo"]] == [90, 200]
    assert document["document"]["file_name"] == "справка.pdf"
    assert contact["contact"]["user_id"] == ANNA


@pytest.mark.parametrize(
    "body",
    [
        {"photo": {"name": "a.png", "base64": "bm8="}},
        {"photo": {"name": "a.png", "base64": "!"}},
        {"document": file("a", b"a"), "caption": "a" * 1025},
        {"text": ""},
        {"text": "a" * 4097},
    ],
)
async def test_people_cannot_send_what_is_broken(api: BotApi, client: SimulatorClient, body: Json) -> None:
    with pytest.raises(SimulatorRefusedError):
        await client.send(api.id, ANNA, **body)
