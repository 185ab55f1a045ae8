"""Runs the unit tests of an exported pack and of this folder, and leaves their counts: run.py PACK OWN REPORT"""

import json
import sys
import unittest
from pathlib import Path


def main() -> None:
    pack, own, report = sys.argv[1:]
    sys.path[:0] = [pack, own]
    loader = unittest.TestLoader()
    suite = unittest.TestSuite()
    suite.addTests(loader.discover(f"{pack}/tests", top_level_dir=pack))
    suite.addTests(loader.discover(own, top_level_dir=own))
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    # A subtest that fails stands in the list by itself; its test counts once.
    failed = len({getattr(test, "test_case", test).id() for test, _ in [*result.failures, *result.errors]})
    counts = {
        "passed": result.testsRun - failed - len(result.skipped),
        "failed": failed + len(result.unexpectedSuccesses),
        "skipped": len(result.skipped),
        "flaky": 0,
    }
    Path(report).write_text(json.dumps(counts), encoding="utf-8")
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)


# Tests start processes, which read this file again.
if __name__ == "__main__":
    main()
