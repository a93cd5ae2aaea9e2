"""The register: who is held, since when, where, on what ground, and everything the file of a person must say."""
