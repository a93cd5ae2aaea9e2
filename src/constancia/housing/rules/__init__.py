"""Why something may not be done with a place, a person's cell, a plan or a count. Pure: every fact is an argument."""
