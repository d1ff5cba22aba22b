"""The gate of the catalogs: what would harm readers is told with its line and how to fix it."""
