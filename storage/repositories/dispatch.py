"""What the delivery engine takes, sends and settles."""

from storage.repositories.mailbox_states import SqlMailboxStates
from storage.repositories.queue import SqlQueue
from storage.repositories.settling import SqlSettling


class SqlDispatch(SqlQueue, SqlSettling, SqlMailboxStates):
    """The queue read, its outcomes written, and the chats it goes to, over one connection."""
