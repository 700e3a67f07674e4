/**
 * Adoption makes the preview the text: what the decider saw is what the text becomes.
 *
 * Plan: bodies of notes and new blocks come first (hosts of the rest); then, host by host, the runs of the preview that are
 * not there yet are copied; then deletions and formats by identity, brackets, block changes, breaks, joins.
 */
import * as Y from 'yjs'
import { compose, type ComposedBlock, proposedBlocks } from '../../shared/compose/compose.ts'
import { runsOfHost } from '../../shared/compose/host-runs.ts'
import { type Change, Model } from '../../shared/compose/model.ts'
import type { GlyphRun, LetterRun, Run } from '../../shared/compose/run.ts'
import { asIfAdopted, type ComposeView } from '../../shared/compose/view.ts'
import type { BlockId, HostId, PartyId } from '../../shared/ids.ts'
import { notesOfChange } from '../../shared/proposal/change.ts'
import { type BracketEnd, startOf, type TextAnchor } from '../../shared/text/anchor.ts'
import { deleteIds, piecesOf, slicePieces } from '../../shared/text/items.ts'
import { keyBetween, keysBetween } from '../../shared/text/order.ts'
import {
  addBlock,
  addNote,
  type BlockKind,
  type MarkName,
  textOf,
} from '../../shared/text/roots.ts'
import { type Adoption, adoptedChanges } from '../../shared/compose/adoption.ts'
import { Hand } from './hand.ts'
import { joinBlock, splitBlock } from './structure.ts'

/** Makes an adoption the text. The caller holds the transaction and has asked for dependencies. */
export function materialise(doc: Y.Doc, adoption: Adoption, act: string): void {
  const hand = new Hand(doc)
  const changes = adoptedChanges(hand.model, adoption)
  for (const change of changes) if (change.kind === 'moveBlock') changeBlock(hand, change, act)
  const view = asIfAdopted(adoption.proposals, { changes: adoption.changes, keepsStruck: true })
  const jobs = [
    ...adoptNotes(hand, changes),
    ...adoptBlocks(hand, adoption, changes),
    ...touchedHosts(hand, changes),
  ]
  const runs = jobs.map(job => ({ ...job, runs: runsOfHost(hand.model, view, job.from, null) }))
  for (const job of runs) copyRuns(hand, job)
  const after = new Hand(doc)
  const again = changes.map(change => after.model.changes.get(change.cid) as Change)
  strikeAndFormat(after, again)
  adoptBrackets(after, again)
  for (const change of again) if (change.kind !== 'moveBlock') changeBlock(after, change, act)
  const texts = new Set(jobs.map(job => job.to))
  breakAtSplits(after, texts)
  for (const change of again)
    if (change.kind === 'join') joinBlock(after, after.model.reloc.hostNow(change.map.get('block') as HostId))
}

/** What is to be copied: the preview's runs of host `from` that are not in `to` yet. */
interface CopyJob {
  readonly from: HostId
  readonly to: HostId
}

function adoptNotes(hand: Hand, changes: readonly Change[]): CopyJob[] {
  const jobs: CopyJob[] = []
  for (const change of changes)
    for (const id of notesOfChange(change.map)?.keys() ?? []) {
      const to = `B${id}` as HostId
      addNote(hand.model.roots.footnotes, to, { order: lastNoteOrder(hand), label: null })
      hand.model.addAgreedHost(to, 'note', textOf(hand.model.roots.footnotes.get(to)))
      jobs.push({ from: id as HostId, to })
    }
  for (const { from, to } of jobs) hand.relocateHost(from, to)
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
function adoptBlocks(hand: Hand, adoption: Adoption, changes: readonly Change[]): CopyJob[] {
  const fresh = new Map<string, Change>()
  for (const change of changes)
    if (change.kind === 'newBlock') for (const { bid } of proposedBlocks(change)) fresh.set(bid, change)
  if (!fresh.size) return []
  const jobs: CopyJob[] = []
  let before: string | null = null
  for (const block of previewOrder(hand.model, adoption)) {
    const made = fresh.has(block.id) ? (`B${block.id}` as HostId) : null
    if (made) {
      const { kind, level, label } = block
      addBlock(hand.model.roots.blocks, made, {
        order: hand.orderAfter(before),
        kind: kind as BlockKind,
        level,
        label,
      })
      jobs.push({ from: block.id, to: made })
    }
    if (made || hand.block(block.id)) before = made ?? block.id
  }
  for (const { from, to } of jobs) {
    hand.model.addAgreedHost(to, 'block', textOf(hand.block(to)))
    hand.relocateHost(from, to)
  }
  return jobs
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
    for (let depth = 0; at && depth < 64; depth++) {
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

function changeBlock(hand: Hand, change: Change, act: string): void {
  const target = change.map.get('block') as BlockId | undefined
  const block = target && hand.block(hand.model.reloc.hostNow(target as string as HostId))
  if (!block) return
  if (change.kind === 'deleteBlock') block.set('gone', { act })
  else if (change.kind === 'moveBlock') block.set('order', change.map.get('order'))
  else if (change.kind === 'relabel') block.set('label', change.map.get('label'))
  else if (change.kind === 'retype') {
    block.set('kind', change.map.get('blockKind'))
    block.set('level', change.map.get('level'))
  }
}

/** A copied break becomes a break: the tail is a block of its own, from which the mark goes (what hangs on the mark stays in the tail). */
function breakAtSplits(hand: Hand, hosts: ReadonlySet<HostId>): void {
  for (const host of hosts) {
    let id: HostId = host
    for (let n = 1; n < 10_000; n++) {
      const block = hand.block(id)
      const text = textOf(block)
      const mark = text && piecesOf(text).find(piece => piece.embed !== null && 'split' in piece.embed)
      if (!block || !text || !mark || block.get('gone') !== undefined) break
      const tail = `${host}~${Y.getState(hand.doc.store, hand.doc.clientID)}` as HostId
      splitBlock(hand, id, mark.off, { id: tail, kind: block.get('kind') as BlockKind })
      textOf(hand.block(tail))?.delete(0, 1)
      id = tail
    }
  }
}
