"""The web: server-drawn pages in Spanish and English; each makes one call into the domain and shows its answer."""
