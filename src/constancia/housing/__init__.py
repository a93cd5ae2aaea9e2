"""Housing: where each person may sleep, and the proof that a proposed placement breaks no rule."""
