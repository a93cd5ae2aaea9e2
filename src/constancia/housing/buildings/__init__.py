"""A facility's places as a file: read, compared with the register, written again. Pure; see the README beside this."""
