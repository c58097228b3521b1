"""Reads and compares one roster file within limits; a script that runs in a process of its own.

What a hostile file makes of it ends here, and takes no time from the chats.
"""

import pickle
import sys
from pathlib import Path

OUT_OF_MEMORY = 3


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from diary.models.roster_refusals import RosterFileError  # noqa: PLC0415 # found by the line above
    from intake.files.compare import compare  # noqa: PLC0415
    from intake.files.reading import read_roster_file  # noqa: PLC0415

    _limit_this_process(*map(int, sys.argv[1:]))
    # written by our own process
    name, data, today, known = pickle.load(sys.stdin.buffer)  # noqa: S301
    outcome: object
    try:
        preview = read_roster_file(name, data, today=today)
        outcome = preview, compare(preview, known)
    except RosterFileError as error:
        outcome = error
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(pickle.dumps(outcome))


def _limit_this_process(memory: int, seconds: int) -> None:
    try:
        import resource  # noqa: PLC0415 # Windows has none, and does without these limits
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
