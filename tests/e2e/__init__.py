"""The product as a person uses it: the real server, the real engines, a real Chromium."""
