"""Curated facts of human-rights instruments, their bodies, issues and vocabularies."""
