"""What a person of several roles is here for: it chooses what is shown, and takes no right away."""

from diary.models.people import LINK_ROLES, Role

CAPACITIES = {
    Role.GUARDIAN: LINK_ROLES,
    Role.TEACHER: frozenset({Role.TEACHER}),
    Role.OFFICE: frozenset({Role.OFFICE}),
}
"""As whom one may be here, and the roles that come with it: a family's rights are one capacity."""


def capacities(roles: frozenset[Role]) -> tuple[Role, ...]:
    return tuple(one for one, meant in CAPACITIES.items() if meant & roles)


def acting_as(chosen: Role | None, roles: frozenset[Role]) -> Role | None:
    """Return the capacity that was chosen, as long as it is held; else the only one; None: to be asked."""
    held = capacities(roles)
    if chosen in held:
        return chosen
    return held[0] if len(held) == 1 else None


def shown_roles(chosen: Role | None, roles: frozenset[Role]) -> frozenset[Role]:
    """Return the roles whose commands are shown: all of them until it was chosen."""
    acting = acting_as(chosen, roles)
    return roles & CAPACITIES[acting] if acting else roles
