/** The signs around proposed words: what is written where a proposal starts and where it ends, in an edition. */
import { type Change, compareChanges } from '../../shared/compose/model.ts'
import type { Edition } from './edition.ts'

/** Words that belong to proposals: inserted by one change, or struck by some. */
export interface Layer {
  readonly kind: 'insert' | 'delete'
  readonly changes: readonly Change[]
}

/** True when both mark the same words as belonging to the same changes. */
export function sameLayer(a: Layer, b: Layer): boolean {
  return (
    a.kind === b.kind &&
    a.changes.length === b.changes.length &&
    a.changes.every((c, i) => c === b.changes[i])
  )
}

/** The layer of words struck by these changes. */
export function struckLayer(changes: readonly Change[]): Layer {
  return { kind: 'delete', changes: [...changes].sort(compareChanges) }
}

/** What is written before the words of a layer. */
export function openSign(edition: Edition, layer: Layer): string {
  if (edition.signs === 'printed') return '['
  return layer.kind === 'insert' ? '{++' : '{--'
}

/** What is written after them, names included: `[new - BR]`, `[old - BR delete]`, `{++new++}{>>BR<<}`. */
export function closeSign(edition: Edition, layer: Layer): string {
  const names = namesOf(edition, layer.changes)
  if (edition.signs === 'printed') {
    if (names === '') return ']'
    return layer.kind === 'insert' ? ` - ${names}]` : ` - ${names} delete]`
  }
  const sign = layer.kind === 'insert' ? '++}' : '--}'
  return names === '' ? sign : `${sign}{>>${names}<<}`
}

/** A bracket that a change proposes around standing words. */
export function bracketSign(edition: Edition, change: Change, end: 'open' | 'close'): string {
  const names = namesOf(edition, [change])
  if (edition.signs === 'everything') {
    const named = end === 'close' && names !== '' ? `{>>${names}<<}` : ''
    return `{++${end === 'open' ? '[' : ']'}++}${named}`
  }
  if (end === 'open') return '['
  return names === '' ? ']' : ` - ${names}]`
}

/** Names of holders in alphabetical order, each once. */
function namesOf(edition: Edition, changes: readonly Change[]): string {
  const names = changes.map(edition.holderName).filter(name => name !== null)
  return [...new Set(names)].sort().join(', ')
}
