"""How many examples a property is tried on: enough to find what is wrong over many runs, few enough
for one to be quick. `pytest --hypothesis-profile=thorough` looks longer."""

from hypothesis import settings

settings.register_profile("quick", max_examples=25)
settings.register_profile("thorough", max_examples=1_000)
settings.load_profile("quick")
