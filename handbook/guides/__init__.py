"""Paper: from pages to tagged PDFs that are kept until their content changes."""
