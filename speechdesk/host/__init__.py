"""A local service that speaks the Speech service's own protocol."""
