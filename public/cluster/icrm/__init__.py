"""Intra-trajectory consistency for reward modelling (arXiv 2506.09096), on TRL."""
