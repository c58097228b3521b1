"""Every column of every table, and what an erasure of a person does to it: a test keeps it whole and true."""

from collections.abc import Mapping
from enum import Enum


class How(Enum):
    OURS = "our own key, reference, number, time or hash: by itself it tells nobody who it was"
    WORD = "a word of a closed vocabulary"
    SCHOOLS = "the school's own: its roster, its diary, its documents"
    BLANKED = "emptied"
    TOMBSTONED = "a number of Telegram's becomes one that is nobody's"
    DROPPED = "the row goes"
    KEPT = "stays under the pseudonym, because the law asks for it; nobody's account leads there any more"


Plan = Mapping[str, Mapping[How, str]]
PLAN: Plan = {
    "person": {How.OURS: "id school_id created_at erased_at"},
    "account": {
        How.OURS: "id person_id bot_id created_at ended_at",
        How.WORD: "locale acting_role",
        How.TOMBSTONED: "telegram_user_id",
    },
    "destination": {How.OURS: "id person_id mailbox_id created_at ended_at"},
    "mailbox": {
        How.OURS: "id bot_id private lane due_at next_ok_at blocked_at held_from wake_seq"
        " quiet_start quiet_end",
        How.WORD: "state locale grades_when",
        How.TOMBSTONED: "chat_id",
    },
    "link": {
        How.OURS: "id person_id student_id subjects may_write granted_by_id code_id consent_id created_at"
        " valid_until end_told_for revoked_at revoked_by_id",
        How.WORD: "role kinds revoked_why",
        How.BLANKED: "label",
    },
    "staff_role": {
        How.OURS: "id person_id staff_id code_id consent_id created_at revoked_at",
        How.WORD: "role",
    },
    "access_code": {
        How.OURS: "id school_id student_id staff_id person_id selector verifier_hash token_hash link_until"
        " issued_by_id issued_at expires_at failed_tries reserved_until spent_at spent_by_id revoked_at"
        " burned_at",
        How.WORD: "role scope",
        How.BLANKED: "label reserved_by",
    },
    "code_attempt": {How.OURS: "id bot_id failed_at", How.DROPPED: "telegram_user_id"},
    "consent": {How.OURS: "id person_id given_at withdrawn_at", How.WORD: "version locale"},
    "conversation": {
        How.OURS: "bot_id changed_at",
        How.DROPPED: "chat_id telegram_user_id state data",
    },
    "request": {
        How.OURS: "id school_id person_id account_id student_id seen_in_person code_id created_at sent_at"
        " chased_at decided_at decided_by_id",
        How.WORD: "kind state",
        How.BLANKED: "claims reason",
    },
    "bar": {
        How.OURS: "id student_id person_id created_at created_by_id lifted_at",
        How.KEPT: "basis",
    },
    "child_view": {How.OURS: "person_id student_id", How.DROPPED: "short_name colour"},
    "relay": {
        How.OURS: "id school_id bot_id sender_id recipient_id to_office student_id entry_id answer_to_id"
        " created_at sent_at",
        How.WORD: "sender_role content state",
        How.TOMBSTONED: "chat_id telegram_message_id",
        How.BLANKED: "text entities file_id album",
    },
    "notice": {
        How.OURS: "id school_id person_id student_id created_at",
        How.WORD: "what",
        How.BLANKED: "data",
    },
    "delivery": {
        How.OURS: "id mailbox_id subject_id version student_id lane created_at not_before due_at attempts"
        " attempt_id started_at sent_at",
        How.WORD: "topic state",
    },
    "message": {
        How.OURS: "id mailbox_id dirty dirty_seq sent_at deleted_at",
        How.WORD: "layout",
        How.BLANKED: "telegram_message_id",
    },
    "message_item": {How.OURS: "message_id delivery_id position revision start end"},
    "acknowledgement": {
        How.OURS: "id entry_id revision student_id person_id account_id message_id signed_at",
        How.WORD: "answer",
    },
    # append-only: nothing that tells who somebody is may be written there in the first place
    "audit": {
        How.OURS: "id school_id at actor_id person_id student_id subject_id",
        How.WORD: "action detail",
    },
    "api_key": {How.OURS: "id school_id key_hash created_at revoked_at", How.SCHOOLS: "name"},
    "bot_lease": {How.OURS: "bot_id owner lease_until fence"},
    "job_run": {How.OURS: "school_id begun_at", How.WORD: "name period"},
    "consent_document": {How.SCHOOLS: "id school_id version locale text created_at"},
    "school": {How.SCHOOLS: "id name timezone default_locale grade_scale roster_version"},
    "term": {How.SCHOOLS: "id school_id external_id name starts_on ends_on removed_at"},
    "bell": {How.SCHOOLS: "id school_id slot starts_at ends_at removed_at"},
    "subject": {How.SCHOOLS: "id school_id external_id name removed_at"},
    # whoever works at the school stays in its roster, like every pupil
    "staff": {
        How.OURS: "person_id",
        How.SCHOOLS: "id school_id external_id family_name given_name patronymic roles removed_at",
    },
    "school_class": {How.SCHOOLS: "id school_id external_id name class_teacher_id removed_at"},
    "student": {
        How.SCHOOLS: "id school_id external_id family_name given_name patronymic birth_date removed_at"
    },
    "enrolment": {How.SCHOOLS: "id student_id class_id valid_from valid_to"},
    "study_group": {How.SCHOOLS: "id school_id external_id name removed_at"},
    "group_member": {How.SCHOOLS: "id group_id student_id valid_from valid_to"},
    "lesson": {
        How.SCHOOLS: "id school_id external_id class_id group_id weekday slot subject_id staff_id room"
        " valid_from valid_to removed_at"
    },
    "entry": {
        How.SCHOOLS: "id school_id source kind external_id revision told_revision withdrawn silent"
        " received_at changed_at content_hash student_id class_id group_id subject_id staff_id date lesson"
    },
    "entry_revision": {How.SCHOOLS: "id entry_id revision op recorded_at content"},
}
