"""The whole handbook as one book for reading devices."""
