"""A local Telegram Bot API server with a web page of phones; docs/simulator.md is its contract."""
