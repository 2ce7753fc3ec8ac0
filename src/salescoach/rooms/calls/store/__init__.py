"""All SQL of calls: their rows, their event logs, and the turns read from the logs."""
