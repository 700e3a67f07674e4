/** How many tests passed and failed. A skipped test counts as failed: nothing is known about it. */
export interface Tally {
  readonly passed: number
  readonly failed: number
}

/** The sum of several tallies. */
export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = (key: keyof Tally): number => tallies.reduce((total, tally) => total + tally[key], 0)
  return { passed: sum('passed'), failed: sum('failed') }
}

/** The last line of the test command. */
export function presentTally({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`
}

interface VitestReport {
  readonly numTotalTests: number
  readonly numPassedTests: number
  readonly success: boolean
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

/** The tally of Vitest's JSON report; a file that could not be loaded, or an error outside all tests, is one failure. */
export function countVitest(report: VitestReport): Tally {
  const broken = report.testResults.filter(
    file => file.status === 'failed' && file.assertionResults.length === 0,
  )
  const failed = report.numTotalTests - report.numPassedTests + broken.length
  return { passed: report.numPassedTests, failed: report.success ? failed : Math.max(1, failed) }
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
  readonly errors: readonly unknown[]
}

/** The tally of Playwright's JSON report; a test that passed only when tried again has failed. */
export function countPlaywright({ stats, errors }: PlaywrightReport): Tally {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length }
}
