"""What the delivery engine takes, sends and settles."""

from storage.repositories.claiming import SqlClaiming
from storage.repositories.doubts import SqlDoubts
from storage.repositories.mailbox_states import SqlMailboxStates
from storage.repositories.queue import SqlQueue
from storage.repositories.settling import SqlSettling


class SqlDispatch(SqlQueue, SqlClaiming, SqlSettling, SqlDoubts, SqlMailboxStates):
    """The queue read, its outcomes written, and the chats it goes to, over one connection."""
