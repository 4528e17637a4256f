"""Hardware: microphones, the loudspeaker, and what is plugged in."""
