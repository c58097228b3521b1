"""Why something about a request was not done."""

from diary.errors import (
    AccountInUseError,
    ClaimMissingError,
    ClaimUnreadableError,
    CodeShownError,
    DiaryError,
    DraftGoneError,
    NoMatchError,
    NotSeenInPersonError,
    RequestDecidedError,
    RequestOpenError,
    TooManyRequestsError,
)
from views.requests.words import flaw_said
from views.texts import Texts


def request_refused(error: DiaryError, texts: Texts) -> str | None:
    """Return None for what is no refusal of a request."""
    if isinstance(error, ClaimUnreadableError):
        return flaw_said(error.flaw, texts)
    said: dict[type[DiaryError], str] = {
        ClaimMissingError: texts("Something is still missing. Please begin again: /start"),
        RequestOpenError: texts("This is asked already: the school office has it. You will hear here."),
        TooManyRequestsError: texts("That is enough for one day. Please ask again tomorrow."),
        RequestDecidedError: texts("This is not open any more: it has been decided or answered already."),
        NotSeenInPersonError: texts("Approve only whom you have seen in person: tick it first."),
        NoMatchError: texts("Please choose once more: that is not among what matches."),
        AccountInUseError: texts(
            "This account has access of its own. Use one that is new to the diary; the code stays good."
        ),
        CodeShownError: texts("The code was shown once already. The school office makes a new one."),
        DraftGoneError: texts("This form is not kept any more. Please begin again: /start"),
    }
    return said.get(type(error))
