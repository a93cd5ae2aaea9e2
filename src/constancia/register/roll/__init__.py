"""Daily rolls: files that list who was counted each day, read as sightings and never as certainties (ADR 0012)."""
