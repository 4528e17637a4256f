"""What recognizes inside the local service."""
