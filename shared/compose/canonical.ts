/** Composition as a string, equal wherever the same document is composed: adjacent runs of equal marks are one, for Yjs' item boundaries differ between replicas. */
import { encodeUtf8 } from 'lib0/string'
import { digest } from 'lib0/hash/sha256'
import { toHexString } from 'lib0/buffer'
import type { ComposedBlock } from './compose.ts'
import type { Change } from './model.ts'
import { type Run, wordsOf } from './run.ts'

/** The whole composition with ids of blocks and changes: for comparing replicas. */
export function canonical(blocks: readonly ComposedBlock[]): string {
  return blocks.map(canonicalBlock).join('\n')
}

/** One block in canonical form. */
export function canonicalBlock(block: ComposedBlock): string {
  const head = [block.id, block.kind, block.level, block.label ?? '', block.proposed?.cid ?? '']
  const whole = [block.struck, block.moves, block.relabels, block.retypes, block.joins].map(idsOf)
  return JSON.stringify([...head, ...whole, block.within, block.unpaired, grouped(block.runs, attributesOf)])
}

/** What the words are, without ids: for comparing a preview with what an act made of it. */
export function canonicalWords(blocks: readonly ComposedBlock[]): string {
  return blocks
    .map(block => JSON.stringify([block.kind, block.level, block.label, grouped(block.runs, appearanceOf)]))
    .join('\n')
}

/** SHA-256 of `canonicalWords`, hex: what a decision carries of the preview its maker saw. */
export function previewHash(blocks: readonly ComposedBlock[]): string {
  return toHexString(digest(encodeUtf8(canonicalWords(blocks))))
}

/** The words of each block, as they read: for tests and short descriptions. */
export function plainWords(blocks: readonly ComposedBlock[]): string[] {
  return blocks.map(block => block.runs.map(wordsOf).join(''))
}

function idsOf(changes: readonly Change[]): string[] {
  return changes.map(change => change.cid)
}

function attributesOf(run: Run): string {
  if (run.kind === 'glyph') return JSON.stringify(['glyph', run.bracket.id, run.end, run.own?.cid])
  const embed = run.kind === 'atom' ? run.embed : null
  return JSON.stringify([run.own?.cid, idsOf(run.struck), idsOf(run.formats), sortedMarks(run), embed])
}

function appearanceOf(run: Run): string {
  if (run.kind === 'glyph') return run.end
  const embed = run.kind === 'atom' ? Object.keys(run.embed) : null
  return JSON.stringify([idsOf(run.struck), idsOf(run.formats), sortedMarks(run), embed])
}

function sortedMarks(run: Exclude<Run, { kind: 'glyph' }>): [string, unknown][] {
  return Object.entries(run.marks ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
}

function grouped(runs: readonly Run[], keyOf: (run: Run) => string): [string, string][] {
  const out: [string, string][] = []
  for (const run of runs) {
    const key = keyOf(run)
    const last = out.at(-1)
    if (last && last[0] === key) last[1] += wordsOf(run)
    else out.push([key, wordsOf(run)])
  }
  return out
}
