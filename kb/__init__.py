"""The knowledge base: one SQLite file of facts, posts, citations and tags, and what is asked of it."""
