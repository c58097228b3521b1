"""All handlers in the order in which they are asked."""

from aiogram import Dispatcher

from diary.ports import Storage
from handlers import (
    acting,
    applying,
    asking,
    common,
    consents,
    errors,
    gate,
    groups,
    linking,
    membership,
    office,
    privacy,
    reading,
    signing,
    strangers,
    teaching,
)
from handlers.consents import ConsentMiddleware
from handlers.dialogues import InterruptionMiddleware
from handlers.fsm_storage import ConversationStorage
from handlers.guardian import children, trusted
from handlers.guardian import groups as family_groups
from handlers.office import children as office_children
from handlers.services import Services
from handlers.talk import receiving, writing
from handlers.visitors import VisitorMiddleware


def build_dispatcher(*, storage: Storage, services: Services) -> Dispatcher:
    """Return a dispatcher that needs only updates. Nothing else is written into it."""
    conversations = ConversationStorage(storage=storage, clock=services.clock)
    dispatcher = Dispatcher(storage=conversations)
    dispatcher.workflow_data.update(services.by_name())
    dispatcher.update.outer_middleware(VisitorMiddleware(people=services.people, school=services.school))
    dispatcher.message.outer_middleware(InterruptionMiddleware())
    asks_consent = ConsentMiddleware(consents=services.consents, school=services.school)
    dispatcher.message.outer_middleware(asks_consent)
    dispatcher.callback_query.outer_middleware(asks_consent)
    dispatcher.include_routers(
        errors.build_router(),
        membership.build_router(),
        groups.build_router(),
        linking.build_router(),
        gate.build_router(),
        acting.build_router(),
        common.build_router(),
        consents.build_router(),
        privacy.build_router(),
        applying.build_router(),
        asking.build_router(),
        office_children.build_router(),
        reading.build_router(),
        children.build_router(),
        teaching.build_router(),
        family_groups.build_router(),
        trusted.build_router(),
        signing.build_router(),
        office.build_router(),
        writing.build_router(),
        receiving.build_router(),
        strangers.build_router(),
    )
    return dispatcher
