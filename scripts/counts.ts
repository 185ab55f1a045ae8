/** Counts of a test runner's tests, from its JSON report. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Number of passed tests that failed first and passed when they were repeated. */
  flaky: number;
}

export const noTests: Counts = { passed: 0, failed: 0, skipped: 0, flaky: 0 };

export function add(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    flaky: one.flaky + other.flaky,
  };
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

export function vitestCounts(report: VitestReport): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report;
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests, flaky: 0 };
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

export function playwrightCounts({ stats }: PlaywrightReport): Counts {
  const { expected, unexpected, skipped, flaky } = stats;
  return { passed: expected + flaky, failed: unexpected, skipped, flaky };
}

/** The closing line of a test run. */
export function closingLine({ passed, failed, skipped, flaky }: Counts): string {
  const others = [skipped > 0 && `${skipped} skipped`, flaky > 0 && `${flaky} flaky`].filter((part) => part !== false);
  return [`${passed} passed`, `${failed} failed`, ...others].join(", ");
}
