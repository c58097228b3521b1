"""One small class per rule broken; handlers localise them, the push API maps them to 4xx."""

from datetime import datetime
from enum import StrEnum


class DiaryError(Exception):
    """A rule of the diary was broken by whoever asked."""


class ClaimFlaw(StrEnum):
    """What is wrong with what was written into a field."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_A_NAME = "not_a_name"
    DATE_UNREADABLE = "date_unreadable"
    DATE_UNLIKELY = "date_unlikely"
    CLASS_UNREADABLE = "class_unreadable"
    NOT_A_CHOICE = "not_a_choice"


class NotEntitledError(DiaryError):
    """The person has no right to see or do this, or the thing does not exist: the answer is the same."""


class GuardiansOnlyError(NotEntitledError):
    """Only a guardian of the child may do this: sign, answer for them."""


class GroupGuardiansOnlyError(GuardiansOnlyError):
    """Only who is somebody's guardian may link a group: everyone in it sees the buttons."""


class CodeOwnerError(DiaryError):
    """A code was asked for someone who is not on the roster, or for a role that they do not have there."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class AccessCodeRejectedError(DiaryError):
    """The code is wrong, spent, expired, revoked or held by someone else: nobody is told which."""


class CodeNotHeldError(AccessCodeRejectedError):
    """The consent came for a code that this account does not hold (any more)."""


class TooManyTriesError(DiaryError):
    """Too many failed tries of one account; `until` is when it may try again."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many failed tries at codes")
        self.until = until


class OwnCodeError(DiaryError):
    """A guardian tried a code that gives nothing but what they have: it is for somebody else."""


class StudentsAccountError(DiaryError):
    """A student tried a guardian's code of themselves: who reads their own diary does not sign it."""


class UsedCodeError(DiaryError):
    """Somebody tried a code that they have used themselves, and that what they have is by."""


class NothingLeftError(DiaryError):
    """The last thing of a trusted person's right is taken away by revoking it."""


class DayNotOpenError(DiaryError):
    """A right may end from today on, and within a year."""


class TooManyTrustedError(DiaryError):
    """A child's diary is open to as many trusted persons as there may be."""


class StaleRevisionError(DiaryError):
    """What was to be signed has changed since it was shown; it is drawn again."""


class AlreadySignedError(DiaryError):
    """The person has signed all of it before."""


class NobodyToWriteToError(DiaryError):
    """The person may write to nobody, or no longer to this one."""


class TooLateToRetractError(DiaryError):
    """A sent letter can be taken back for a minute only, and once."""


class LetterTooLongError(DiaryError):
    """With its heading it would not fit one message, and nothing is cut off what people write."""


class AlreadySentError(DiaryError):
    """The letter has gone to somebody: it is offered no more."""


class EntryUnknownError(DiaryError):
    """No entry of this source, id and kind was ever pushed."""


class KindAmbiguousError(DiaryError):
    """Entries of several kinds share the id; `kinds` are those."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__("several kinds share the id")
        self.kinds = kinds


class KeyNameTakenError(DiaryError):
    """A live key of the push API has this name already."""


class KeyUnknownError(DiaryError):
    """No live key of the push API has this name."""


class ShortNameRefusedError(DiaryError):
    """A family's own name for a child is a short line with a letter in it, and no link or command."""


class ShortNameTakenError(DiaryError):
    """Another child whom the person sees is called so: the two would be mixed up."""


class ConsentTextError(DiaryError):
    """A consent's version or text is not such as can be shown; `field` says which."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class ConsentVersionTakenError(DiaryError):
    """A document of this version exists: what people consented to is never changed under them."""


class ConsentChangedError(DiaryError):
    """The document that was shown is not in force any more: the one that is has to be shown."""


class RosterChangedError(DiaryError):
    """The roster is no longer what it was when the change was looked at; nothing was changed."""


class RosterFileGoneError(DiaryError):
    """The file that is to be decided about is no longer in the chat."""


class ClaimUnreadableError(DiaryError):
    """What somebody wrote into a field of their application cannot be what was asked for."""

    def __init__(self, flaw: ClaimFlaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


class ClaimMissingError(DiaryError):
    """An application lacks something that was asked for."""


class RequestOpenError(DiaryError):
    """The same is asked already, and waits for the school."""


class TooManyRequestsError(DiaryError):
    """Enough was asked of the school for one day."""


class RequestDecidedError(DiaryError):
    """The request is not open (any more): somebody was quicker, or it was withdrawn."""


class NotSeenInPersonError(DiaryError):
    """Nothing is approved for whom nobody at school has seen."""


class NoMatchError(DiaryError):
    """What was chosen is not among what matches the request."""


class AccountInUseError(DiaryError):
    """An account with rights of its own cannot become another person's."""


class CodeShownError(DiaryError):
    """A code is shown once, when it is made."""


class DraftGoneError(DiaryError):
    """What was being filled in was left lying too long, or has been sent."""


class BasisRefusedError(DiaryError):
    """An order by which someone is kept from a child is named in a line or two."""


class BarredError(DiaryError):
    """An order keeps this person from this child: nobody links them before it is lifted."""
