"""The whole life of an order against a reference model: what may happen, and nothing else."""
