/** `npm run mutants`: exits 1 when a defence can vanish unnoticed, or when the tests are red before anything is switched off. */
import { join } from 'node:path'
import { checkMutants } from './check-mutants.ts'
import { MUTATION_TARGETS } from './mutation.ts'

const report = await checkMutants(MUTATION_TARGETS, join(import.meta.dirname, '..'), line =>
  console.log(line),
)
process.exitCode = report.kind === 'holding' ? 0 : 1
