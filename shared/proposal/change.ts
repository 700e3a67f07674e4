/** What a proposal is made of: kinds of change, their fields, and how each is written into a document. */
import * as Y from 'yjs'
import type { BlockId, ChangeId, HostId, ProposalId } from '../ids.ts'
import type { Anchor, BracketEnd, TextAnchor } from '../text/anchor.ts'
import type { BlockKind, BlockMap, ChangeMap, MarkName, NoteMap, ProposalMap } from '../text/roots.ts'
import { rootsOf } from '../text/roots.ts'

export const changeKinds = [
  'insert',
  'delete',
  'bracket',
  'newBlock',
  'deleteBlock',
  'moveBlock',
  'relabel',
  'retype',
  'format',
  'join',
] as const
export type ChangeKind = (typeof changeKinds)[number]

/** Fields a change is born with, all write-once. Mutable beside them: `text`, `notes`, `ids`, `blocks`, `on`. `g` groups the halves of one replacement. */
export type ChangeFields =
  | { readonly kind: 'insert'; readonly at: Anchor; readonly ord: string; readonly g?: string }
  | { readonly kind: 'delete'; readonly g?: string }
  | { readonly kind: 'bracket'; readonly open: BracketEnd; readonly close: BracketEnd }
  | { readonly kind: 'newBlock'; readonly after: TextAnchor; readonly ord: string }
  | { readonly kind: 'deleteBlock'; readonly block: BlockId }
  | { readonly kind: 'moveBlock'; readonly block: BlockId; readonly order: string }
  | { readonly kind: 'relabel'; readonly block: BlockId; readonly label: string | null }
  | {
      readonly kind: 'retype'
      readonly block: BlockId
      readonly blockKind: BlockKind
      readonly level: number
    }
  | { readonly kind: 'format'; readonly key: MarkName; readonly value: string | true | null }
  | { readonly kind: 'join'; readonly block: BlockId }

/** Which keys a change of each kind may hold. */
export const changeKeys: { readonly [kind in ChangeKind]: readonly string[] } = {
  insert: ['kind', 'at', 'ord', 'g', 'text', 'notes'],
  delete: ['kind', 'g', 'ids'],
  bracket: ['kind', 'open', 'close', 'on'],
  newBlock: ['kind', 'after', 'ord', 'on', 'blocks', 'notes'],
  deleteBlock: ['kind', 'block', 'on'],
  moveBlock: ['kind', 'block', 'order', 'on'],
  relabel: ['kind', 'block', 'label', 'on'],
  retype: ['kind', 'block', 'blockKind', 'level', 'on'],
  format: ['kind', 'key', 'value', 'ids'],
  join: ['kind', 'block', 'on'],
}

/** True for kinds that take effect by the flag `on: true`; the others by their text or ids. */
export function hasSwitch(kind: ChangeKind): boolean {
  return changeKeys[kind].includes('on')
}

/** The sets of Y types a change is born with. */
const typesOf: { readonly [kind in ChangeKind]: { readonly [key: string]: 'text' | 'map' } } = {
  insert: { text: 'text', notes: 'map' },
  delete: { ids: 'map' },
  bracket: {},
  newBlock: { blocks: 'map', notes: 'map' },
  deleteBlock: {},
  moveBlock: {},
  relabel: {},
  retype: {},
  format: { ids: 'map' },
  join: {},
}

/** The Y types a change of this kind must hold from the start. */
export function typesOfKind(kind: ChangeKind): { readonly [key: string]: 'text' | 'map' } {
  return typesOf[kind]
}

/** A new, empty proposal in a document; returns its map. */
export function addProposal(doc: Y.Doc, id: ProposalId): ProposalMap {
  const map: ProposalMap = new Y.Map()
  map.set('changes', new Y.Map())
  map.set('rationale', new Y.Text())
  rootsOf(doc).proposals.set(id, map)
  return map
}

/** A new change of an existing proposal, switched off and empty; returns its map. */
export function addChange(doc: Y.Doc, proposal: ProposalId, id: ChangeId, fields: ChangeFields): ChangeMap {
  const map: ChangeMap = new Y.Map()
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) map.set(key, value)
  for (const [key, type] of Object.entries(typesOf[fields.kind]))
    map.set(key, type === 'text' ? new Y.Text() : new Y.Map())
  changesOf(rootsOf(doc).proposals.get(proposal)).set(id, map)
  return map
}

/** The changes of a proposal's map; throws when it has none (no legal document lacks them). */
export function changesOf(proposal: ProposalMap | undefined): Y.Map<ChangeMap> {
  const changes = proposal?.get('changes')
  if (!(changes instanceof Y.Map)) throw new Error('a proposal without changes')
  return changes as Y.Map<ChangeMap>
}

/** The proposed blocks of a change; empty for kinds that have none. */
export function blocksOfChange(change: ChangeMap): Y.Map<BlockMap> | null {
  const blocks = change.get('blocks')
  return blocks instanceof Y.Map ? (blocks as Y.Map<BlockMap>) : null
}

/** The bodies of notes a change brings; null for kinds that have none. */
export function notesOfChange(change: ChangeMap): Y.Map<NoteMap> | null {
  const notes = change.get('notes')
  return notes instanceof Y.Map ? (notes as Y.Map<NoteMap>) : null
}

/** A range of units named in a delete or format set. */
export interface IdRange {
  readonly h: HostId
  readonly c: number
  readonly k: number
  readonly len: number
}

const idKeyForm = /^([^|]{1,160})\|(\d{1,10}):(\d{1,15})$/

/** Key of a range in an ids map: `host|client:clock`. */
export function idKey(h: string, c: number, k: number): string {
  return `${h}|${c}:${k}`
}

/** The range a key and its value name, or null when the key is not of that form. */
export function parseIdRange(key: string, len: unknown): IdRange | null {
  const match = idKeyForm.exec(key)
  if (!match || typeof len !== 'number' || !Number.isSafeInteger(len) || len < 1 || len > maxRange)
    return null
  return { h: match[1] as HostId, c: Number(match[2]), k: Number(match[3]), len }
}

/** Most units one entry of an ids map may name. */
export const maxRange = 1_000_000

/** The ranges of a delete or format change, sorted by unit and disjoint: a unit that several entries name is named once. */
export function idRanges(change: ChangeMap): IdRange[] {
  const ids = change.get('ids')
  const ranges: IdRange[] = []
  if (ids instanceof Y.Map)
    ids.forEach((len: unknown, key: string) => {
      const range = parseIdRange(key, len)
      if (range) ranges.push(range)
    })
  return disjoint(ranges.sort((a, b) => a.c - b.c || a.k - b.k || b.len - a.len || (a.h < b.h ? -1 : 1)))
}

function disjoint(sorted: readonly IdRange[]): IdRange[] {
  const out: IdRange[] = []
  for (const range of sorted) {
    const last = out.at(-1)
    const from = last?.c === range.c ? Math.max(range.k, last.k + last.len) : range.k
    const len = range.k + range.len - from
    if (len > 0) out.push({ ...range, k: from, len })
  }
  return out
}

/** True for a change without text, ranges, or a switch that is on. */
export function isEmptyChange(change: ChangeMap): boolean {
  const kind = change.get('kind') as ChangeKind
  if (kind === 'insert') return (change.get('text') as Y.Text).length === 0
  if (hasSwitch(kind)) return change.get('on') !== true
  return idRanges(change).length === 0
}

/**
 * Adds a range to an ids map, grown together with the ranges it touches. Only entries this client wrote itself are
 * rewritten, so that two people of one party who strike at once never lose each other's range.
 */
export function addIds(ids: Y.Map<number>, range: IdRange): void {
  let { k, len } = range
  const right = idKey(range.h, range.c, k + len)
  const rightLen = ids.get(right)
  if (rightLen !== undefined && isOwnEntry(ids, right)) {
    ids.delete(right)
    len += rightLen
  }
  for (const [key, other] of ids.entries()) {
    const left = parseIdRange(key, other)
    if (!left || left.h !== range.h || left.c !== range.c || left.k + left.len !== k || !isOwnEntry(ids, key))
      continue
    ids.set(key, left.len + len)
    return
  }
  const key = idKey(range.h, range.c, k)
  ids.set(key, Math.max(len, ids.get(key) ?? 0))
}

function isOwnEntry(ids: Y.Map<number>, key: string): boolean {
  return ids._map.get(key)?.id.client === ids.doc?.clientID
}
