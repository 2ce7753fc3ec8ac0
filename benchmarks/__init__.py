"""Comparisons that the product itself has no use for."""
