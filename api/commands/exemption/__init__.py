"""Commands about exemption: verdicts, explanations, lists and whole runs."""
