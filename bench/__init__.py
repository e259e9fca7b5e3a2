"""How fast, and how large: measured on loopback, beside lychee and other peers in the same run."""
