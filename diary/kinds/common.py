"""Fields that every kind of entry shares, and some that several kinds use alike."""

from diary.kinds.fields import Day, Field, Moment, Reference, Text, Whole
from diary.models.roster import Section

LESSON = Whole(least=0, most=20)
"""The slot of a lesson in the day, as the bells number them."""

SHARED = (
    Field(name="subject", type=Reference(to=Section.SUBJECTS), about="the subject's id in the roster"),
    Field(name="teacher", type=Reference(to=Section.STAFF), about="the id of who wrote it, in the roster"),
    Field(name="date", type=Day(), about="the school day it is about"),
    Field(name="lesson", type=LESSON, about="the slot of the lesson it is about"),
    Field(name="published_at", type=Moment(), about="when the journal published it, with its offset"),
)
COMMENT = Field(name="comment", type=Text(), about="the teacher's words")
TEXT = Text(longest=10_000, shortest=1)
TITLE = Text(longest=300, shortest=1)
