"""Which group messages a bot in privacy mode hears (Bots features, Privacy mode)."""

from typing import Any

from simulator.state.accounts import Bot, Chat
from simulator.text.utf16 import utf16_slice

Json = dict[str, Any]


def reaches_bot(bot: Bot, chat: Chat, message: Json) -> bool:
    """Commands (but those for other bots), replies to the bot and mentions of it; privately everything."""
    if chat.is_private:
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    username = bot.user["username"].lower()
    text = message.get("text") or message.get("caption") or ""
    for entity in message.get("entities") or message.get("caption_entities") or []:
        said = utf16_slice(text, entity["offset"], entity["length"]).lower()
        if entity["type"] == "mention" and said == f"@{username}":
            return True
        if entity["type"] == "bot_command" and said.partition("@")[2] in {"", username}:
            return True
    return False
