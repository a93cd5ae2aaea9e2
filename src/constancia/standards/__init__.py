"""Conditions of custody recorded, judged by the norms, and remedied: facts, verdicts, findings."""
