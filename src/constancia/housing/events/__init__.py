"""What housing can record: about places, about who must be apart, about where people sleep, and about roll calls."""
