"""Routes about exemption: verdicts, explanations, lists and whole runs."""
