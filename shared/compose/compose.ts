/** The whole text as it is shown in a view: blocks in their order, proposed blocks after the blocks they hang on, notes in the order of their references. */
import type { BracketId, HostId, NoteId } from '../ids.ts'
import { blocksOfChange } from '../proposal/change.ts'
import type { BlockKind, BlockMap } from '../text/roots.ts'
import { runsOfHost } from './host-runs.ts'
import { type Change, compare, compareChanges, maxNesting, type Model } from './model.ts'
import type { Run } from './run.ts'
import { type ComposeView, visibilityOf } from './view.ts'

export interface ComposedBlock {
  readonly id: HostId
  readonly kind: BlockKind | 'note'
  readonly level: number
  readonly label: string | null
  /** The change that proposes the block, or brings the note; null when agreed or shown as adopted. */
  readonly proposed: Change | null
  /** Open changes that concern the block as a whole. */
  readonly struck: readonly Change[]
  readonly moves: readonly Change[]
  readonly relabels: readonly Change[]
  readonly retypes: readonly Change[]
  readonly joins: readonly Change[]
  readonly runs: readonly Run[]
  /** Brackets that are open at its start and close in it or later; set by `markBrackets`. */
  readonly within: readonly BracketId[]
  /** Brackets with an end here whose partner is missing or stands on the wrong side: drawn, but nothing lies between. */
  readonly unpaired: readonly BracketId[]
}

/** The id before the first block: what is anchored there stands at the head of the text. */
export const headOfText = 'start' as HostId

/** Composes the whole text. Cost: linear in its items. */
export function compose(model: Model, view: ComposeView): ComposedBlock[] {
  const blocks = composeBlocks(model, view)
  return markBrackets(blocks.concat(composeNotes(model, view, blocks)))
}

/** Composes blocks and notes; `known` may give back a block that is already composed and has not changed since. */
export function composeBlocks(
  model: Model,
  view: ComposeView,
  known: KnownBlock = () => undefined,
): ComposedBlock[] {
  const out: ComposedBlock[] = []
  const pass: Pass = { model, view, known, out }
  addProposedAfter(pass, headOfText, 0)
  for (const { id, block } of orderedBlocks(model, view)) {
    if (stands(model, view, id, block)) addBlock(pass, id, block, null)
    addProposedAfter(pass, id, 0)
  }
  return out
}

/** Answers with the block of this id as composed before, when nothing in it changed. */
export type KnownBlock = (id: HostId, proposed: Change | null) => ComposedBlock | undefined

interface Pass {
  readonly model: Model
  readonly view: ComposeView
  readonly known: KnownBlock
  readonly out: ComposedBlock[]
}

/** Blocks of agreed text in their order, gone ones too (proposed blocks may hang on them); with moves shown as adopted applied. */
export function orderedBlocks(
  model: Model,
  view: ComposeView | null,
): { id: HostId; order: string; block: BlockMap }[] {
  const out: { id: HostId; order: string; block: BlockMap }[] = []
  model.roots.blocks.forEach((block, id) =>
    out.push({ id: id as HostId, order: orderOf(model, view, id, block), block }),
  )
  return out.sort((a, b) => compare(a.order, b.order) || compare(a.id, b.id))
}

function orderOf(model: Model, view: ComposeView | null, id: string, block: BlockMap): string {
  const move = view?.adopts && changesAt(model, view, id, 'moveBlock', 'plain').at(-1)
  return (move ? move.map.get('order') : block.get('order')) as string
}

/** Changes of one kind that concern a block as a whole and come out as asked, in the order of their ids. */
function changesAt(
  model: Model,
  view: ComposeView,
  block: string,
  kind: Change['kind'],
  visibility: 'shown' | 'plain',
): Change[] {
  const out: Change[] = []
  for (const change of model.byPlace.get(`@${block}`) ?? [])
    if (change.kind === kind && visibilityOf(model, view, change) === visibility) out.push(change)
  return out.length > 1 ? out.sort((a, b) => compare(a.cid, b.cid)) : out
}

function stands(model: Model, view: ComposeView, id: string, block: BlockMap): boolean {
  if (block.get('gone') !== undefined) return false
  return !view.adopts || changesAt(model, view, id, 'deleteBlock', 'plain').length === 0
}

/** One block of agreed text, or a proposed one (`proposed` set when it is shown as a proposal). */
export function composeBlock(
  model: Model,
  view: ComposeView,
  id: HostId,
  block: BlockMap,
  proposed: Change | null,
): ComposedBlock {
  const retype = view.adopts ? changesAt(model, view, id, 'retype', 'plain').at(-1) : undefined
  const relabel = view.adopts ? changesAt(model, view, id, 'relabel', 'plain').at(-1) : undefined
  const fields = retype?.map ?? block
  return {
    id,
    kind: fields.get(retype ? 'blockKind' : 'kind') as BlockKind,
    level: fields.get('level') as number,
    label: ((relabel?.map ?? block).get('label') as string | null | undefined) ?? null,
    proposed,
    ...wholeBlockChanges(model, view, id),
    runs: runsOfHost(model, view, id, proposed),
    within: [],
    unpaired: [],
  }
}

function wholeBlockChanges(model: Model, view: ComposeView, id: string) {
  const shown = (kind: Change['kind']) => changesAt(model, view, id, kind, 'shown')
  if (!model.byPlace.get(`@${id}`)?.size)
    return { struck: [], moves: [], relabels: [], retypes: [], joins: [] }
  return {
    struck: shown('deleteBlock'),
    moves: shown('moveBlock'),
    relabels: shown('relabel'),
    retypes: shown('retype'),
    joins: shown('join'),
  }
}

/** Appends a block; an adopted join melts it into its predecessor, an adopted break divides it. */
function addBlock(pass: Pass, id: HostId, map: BlockMap, proposed: Change | null): void {
  const { model, view, out } = pass
  const block = pass.known(id, proposed) ?? composeBlock(model, view, id, map, proposed)
  const last = out.at(-1)
  const joined = view.adopts && last && changesAt(model, view, block.id, 'join', 'plain').length > 0
  if (joined && last) out[out.length - 1] = { ...last, runs: last.runs.concat(block.runs) }
  else out.push(block)
  if (view.adopts) divideLast(model, view, out)
}

function divideLast(model: Model, view: ComposeView, out: ComposedBlock[]): void {
  for (let guard = 0; guard < 10_000; guard++) {
    const block = out.at(-1) as ComposedBlock
    const at = block.runs.findIndex(run => isAdoptedSplit(model, view, run))
    if (at < 0) return
    const tail = { ...block, id: `${block.id}~` as HostId, label: null, runs: block.runs.slice(at + 1) }
    out.splice(
      -1,
      1,
      { ...block, runs: block.runs.slice(0, at) },
      { ...tail, struck: [], moves: [], relabels: [], retypes: [], joins: [] },
    )
  }
}

function isAdoptedSplit(model: Model, view: ComposeView, run: Run): boolean {
  if (run.kind !== 'atom' || !('split' in run.embed)) return false
  const change = model.hosts.get(run.host)?.change
  return !!change && view.adopts?.(change) === true
}

/** Appends the blocks proposed after `id`, and after those. */
function addProposedAfter(pass: Pass, id: string, depth: number): void {
  const at = pass.model.byPlace.get(`@${id}`)
  if (!at?.size || depth > maxNesting) return
  const changes = [...at].filter(change => change.kind === 'newBlock').sort(compareChanges)
  for (const change of changes) {
    const visibility = visibilityOf(pass.model, pass.view, change)
    for (const { bid, block } of proposedBlocks(change)) {
      if (visibility !== 'hidden') addBlock(pass, bid, block, visibility === 'shown' ? change : null)
      addProposedAfter(pass, bid, depth + 1)
    }
  }
}

/** The blocks a newBlock change proposes, in their order. */
export function proposedBlocks(change: Change): { bid: HostId; block: BlockMap }[] {
  const out: { bid: HostId; block: BlockMap }[] = []
  blocksOfChange(change.map)?.forEach((block, bid) => out.push({ bid: bid as HostId, block }))
  return out.sort(
    (a, b) =>
      compare(a.block.get('order') as string, b.block.get('order') as string) || compare(a.bid, b.bid),
  )
}

// ---- notes

/** Ids of the notes that runs refer to, in order. */
export function noteRefs(runs: readonly Run[]): NoteId[] {
  const out: NoteId[] = []
  for (const run of runs) if (run.kind === 'atom' && 'footnote' in run.embed) out.push(run.embed.footnote)
  return out
}

/** The bodies of all notes referred to, in the order of their references; a note in a note follows it. */
export function composeNotes(
  model: Model,
  view: ComposeView,
  blocks: readonly ComposedBlock[],
  known: KnownBlock = () => undefined,
): ComposedBlock[] {
  const out: ComposedBlock[] = []
  const seen = new Set<string>()
  const queue = blocks.flatMap(block => noteRefs(block.runs))
  for (let i = 0; i < queue.length; i++) {
    const id = model.reloc.hostNow(queue[i] as string as HostId)
    if (seen.has(id)) continue
    seen.add(id)
    const note = composeNote(model, view, id, known)
    if (!note) continue
    out.push(note)
    queue.push(...noteRefs(note.runs))
  }
  return out
}

/** One note's body, or null when it is unknown. */
export function composeNote(
  model: Model,
  view: ComposeView,
  id: HostId,
  known: KnownBlock,
): ComposedBlock | null {
  const host = model.hosts.get(id)
  if (!host || (host.kind !== 'note' && host.kind !== 'newNote')) return null
  const map = host.kind === 'note' ? model.roots.footnotes.get(id) : null
  const shown = host.change && visibilityOf(model, view, host.change) === 'shown' ? host.change : null
  const before = known(id, shown)
  if (before) return before
  return {
    id,
    kind: 'note',
    level: 0,
    label: (map?.get('label') as string | null | undefined) ?? null,
    proposed: shown,
    struck: [],
    moves: [],
    relabels: [],
    retypes: [],
    joins: [],
    runs: runsOfHost(model, view, id, shown),
    within: [],
    unpaired: [],
  }
}

// ---- brackets over blocks

/** The same blocks with `within` and `unpaired` set; a block whose values do not change is the same object. */
export function markBrackets(blocks: readonly ComposedBlock[]): ComposedBlock[] {
  const spans = bracketSpans(blocks)
  const open = new Set<BracketId>()
  return blocks.map(block => {
    const within = [...open]
    const unpaired: BracketId[] = []
    for (const run of block.runs) {
      if (run.kind !== 'glyph') continue
      const span = spans.get(run.bracket.id)
      if (!span?.paired) unpaired.push(run.bracket.id)
      else if (run.end === 'open') open.add(run.bracket.id)
      else open.delete(run.bracket.id)
    }
    return sameIds(block.within, within) && sameIds(block.unpaired, unpaired)
      ? block
      : { ...block, within, unpaired }
  })
}

function bracketSpans(blocks: readonly ComposedBlock[]): Map<BracketId, { paired: boolean }> {
  const spans = new Map<BracketId, { paired: boolean }>()
  for (const block of blocks)
    for (const run of block.runs) {
      if (run.kind !== 'glyph') continue
      const { id } = run.bracket
      if (run.end === 'open') spans.set(id, { paired: false })
      else if (spans.has(id)) spans.set(id, { paired: true })
    }
  return spans
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i])
}
