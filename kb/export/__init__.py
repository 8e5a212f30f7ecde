"""Exports of the knowledge base, one module a format."""
