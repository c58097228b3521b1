"""Message texts as Telegram reads them: markup, entities and UTF-16 arithmetic."""
