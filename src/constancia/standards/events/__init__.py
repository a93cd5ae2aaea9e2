"""What the standards room can record: conditions by kind, devices and their readings, files read, findings and remedies."""
