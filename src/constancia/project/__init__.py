"""The roof: settings, addresses and the catalogue that ties events to postings."""
