"""Printed letters that bring a code to its owner."""

from views.letters.letter import Letter
from views.letters.printing import PrintingError, print_letters

__all__ = ["Letter", "PrintingError", "print_letters"]
