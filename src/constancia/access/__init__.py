"""Accounts: who may sign in, which roles each person has at which facility, and tokens for programs."""
