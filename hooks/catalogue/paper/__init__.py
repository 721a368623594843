"""Printed documents: composed, printed, inspected."""
