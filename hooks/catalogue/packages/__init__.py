"""Modules packed to be kept or to be run elsewhere."""
