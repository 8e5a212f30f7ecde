"""Posts in: readers, languages, threads. Start at `corpus.ingest.read_posts`."""
