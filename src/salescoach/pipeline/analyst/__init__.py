"""A language model reads a whole call for its review; what the call does not prove is refused."""
