"""What `linker.issues` is built from: words of a text, terms of the vocabulary."""
