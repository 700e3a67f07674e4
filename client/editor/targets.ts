/** Where on the page a thing of the lists stands. */
import type { HostId } from '../../shared/ids.ts'
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import type { Run } from '../../shared/compose/run.ts'
import { wordsOf } from '../../shared/compose/run.ts'
import type { Target, WorkspaceState } from '../workspace/workspace.ts'
import type { Page, Spot } from './page.ts'

/** The spot where a target begins; null when the page does not show it. */
export function spotOfTarget(page: Page, state: WorkspaceState, target: Target): Spot | null {
  const index = page.indexOf(blockOf(state, target) ?? '')
  const block = page.blocks[index]
  return block ? { index, offset: offsetOf(target, block) } : null
}

function blockOf(state: WorkspaceState, target: Target): HostId | undefined {
  if ('block' in target) return target.block
  if ('proposal' in target) return state.proposals.find(each => each.id === target.proposal)?.places[0]?.block
  return state.brackets.find(each => each.id === target.bracket)?.block
}

function offsetOf(target: Target, block: ComposedBlock): number {
  let seen = 0
  for (const run of block.runs) {
    if ('proposal' in target && proposalsOf(run).includes(target.proposal)) return seen
    if ('bracket' in target && run.kind === 'glyph' && run.bracket.id === target.bracket) return seen + 1
    seen += run.len
  }
  return 0
}

function proposalsOf(run: Run): unknown[] {
  if (run.kind === 'glyph') return [run.bracket.change?.pid]
  return [run.own, ...run.struck, ...run.formats].map(change => change?.pid)
}

/** Words around a letter of a block. */
export function contextOf(block: ComposedBlock, offset: number): string {
  const words = block.runs.map(wordsOf).join('')
  return words.slice(Math.max(0, offset - contextLength), offset + contextLength)
}

const contextLength = 30
