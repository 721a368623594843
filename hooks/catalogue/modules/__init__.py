"""From the folder of a module to a module."""
