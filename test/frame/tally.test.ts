import { describe, expect, it } from 'vitest'
import { addTallies, countPlaywright, countVitest, presentTally } from '../../scripts/tally.ts'

describe('the sum of the test command', () => {
  const file = (status: string, tests = 1): { status: string; assertionResults: unknown[] } => ({
    status,
    assertionResults: Array.from({ length: tests }),
  })
  const vitest = (
    numTotalTests: number,
    numPassedTests: number,
    success: boolean,
    ...testResults: ReturnType<typeof file>[]
  ): ReturnType<typeof countVitest> => countVitest({ numTotalTests, numPassedTests, success, testResults })

  it('[FR7] counts what passed and what failed over both runners, in one plain line', () => {
    const browser = countPlaywright({
      stats: { expected: 3, unexpected: 1, flaky: 0, skipped: 0 },
      errors: [],
    })
    expect(presentTally(addTallies([vitest(5, 4, false, file('failed')), browser]))).toBe(
      '7 passed, 2 failed',
    )
  })

  it('[FR7] counts a skipped test, a test that needed a second try and a file that does not load as failed', () => {
    expect(vitest(5, 4, true, file('passed'))).toEqual({ passed: 4, failed: 1 })
    expect(vitest(4, 4, false, file('passed', 4), file('failed', 0))).toEqual({ passed: 4, failed: 1 })
    expect(
      countPlaywright({ stats: { expected: 1, unexpected: 0, flaky: 1, skipped: 1 }, errors: [{}] }).failed,
    ).toBe(3)
  })

  it('[FR7] counts an error outside all tests as one failure', () => {
    expect(vitest(4, 4, false, file('passed', 4))).toEqual({ passed: 4, failed: 1 })
  })
})
