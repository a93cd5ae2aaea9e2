"""The peer of the benchmark `act`: the same acts as plain Django models whose history django-simple-history keeps."""
