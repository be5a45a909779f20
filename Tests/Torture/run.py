#!/usr/bin/env python3
"""Black-box tests of the program: hostile input, faults around a run, hostile text through every output.

    python3 Tests/Torture/run.py .build/release/undertone [PATTERN]

They know nothing of labels; they check what every run has to keep. Linux, Python 3.9 or newer, nothing else.
"""

import sys

import harness
import inputs  # noqa: F401  (importing takes the cases up)
import faults  # noqa: F401
import outputs  # noqa: F401
import bounds  # noqa: F401

if __name__ == "__main__":
    sys.exit(harness.main(sys.argv[1:]))
