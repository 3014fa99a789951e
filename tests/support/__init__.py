"""What several tests share: reading of cases, reference implementations, checks, and examples to test with."""
