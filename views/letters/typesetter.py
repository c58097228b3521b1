"""Sets the pages given on standard input; a script that runs in a process of its own.

The typesetter keeps a megabyte a page for as long as its process lives. It imports nothing of the product.
"""

import json
import sys

import typst


def main() -> None:
    order = json.load(sys.stdin)
    pdf = typst.compile(
        order["template"].encode(),
        sys_inputs=order["inputs"],
        ignore_system_fonts=True,
        format="pdf",
        pdf_tags=False,
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
