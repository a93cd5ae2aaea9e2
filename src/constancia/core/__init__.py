"""The ground floor: events, refusals, time, identifiers and canonical bytes, all pure Python without Django."""
