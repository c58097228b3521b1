from tests.support.engines import both_engines

engine_name = both_engines
