"""From the folder of stories to stories, tombstones and problems."""
