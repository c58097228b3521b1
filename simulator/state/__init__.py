"""What the simulated Telegram knows: accounts, chats, messages, updates, files."""
