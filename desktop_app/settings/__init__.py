"""Settings: each with its consequence, and what this program is made of."""
