"""What the diary needs from outside: one transaction and its repositories.

A port stands in a file per aggregate; storage/repositories implements each under the same file name.
"""

from diary.ports.unit_of_work import ErasingStorage, Storage, UnitOfWork

__all__ = ["ErasingStorage", "Storage", "UnitOfWork"]
