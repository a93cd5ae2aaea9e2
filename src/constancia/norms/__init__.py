"""Standards as data: each rule with its citation, judged over facts as a verdict that is never a bare yes or no. Pure."""
