import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listDefences } from './mutation.ts'
import type { MutationTarget } from './mutation.ts'
import { runTool } from './run.ts'
import type { Outcome } from './run.ts'

/** `red`: the tests fail with every defence on; `blind`: the folder is there and none of its defences is found. */
export type MutantReport =
  | { readonly kind: 'holding'; readonly killed: number }
  | { readonly kind: 'leaking'; readonly survivors: readonly string[] }
  | { readonly kind: 'red' }
  | { readonly kind: 'blind'; readonly folder: string }

interface Mutant {
  readonly target: MutationTarget
  readonly id: string
}

const AT_ONCE = 2
/** A run that takes longer hangs because of what was switched off: it counts as red. */
const RUN_MS = 5 * 60_000

/**
 * Whether at least one test turns red for each defence switched off in a test build of the project at `top`;
 * `say` gets one line a defence and a last line with the sum. One or two runs of the target's tests a defence.
 */
export async function checkMutants(
  targets: readonly MutationTarget[],
  top: string,
  say: (line: string) => void,
): Promise<MutantReport> {
  const present = targets.filter(target => existsSync(join(top, target.folder)))
  const blind = present.find(target => listMutants(target, top).length === 0)
  if (blind) {
    say(`mutants: no ${blind.call}('<RULE-ID>', ...) found in ${blind.folder}`)
    return { kind: 'blind', folder: blind.folder }
  }
  const mutants = present.flatMap(target => listMutants(target, top))
  if (mutants.length > 0 && !(await isGreen(targets, top, say))) return { kind: 'red' }
  const survivors: string[] = []
  await inPool(mutants, async mutant => {
    const killer = await findKiller(mutant, top)
    say(`${killer ? 'killed  ' : 'SURVIVED'} ${mutant.id.padEnd(6)} ${killer ?? 'no test notices'}`)
    if (!killer) survivors.push(mutant.id)
  })
  say(`mutants: ${mutants.length - survivors.length} killed, ${survivors.length} survived`)
  return survivors.length === 0 ? { kind: 'holding', killed: mutants.length } : { kind: 'leaking', survivors }
}

function listMutants(target: MutationTarget, top: string): Mutant[] {
  const folder = join(top, target.folder)
  const codes = globSync('**/*.ts', { cwd: folder }).map(file => readFileSync(join(folder, file), 'utf8'))
  const ids = new Set(codes.flatMap(code => listDefences(code, target.call)))
  return [...ids].sort().map(id => ({ target, id }))
}

async function isGreen(
  targets: readonly MutationTarget[],
  top: string,
  say: (line: string) => void,
): Promise<boolean> {
  const tests = targets.flatMap(target => target.tests)
  const { code, output } = await runTests(tests, top)
  if (code !== 0) say(`${output}\nmutants: the tests are red before anything is switched off`)
  return code === 0
}

/** What turned red: the rule's own tests are asked first because they are few, then all of the target's tests. */
async function findKiller({ target, id }: Mutant, top: string): Promise<string | undefined> {
  const env = { CHAPEAU_MUTANT: `${target.folder}#${target.call}:${id}` }
  const own = await runTests([...target.tests, '--testNamePattern', `\\[${id}\\]`], top, env)
  if (own.code !== 0) return 'by its own test'
  const all = await runTests(target.tests, top, env)
  return all.code === 0 ? undefined : 'by another rule’s test'
}

function runTests(args: readonly string[], top: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const flags = ['run', '--bail=1', '--maxWorkers=1', '--reporter=dot']
  return runTool({ from: 'vitest', program: 'vitest' }, [...flags, ...args], {
    env,
    cwd: top,
    timeoutMs: RUN_MS,
  })
}

async function inPool<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}
