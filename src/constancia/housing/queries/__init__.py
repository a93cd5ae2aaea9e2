"""Questions others may ask of housing; each as of an instant."""
