"""Method names and who answers them."""

from collections.abc import Callable
from typing import Any

from simulator.bot_api import (
    account,
    callbacks,
    chats,
    commands,
    deletions,
    downloads,
    edits,
    media,
    messages,
    updates,
)
from simulator.bot_api.call import Call
from simulator.bot_api.limits import (
    DESCRIPTION_CHARACTERS,
    NAME_CHARACTERS,
    SHORT_DESCRIPTION_CHARACTERS,
)

Handler = Callable[[Call], Any]

_METHODS: dict[str, Handler] = {
    "getUpdates": updates.get_updates,
    "setWebhook": updates.set_webhook,
    "deleteWebhook": updates.delete_webhook,
    "getWebhookInfo": updates.get_webhook_info,
    "getMe": account.get_me,
    "logOut": account.log_out,
    "close": account.log_out,
    "setMyName": account.name_setter("name", NAME_CHARACTERS),
    "getMyName": account.name_getter("name"),
    "setMyDescription": account.name_setter("description", DESCRIPTION_CHARACTERS),
    "getMyDescription": account.name_getter("description"),
    "setMyShortDescription": account.name_setter("short_description", SHORT_DESCRIPTION_CHARACTERS),
    "getMyShortDescription": account.name_getter("short_description"),
    "setMyCommands": commands.set_my_commands,
    "getMyCommands": commands.get_my_commands,
    "deleteMyCommands": commands.delete_my_commands,
    "setChatMenuButton": account.set_chat_menu_button,
    "getChatMenuButton": account.get_chat_menu_button,
    "sendMessage": messages.send_message,
    "sendPhoto": media.send_photo,
    "sendDocument": media.send_document,
    "sendMediaGroup": media.send_media_group,
    "copyMessage": messages.copy_message,
    "copyMessages": messages.copy_messages,
    "forwardMessage": messages.forward_message,
    "forwardMessages": messages.forward_messages,
    "sendChatAction": messages.send_chat_action,
    "editMessageText": edits.edit_message_text,
    "editMessageCaption": edits.edit_message_caption,
    "editMessageReplyMarkup": edits.edit_message_reply_markup,
    "editMessageMedia": edits.edit_message_media,
    "deleteMessage": deletions.delete_message,
    "deleteMessages": deletions.delete_messages,
    "answerCallbackQuery": callbacks.answer_callback_query,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatMemberCount": chats.get_chat_member_count,
    "getChatAdministrators": chats.get_chat_administrators,
    "leaveChat": chats.leave_chat,
    "pinChatMessage": chats.pin_chat_message,
    "unpinChatMessage": chats.unpin_chat_message,
    "setMessageReaction": chats.set_message_reaction,
    "getFile": downloads.get_file,
}
HANDLERS = {name.lower(): (name, handler) for name, handler in _METHODS.items()}  # names ignore case
PACED = frozenset(
    name
    for name in HANDLERS
    if name.startswith(("send", "copy", "forward", "editmessage")) and name != "sendchataction"
)
