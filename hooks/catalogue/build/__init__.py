"""What any build needs: digests, whole files, what is kept, processes, the day."""
