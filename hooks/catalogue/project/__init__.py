"""The whole project to one catalogue, or to one error that lists everything that is wrong."""
