/** The shape of what an update brings whole: a proposal, a change, a proposed block, a note. Walks what is new, once. */
import * as Y from 'yjs'
import { isId, maxIdLength } from '../../shared/ids.ts'
import {
  changeKeys,
  type ChangeKind,
  changeKinds,
  parseIdRange,
  typesOfKind,
} from '../../shared/proposal/change.ts'
import { isLabelText, type Limits } from '../../shared/rules/limits.ts'
import { isMarkName, isMarkValue } from '../../shared/rules/mark-values.ts'
import { isAnchor, isBracketEnd, isOrderKey, isTextAnchor } from '../../shared/text/anchor.ts'
import { blockKinds, maxLevel } from '../../shared/text/roots.ts'
import { refuse } from './refusal.ts'
import type { OwnTextKind } from './place.ts'
import { checkTextItem } from './running-text.ts'

/** Checks a proposal that came with the update. @throws Refusal */
export function checkProposal(pid: string, item: Y.Item, limits: Limits): void {
  if (!isId(pid) || pid.includes('.')) refuse('GU26', 'an id that no proposal has')
  const fields = readMap(mapIn(item))
  checkKeys(fields, ['changes', 'rationale'])
  checkText(fields.live.get('rationale'), 'rationale', null, limits)
  const changes = mapIn(fields.live.get('changes'))
  checkChangeCount(changes, limits)
  for (const [cid, change] of readMap(changes).live) checkChange(pid, cid, change, limits)
}

/** Checks a change that came with the update. @throws Refusal */
export function checkChange(pid: string, cid: string, item: Y.Item, limits: Limits): void {
  if (!isPartId(cid, pid)) refuse('GU31', 'an id that does not belong to the proposal')
  const map = mapIn(item)
  const fields = readMap(map)
  const kind = valueOf(fields.live.get('kind'))
  if (!isKind(kind)) return refuse('GU32', 'a change of unknown kind')
  checkKeys(fields, changeKeys[kind])
  checkValues(kind, fields.live)
  checkParts(cid, kind, fields.live, limits)
}

/** Text, ranges, blocks and notes of a change. */
function checkParts(cid: string, kind: ChangeKind, live: Live, limits: Limits): void {
  const types = typesOfKind(kind)
  const notes = 'notes' in types ? mapIn(live.get('notes')) : null
  const blocks = 'blocks' in types ? mapIn(live.get('blocks')) : null
  if ('text' in types) checkText(live.get('text'), 'insertion', notes, limits)
  if ('ids' in types) checkIds(mapIn(live.get('ids')), limits)
  for (const [id, block] of blocks ? readMap(blocks).live : [])
    checkHost(cid, id, block, { of: 'block', notes }, limits)
  for (const [id, note] of notes ? readMap(notes).live : [])
    checkHost(cid, id, note, { of: 'note', notes }, limits)
  if (blocks && notes) checkHostIds(blocks, notes)
  for (const hosts of [blocks, notes]) if (hosts) checkHostCount(hosts, limits)
}

/** Checks a proposed block or a note that came with the update. @throws Refusal */
export function checkHost(
  cid: string,
  id: string,
  item: Y.Item,
  { of, notes }: { of: 'block' | 'note'; notes: Y.Map<unknown> | null },
  limits: Limits,
): void {
  if (!isPartId(id, cid)) refuse('GU40', 'an id that does not belong to the change')
  const fields = readMap(mapIn(item))
  checkKeys(fields, of === 'block' ? ['order', 'kind', 'level', 'label', 'text'] : ['order', 'label', 'text'])
  for (const key of of === 'block' ? ['order', 'kind', 'level'] : [])
    if (!fields.live.has(key)) refuse('GU41', `a block without ${key}`)
  for (const [key, entry] of fields.live)
    if (key !== 'text' && !hostFields[key]?.(valueOf(entry))) refuse('GU42', `a value that ${key} never has`)
  checkText(fields.live.get('text'), of, notes, limits)
}

/** Blocks and notes of one change are hosts side by side. @throws Refusal */
export function checkHostIds(blocks: Y.Map<unknown>, notes: Y.Map<unknown>): void {
  for (const id of notes.keys()) if (blocks.has(id)) refuse('GU51', 'a block and a note of one id')
}

/** @throws Refusal when a change holds too many blocks or notes. */
export function checkHostCount(hosts: Y.Map<unknown>, limits: Limits): void {
  if (hosts._map.size > limits.maxHostsOfChange) refuse('GU52', 'too many blocks or notes in one change')
}

/** Checks all ranges of a deletion or format. @throws Refusal */
export function checkIds(ids: Y.Map<unknown>, limits: Limits): void {
  const { live, keys } = readMap(ids)
  if (keys.length > limits.maxIdEntries) refuse('GU53', 'too many ranges in one change')
  let units = 0
  for (const [key, entry] of live) {
    const range = parseIdRange(key, valueOf(entry))
    if (!range || !isId(range.h)) return refuse('GU38', 'a range of units in no known form')
    units += range.len
  }
  if (units > limits.maxIdUnits) refuse('GU54', 'too many units in one change')
}

/** @throws Refusal when a proposal holds too many changes. */
export function checkChangeCount(changes: Y.Map<unknown>, limits: Limits): void {
  if (changes._map.size > limits.maxChanges) refuse('GU55', 'too many changes in one proposal')
}

/** @throws Refusal when a text is too long. */
export function checkLength(text: Y.Text, limits: Limits): void {
  if (text.length > limits.maxTextLength) refuse('GU56', 'a text too long')
}

/** True for the value that a switch may have. */
export function isOn(entry: Y.Item): boolean {
  return valueOf(entry) === true
}

// ---- values

const isLabel = (value: unknown): boolean => value === null || (isLabelText(value) && value.length > 0)
const isBlockKind = (value: unknown): boolean => (blockKinds as readonly unknown[]).includes(value)
const isLevel = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxLevel

const hostFields: { readonly [key: string]: (value: unknown) => boolean } = {
  order: isOrderKey,
  kind: isBlockKind,
  level: isLevel,
  label: isLabel,
}

const changeFields: { readonly [key: string]: (value: unknown) => boolean } = {
  at: isAnchor,
  ord: isOrderKey,
  g: isId,
  open: isBracketEnd,
  close: isBracketEnd,
  after: isTextAnchor,
  block: isId,
  order: isOrderKey,
  label: isLabel,
  blockKind: isBlockKind,
  level: isLevel,
  key: isMarkName,
  on: value => value === true,
}

const optional: ReadonlySet<string> = new Set(['g', 'on'])

/** Every field that the kind is born with, each of its form. */
function checkValues(kind: ChangeKind, live: Live): void {
  const types = typesOfKind(kind)
  for (const key of changeKeys[kind]) {
    if (key === 'kind' || key in types) continue
    const entry = live.get(key)
    if (!entry && optional.has(key)) continue
    const fits = key === 'value' ? isFormatValue(live) : changeFields[key]?.(valueOf(entry))
    if (!fits) refuse('GU34', `a value that ${key} of ${kind} never has`)
  }
}

function isFormatValue(live: Live): boolean {
  const key = valueOf(live.get('key'))
  const value = valueOf(live.get('value'))
  return value === null || (isMarkName(key) && isMarkValue(key, value))
}

function isKind(value: unknown): value is ChangeKind {
  return (changeKinds as readonly unknown[]).includes(value)
}

/** `<whole>.<part>`: the part holds no further dot, so that parts of different wholes never meet. */
function isPartId(id: string, whole: string): boolean {
  return (
    isId(id) &&
    id.length <= maxIdLength &&
    id.startsWith(`${whole}.`) &&
    !id.slice(whole.length + 1).includes('.')
  )
}

// ---- reading Y types without their own readers, which trust what they find

type Live = ReadonlyMap<string, Y.Item>

function readMap(map: Y.Map<unknown>): { readonly live: Live; readonly keys: readonly string[] } {
  if (map._start) refuse('GU57', 'list content in a map')
  const live = new Map<string, Y.Item>()
  for (const [key, item] of map._map) if (!item.deleted) live.set(key, item)
  return { live, keys: [...map._map.keys()] }
}

function checkKeys({ keys }: { readonly keys: readonly string[] }, allowed: readonly string[]): void {
  for (const key of keys) if (!allowed.includes(key)) refuse('GU33', 'a field that is not known')
}

/** The plain value of a map's entry; undefined when it has none or several. */
function valueOf(item: Y.Item | undefined): unknown {
  const content = item?.content
  return content instanceof Y.ContentAny && content.arr.length === 1 ? (content.arr[0] as unknown) : undefined
}

function mapIn(item: Y.Item | undefined): Y.Map<unknown> {
  const type: unknown = item?.content instanceof Y.ContentType ? item.content.type : undefined
  return type instanceof Y.Map ? (type as Y.Map<unknown>) : refuse('GU28', 'a map is missing')
}

function checkText(
  item: Y.Item | undefined,
  of: OwnTextKind,
  notes: Y.Map<unknown> | null,
  limits: Limits,
): void {
  const type: unknown = item?.content instanceof Y.ContentType ? item.content.type : undefined
  if (!(type instanceof Y.Text)) return refuse('GU35', 'a running text is missing')
  if (type._map.size > 0) refuse('GU44', 'an attribute of a text')
  for (let at = type._start; at; at = at.right) checkTextItem(at, { of, notes })
  checkLength(type, limits)
}
