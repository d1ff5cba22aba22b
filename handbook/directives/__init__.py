"""What authors write in pages beside facts: forms, questions, flowcharts."""
