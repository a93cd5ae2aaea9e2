"""Files of others about conditions: segregation lists and measurements, read as they are, their faults named and kept."""
