"""Find, resolve, link: references to human-rights instruments in running text."""

from linker.find import find

__all__ = ["find"]
