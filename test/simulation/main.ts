/** `npm run simulate -- [runs] [operations] [first seed] [disk]`: many seeds in a row; prints what was done and each broken law with its seed. */
import { noCounts } from './desk.ts'
import { simulate } from './simulate.ts'

const [runs = 1000, operations = 60, first = 1] = process.argv.slice(2, 5).map(Number)
const kind = process.argv[5] === 'disk' ? 'disk' : 'memory'
const counts = noCounts()
let failed = 0
const start = performance.now()
for (let seed = first; seed < first + runs && failed < 5; seed++)
  try {
    await simulate(seed, operations, { counts, kind })
  } catch (error) {
    failed++
    console.error(
      `seed ${seed}:`,
      error instanceof Error
        ? error.constructor.name === 'BrokenLaw'
          ? error.message.slice(0, 6000)
          : error.stack
        : error,
    )
  }
console.log(JSON.stringify(counts), `${Math.round(performance.now() - start)} ms`, `${failed} failed`)
process.exitCode = failed ? 1 : 0
