"""Verdicts in, text and patches out."""
