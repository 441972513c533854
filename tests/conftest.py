"""For all tests: Hypothesis looks at the same examples every time, however busy the machine is."""

from hypothesis import HealthCheck, settings

settings.register_profile("noticed", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("noticed")
