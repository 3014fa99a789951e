"""Diagrams of what the queries found: chains, flows, explanations, comparisons."""
