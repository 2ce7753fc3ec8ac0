"""The review of a call that is over, from its own log: no model, no clock, no chance."""
