"""Digests of reviewed calls, and what is added up of them: all SQL of the insights."""
