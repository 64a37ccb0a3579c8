"""Scripts that rebuild the data files of the packages from their sources."""
