"""Diagrams of the answers of queries: chains, flows, explanations, comparisons."""
