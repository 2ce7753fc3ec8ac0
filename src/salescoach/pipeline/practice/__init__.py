"""Drills from missed moments: how an answer compares with the playbook, and when it comes back."""
