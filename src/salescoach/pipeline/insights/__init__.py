"""What many calls tell together: digests of reviewed calls, and what is more than chance."""
