"""getFile (its download is served by the gateway)."""

from typing import Any

from simulator.bot_api.call import Call
from simulator.bot_api.errors import BadRequestError
from simulator.bot_api.limits import DOWNLOAD_BYTES

Json = dict[str, Any]


def get_file(call: Call) -> Json:
    if not call.text("file_id"):
        raise BadRequestError("file_id is empty")
    file = call.world.files.by_id(call.bot.id, call.text("file_id"))
    if file is None:
        raise BadRequestError("wrong file_id or the file is temporarily unavailable")
    if file.size > DOWNLOAD_BYTES:
        raise BadRequestError("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }
