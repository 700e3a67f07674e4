/**
 * Adoption makes the preview the text: what the decider saw is what the text becomes.
 *
 * Plan: bodies of notes and new blocks come first (hosts of the rest); then, host by host, the runs of the preview that are
 * not there yet are copied; then deletions and formats by identity, brackets, block changes, breaks, joins.
 */
import type * as Y from 'yjs'
import { compose, type ComposedBlock, orderedBlocks, proposedBlocks } from '../../shared/compose/compose.ts'
import { runsOfHost } from '../../shared/compose/host-runs.ts'
import { type Change, maxNesting, type Model } from '../../shared/compose/model.ts'
import type { GlyphRun, LetterRun, Run } from '../../shared/compose/run.ts'
import { asIfAdopted, type ComposeView } from '../../shared/compose/view.ts'
import type { BlockId, HostId, PartyId } from '../../shared/ids.ts'
import { notesOfChange } from '../../shared/proposal/change.ts'
import { type BracketEnd, startOf, type TextAnchor } from '../../shared/text/anchor.ts'
import { deleteIds, type Piece, piecesOf, slicePieces } from '../../shared/text/items.ts'
import { keyBetween, keysBetween } from '../../shared/text/order.ts'
import { addBlock, addNote, type BlockKind, type MarkName, textOf } from '../../shared/text/roots.ts'
import { type Adoption, adoptedChanges } from '../../shared/compose/adoption.ts'
import { Hand } from './hand.ts'
import { joinBlock, splitBlock } from './structure.ts'

/** Makes an adoption the text. The caller holds the transaction and has asked for dependencies. */
export function materialise(doc: Y.Doc, adoption: Adoption, act: string): void {
  const hand = new Hand(doc)
  const changes = adoptedChanges(hand.model, adoption)
  moveBlocks(hand, adoption, changes)
  const view = asIfAdopted(adoption.proposals, { changes: adoption.changes, keepsStruck: true })
  const jobs = [
    ...adoptNotes(hand, changes, act),
    ...adoptBlocks(hand, adoption, changes, act),
    ...touchedHosts(hand, changes),
  ]
  const runs = jobs.map(job => ({ ...job, runs: runsOfHost(hand.model, view, job.from, null) }))
  // Behind the preview's runs: what hangs on the start of a proposed block is found there no more.
  for (const { from, to } of jobs) if (from !== to) hand.relocateHost(from, to)
  for (const job of runs) copyRuns(hand, job)
  const after = new Hand(doc)
  const again = changes.map(change => after.model.changes.get(change.cid) as Change)
  strikeAndFormat(after, again)
  adoptBrackets(after, again)
  for (const change of again) changeBlock(after, change, act)
  for (const change of again)
    if (change.kind === 'join')
      joinBlock(after, after.model.reloc.blockNow(change.map.get('block') as HostId))
  breakAtSplits(after, new Set(jobs.map(job => after.model.reloc.hostNow(job.to))), act)
}

/** What is to be copied: the preview's runs of host `from` that are not in `to` yet. */
interface CopyJob {
  readonly from: HostId
  readonly to: HostId
}

/**
 * The id of the nth block or note that an act makes. No part of it comes from a proposal and it holds no dot, so that no
 * proposal can bring a host of that id, before or after.
 */
function madeId(act: string, n: number): HostId {
  return `${act}~${n}` as HostId
}

function adoptNotes(hand: Hand, changes: readonly Change[], act: string): CopyJob[] {
  const jobs: CopyJob[] = []
  for (const change of changes)
    for (const id of notesOfChange(change.map)?.keys() ?? []) {
      const to = madeId(`${act}~n`, jobs.length)
      addNote(hand.model.roots.footnotes, to, { order: lastNoteOrder(hand), label: null })
      hand.model.addAgreedHost(to, 'note', textOf(hand.model.roots.footnotes.get(to)))
      jobs.push({ from: id as HostId, to })
    }
  return jobs
}

/** An order key after all blocks and notes: a new note is printed last. */
export function lastNoteOrder(hand: Hand): string {
  let last: string | null = hand.ordered(true).at(-1)?.order ?? null
  hand.model.roots.footnotes.forEach(note => {
    const order = note.get('order') as string | undefined
    if (order !== undefined && (last === null || order > last)) last = order
  })
  return keyBetween(last, null)
}

/** Makes the proposed blocks agreed ones, empty, at the places where the preview shows them. */
function adoptBlocks(hand: Hand, adoption: Adoption, changes: readonly Change[], act: string): CopyJob[] {
  const fresh = new Map<string, Change>()
  for (const change of changes)
    if (change.kind === 'newBlock') for (const { bid } of proposedBlocks(change)) fresh.set(bid, change)
  if (!fresh.size) return []
  const jobs: CopyJob[] = []
  for (const { after, blocks } of groupsToMake(hand, fresh, previewOrder(hand.model, adoption))) {
    const orders = hand.ordersAfter(after, blocks.length)
    blocks.forEach(({ id, kind, level, label }, i) => {
      const to = madeId(act, jobs.length)
      const order = orders[i] as string
      addBlock(hand.model.roots.blocks, to, { order, kind: kind as BlockKind, level, label })
      jobs.push({ from: id, to })
    })
  }
  for (const { to } of jobs) hand.model.addAgreedHost(to, 'block', textOf(hand.block(to)))
  return jobs
}

/** Blocks to be made, in the order of the preview: each group stands behind one block of agreed text, or before all. */
function groupsToMake(
  hand: Hand,
  fresh: ReadonlyMap<string, Change>,
  preview: readonly ComposedBlock[],
): { after: HostId | null; blocks: ComposedBlock[] }[] {
  const groups = [{ after: null as HostId | null, blocks: [] as ComposedBlock[] }]
  for (const block of preview) {
    if (fresh.has(block.id)) groups.at(-1)?.blocks.push(block)
    else if (hand.block(block.id)) groups.push({ after: block.id, blocks: [] })
  }
  return groups.filter(group => group.blocks.length > 0)
}

/** The preview without joins and breaks, so that every block stands for itself. */
function previewOrder(model: Model, adoption: Adoption): ComposedBlock[] {
  const isStructure = (change: Change) =>
    change.kind === 'join' || change.kind === 'insert' || change.kind === 'moveBlock'
  const view: ComposeView = {
    shows: () => false,
    adopts: change =>
      adoption.proposals.has(change.pid) &&
      (adoption.changes?.has(change.cid) ?? true) &&
      !isStructure(change),
    keepsStruck: true,
  }
  return compose(model, view).filter(block => block.kind !== 'note')
}

/** Agreed hosts in which an adopted insertion stands, directly or in another one. */
function touchedHosts(hand: Hand, changes: readonly Change[]): CopyJob[] {
  const hosts = new Set<HostId>()
  for (const change of changes) {
    if (change.kind !== 'insert') continue
    let at: HostId | undefined = [...change.places][0] as HostId | undefined
    for (let depth = 0; at && depth <= maxNesting; depth++) {
      const host = hand.model.hosts.get(at)
      if (!host) break
      if (!host.change) {
        hosts.add(at)
        break
      }
      if (host.kind !== 'insert') break
      at = [...host.change.places][0] as HostId | undefined
    }
  }
  return [...hosts].sort().map(host => ({ from: host, to: host }))
}

function copyRuns(hand: Hand, job: CopyJob & { readonly runs: readonly Run[] }): void {
  const to = hand.model.hosts.get(job.to)?.text as Y.Text
  let off = 0
  const inserts: { off: number; run: LetterRun }[] = []
  for (const run of job.runs) {
    if (run.kind === 'glyph') continue
    if (run.host === job.to) off = run.off + run.len
    else inserts.push({ off, run })
  }
  for (const { off, run } of inserts.reverse()) {
    const source = hand.model.hosts.get(run.host)
    if (!source) continue
    const pieces = slicePieces(piecesOf(source.text), run.off, run.off + run.len)
    hand.copyInto(pieces, to, off, source.change?.cid ?? null)
  }
  rebindGlyphs(hand, job)
}

/** Brackets beside copied words, or inside an adopted insertion, are bound to the letter left of them, as the preview shows it: the copies took the place where they hung. */
function rebindGlyphs(hand: Hand, job: CopyJob & { readonly runs: readonly Run[] }): void {
  let left: LetterRun | null = null
  let gap: GlyphRun[] = []
  const close = (right: LetterRun | null) => {
    const isBesideCopy = [left, right, ...gap].some(run => run !== null && run.host !== job.to)
    if (gap.length && isBesideCopy) bindGap(hand, job.to, left, gap)
    gap = []
  }
  for (const run of job.runs) {
    if (run.kind === 'glyph') gap.push(run)
    else {
      close(run)
      left = run
    }
  }
  close(null)
}

function bindGap(hand: Hand, host: HostId, left: LetterRun | null, gap: readonly GlyphRun[]): void {
  const last = left && { c: left.c, k: left.k + left.len - 1 }
  const now = last && (hand.model.reloc.follow(last.c, last.k) ?? last)
  const at: TextAnchor = now ? { h: host, ...now, s: -1 } : startOf(host)
  const orders = keysBetween(null, null, gap.length)
  gap.forEach(({ bracket, end }, i) =>
    hand.rebind({ bracket: bracket.id, end, at, ord: orders[i] as string }),
  )
}

function strikeAndFormat(hand: Hand, changes: readonly Change[]): void {
  for (const change of changes) {
    if (change.kind !== 'delete' && change.kind !== 'format') continue
    for (const [id, ranges] of change.ranges) {
      const host = hand.model.hosts.get(id)
      if (!host || host.change) continue
      for (const { c, k, len } of ranges) {
        if (change.kind === 'delete') deleteIds(host.text, c, k, len)
        else formatIds(host.text, { c, k, len }, change)
      }
    }
  }
}

function formatIds(text: Y.Text, range: { c: number; k: number; len: number }, change: Change): void {
  const mark = { [change.map.get('key') as MarkName]: change.map.get('value') as unknown }
  for (const piece of piecesOf(text)) {
    const a = Math.max(piece.k, range.k)
    const b = Math.min(piece.k + piece.len, range.k + range.len)
    if (piece.c === range.c && a < b) text.format(piece.off + a - piece.k, b - a, mark)
  }
}

function adoptBrackets(hand: Hand, changes: readonly Change[]): void {
  const { brackets, register } = hand.model.roots
  for (const change of changes) {
    if (change.kind !== 'bracket') continue
    const open = change.map.get('open') as BracketEnd
    const close = change.map.get('close') as BracketEnd
    brackets.set(change.cid, { open: { ...open, written: '[' }, close: { ...close, written: ']' } })
    register.set(change.cid, { kind: 'bracket', holder: holderOf(hand.model, change), state: 'standing' })
  }
}

function holderOf(model: Model, change: Change): PartyId | null {
  return model.entryOf(change)?.holder ?? null
}

/**
 * Puts moved blocks where the preview shows them, under order keys of the server's own: a key that came with a proposal may
 * be of any form, and nothing could be put behind it.
 */
function moveBlocks(hand: Hand, adoption: Adoption, changes: readonly Change[]): void {
  const moves = changes.filter(change => change.kind === 'moveBlock')
  if (!moves.length) return
  const moved = new Set(moves.map(change => hand.model.reloc.blockNow(change.map.get('block') as HostId)))
  const view = asIfAdopted(adoption.proposals, { changes: adoption.changes })
  let before: HostId | null = null
  for (const { id, block } of orderedBlocks(hand.model, view)) {
    if (moved.has(id)) block.set('order', hand.ordersAfter(before, 1)[0])
    before = id
  }
}

function changeBlock(hand: Hand, change: Change, act: string): void {
  const target = change.map.get('block') as BlockId | undefined
  const block = target && hand.block(hand.model.reloc.blockNow(target as string as HostId))
  if (!block || block.get('gone') !== undefined) return
  if (change.kind === 'deleteBlock') block.set('gone', { act })
  else if (change.kind === 'relabel') block.set('label', change.map.get('label'))
  else if (change.kind === 'retype') {
    block.set('kind', change.map.get('blockKind'))
    block.set('level', change.map.get('level'))
  }
}

/** A copied break becomes a break: the tail is a block of its own, from which the mark goes (what hangs on the mark stays in the tail). The last break first, so that each word moves once. */
function breakAtSplits(hand: Hand, hosts: ReadonlySet<HostId>, act: string): void {
  let made = 0
  for (const host of hosts) {
    const block = hand.block(host)
    const text = textOf(block)
    if (!block || !text || block.get('gone') !== undefined) continue
    const marks = piecesOf(text).filter(piece => piece.embed !== null && 'split' in piece.embed)
    const orders = marks.length ? hand.ordersAfter(host, marks.length) : []
    for (let i = marks.length - 1; i >= 0; i--) {
      const tail = { id: madeId(`${act}~b`, made++), kind: block.get('kind') as BlockKind }
      splitBlock(hand, host, (marks[i] as Piece).off, { ...tail, order: orders[i] as string })
      textOf(hand.block(tail.id))?.delete(0, 1)
    }
  }
}
