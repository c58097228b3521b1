"""The Bot API towards bots: `/bot{token}/{method}` and `/file/bot{token}/{path}`.

Supported methods, whose refusals and wording are Telegram's own:

- updates: getUpdates, setWebhook, deleteWebhook, getWebhookInfo
- the bot: getMe, logOut, close, setMyName, getMyName, setMyDescription, getMyDescription,
  setMyShortDescription, getMyShortDescription, setMyCommands, getMyCommands, deleteMyCommands,
  setChatMenuButton, getChatMenuButton
- sending: sendMessage, sendPhoto, sendDocument, sendMediaGroup, copyMessage, copyMessages,
  forwardMessage, forwardMessages, sendChatAction
- changing: editMessageText, editMessageCaption, editMessageReplyMarkup, editMessageMedia,
  deleteMessage, deleteMessages, pinChatMessage, unpinChatMessage, setMessageReaction
- answering: answerCallbackQuery
- chats: getChat, getChatMember, getChatMemberCount, getChatAdministrators, leaveChat
- files: getFile and its download

Anything else is answered by 404 "Not Found: method not found".
"""
