"""The demonstration: a generated facility, generated people and two years of custody, through the real actions."""
