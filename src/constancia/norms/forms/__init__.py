"""The temporal forms: a small vocabulary in which every norm is said, each with a set-wise and a one-subject evaluator. Pure."""
