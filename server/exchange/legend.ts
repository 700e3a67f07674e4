/** The legend of an edition: proposals that move, number, shape or divide the text, which no sign in the text can show. */
import { type Change, compareChanges } from '../../shared/compose/model.ts'
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import { wordsOf } from '../../shared/compose/run.ts'
import type { Edition } from './edition.ts'

/** The lines of the legend, in the order of the text; empty when there is nothing to tell. */
export function legendLines(edition: Edition, blocks: readonly ComposedBlock[]): string[] {
  const lines = blocks.flatMap((block, i) => linesOfBlock(edition, block, blocks[i - 1]))
  return [...new Set(lines)]
}

function linesOfBlock(edition: Edition, block: ComposedBlock, previous: ComposedBlock | undefined): string[] {
  const line = (change: Change, words: string) => named(edition, change, words)
  return [
    ...block.moves.map(change => line(change, `move ${nameOf(block)}${targetOf(edition, change)}`)),
    ...block.relabels.map(change => line(change, relabelWords(change, block))),
    ...block.retypes.map(change => line(change, `make ${nameOf(block)} ${shapeOf(change)}`)),
    ...block.joins.map(change =>
      line(change, `join ${nameOf(block)} to ${previous ? nameOf(previous) : 'what precedes it'}`),
    ),
    ...splitsOf(edition, block),
    ...formatsOf(edition, block),
  ]
}

function named(edition: Edition, change: Change, words: string): string {
  const name = edition.holderName(change)
  return name === null ? words : `${name}: ${words}`
}

function relabelWords(change: Change, block: ComposedBlock): string {
  const label = change.map.get('label') as string | null
  return label === null ? `take the number off ${nameOf(block)}` : `number ${nameOf(block)} as ${label}`
}

function shapeOf(change: Change): string {
  const kind = change.map.get('blockKind') as string
  return `${kind === 'item' ? 'an' : 'a'} ${kind} of level ${(change.map.get('level') as number) + 1}`
}

/** Where a move puts a block: after the last block that stands before its new order. */
function targetOf(edition: Edition, change: Change): string {
  const order = change.map.get('order') as string
  const { blocks } = edition.model.roots
  const before = [...blocks.entries()]
    .filter(([, block]) => block.get('gone') === undefined && (block.get('order') as string) < order)
    .sort(([, a], [, b]) => ((a.get('order') as string) < (b.get('order') as string) ? 1 : -1))[0]
  if (!before) return ' to the head of the text'
  const [, block] = before
  const words = String(block.get('text'))
  return ` after ${describe(block.get('label') as string | null, words)}`
}

function splitsOf(edition: Edition, block: ComposedBlock): string[] {
  const lines: string[] = []
  let words = ''
  for (const run of block.runs) {
    if (run.kind === 'atom' && 'split' in run.embed && run.own)
      lines.push(named(edition, run.own, `break ${nameOf(block)} after “${lastWords(words)}”`))
    words += run.kind === 'atom' ? '' : wordsOf(run)
  }
  return lines
}

function formatsOf(edition: Edition, block: ComposedBlock): string[] {
  const changes = new Map<Change, string>()
  for (const run of block.runs)
    if (run.kind === 'text')
      for (const change of run.formats) changes.set(change, (changes.get(change) ?? '') + run.text)
  return [...changes]
    .sort(([a], [b]) => compareChanges(a, b))
    .map(([change, words]) => named(edition, change, `${formatWords(change)} “${shortened(words)}”`))
}

function formatWords(change: Change): string {
  const key = change.map.get('key') as string
  return change.map.get('value') === null ? `no ${key} for` : `${key} for`
}

function nameOf(block: ComposedBlock): string {
  return describe(block.label, block.runs.map(wordsOf).join(''))
}

/** A block by its number, or by its first words. */
function describe(label: string | null, words: string): string {
  if (label !== null) return `“${label}”`
  return words.trim() === '' ? 'an empty paragraph' : `the paragraph “${shortened(words)}”`
}

function shortened(words: string): string {
  const text = words.replace(/[\s\uFFFC]+/g, ' ').trim()
  return text.length <= 40 ? text : `${text.slice(0, 40).replace(/\s?\S*$/, '')} …`
}

function lastWords(words: string): string {
  return words.trim().split(/\s+/).slice(-4).join(' ')
}
