"""Both engines, for rooms and modules whose tests run on each: `engine_name = both_engines`."""

import pytest


@pytest.fixture(name="engine_name", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def both_engines(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name
