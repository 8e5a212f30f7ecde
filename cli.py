"""rightsgraph command line."""
def main() -> None:
    """Run."""
