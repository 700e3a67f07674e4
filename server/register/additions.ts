/**
 * What the server adds to an accepted update, in the same entry: register entries of new proposals, units that an undo
 * re-created, rebound bracket ends, agreed text that arrived late, proposals that were emptied.
 */
import * as Y from 'yjs'
import type { Model } from '../../shared/compose/model.ts'
import type { ChangeId, HostId, PartyId, ProposalId } from '../../shared/ids.ts'
import type { ReboundEnd } from '../../shared/intent/insert-point.ts'
import { changesOf, isEmptyChange } from '../../shared/proposal/change.ts'
import type { RedonePair } from '../../shared/protocol/redone.ts'
import { may } from '../../shared/rules/rights.ts'
import type { Role } from '../../shared/rules/roles.ts'
import { findItem, hostOfText, piecesOf, slicePieces } from '../../shared/text/items.ts'
import type { Relocation } from '../../shared/text/relocation.ts'
import { type ProposalEntry, proposalEntry, rootsOf } from '../../shared/text/roots.ts'
import { serverOrigin } from './commands.ts'
import { Hand } from './hand.ts'
import { relocationOf } from './relocation-cache.ts'
import { rescueJoined } from './structure.ts'

/** A stretch of units of one Yjs client. */
export interface Units {
  readonly client: number
  readonly clock: number
  readonly len: number
}

/** What the guard says of an accepted update. */
export interface AcceptedFacts {
  readonly newProposals: readonly ProposalId[]
  /** Fresh letters and embeds in agreed texts. */
  readonly newTextItems: readonly Units[]
  /** Units of agreed texts that the update deletes, deleted before or not. */
  readonly deletes: readonly Units[]
  /** Own proposals in which something was written, deleted or switched. */
  readonly emptiedCandidates: readonly ProposalId[]
}

export interface Reports {
  readonly redone: readonly RedonePair[]
  readonly places: readonly ReboundEnd[]
}

export interface AdditionSender {
  readonly party: PartyId
  readonly role: Role
}

/**
 * Adds what follows from an accepted update. Writes nothing when nothing follows.
 * @param live false for a sync step 2: it lists the deletions that a move itself made, so they repair nothing.
 */
export function addToAccepted(
  doc: Y.Doc,
  facts: AcceptedFacts,
  sender: AdditionSender,
  reports: Reports,
  live: boolean,
): void {
  doc.transact(() => {
    for (const id of facts.newProposals) registerProposal(doc, id, sender.party)
    if (reports.redone.length || reports.places.length) takeReports(doc, sender, reports)
    repairLate(doc, facts, live)
    for (const id of facts.emptiedCandidates) setEmptied(doc, id)
  }, serverOrigin)
}

function registerProposal(doc: Y.Doc, id: ProposalId, party: PartyId): void {
  const { register } = rootsOf(doc)
  if (!register.has(id))
    register.set(id, { kind: 'proposal', holder: party, writers: [party], state: 'open' })
}

// ---- reports of the client

function takeReports(doc: Y.Doc, sender: AdditionSender, reports: Reports): void {
  const hand = new Hand(doc)
  for (const pair of reports.redone) takeRedone(hand, sender, pair)
  for (const end of reports.places) takePlace(hand, sender, end)
}

/** Old units deleted, new ones in the same text that do not lead back to them, and the sender may write there: then what hung on the old hangs on the new. */
function takeRedone(hand: Hand, sender: AdditionSender, { old, now, len }: RedonePair): void {
  for (const gap of hand.model.reloc.gaps(old.c, old.k, len)) {
    const to = { c: now.c, k: now.k + gap.k - old.k }
    const from = findItem(hand.doc, old.c, gap.k)
    const fresh = findItem(hand.doc, to.c, to.k)
    if (
      !from?.deleted ||
      !fresh ||
      from.parent !== fresh.parent ||
      !mayWriteText(hand.model, sender, from.parent)
    )
      continue
    const within = Math.min(
      gap.len,
      from.id.clock + from.length - gap.k,
      fresh.id.clock + fresh.length - to.k,
    )
    if (hand.model.reloc.leadsTo(to, within, { c: old.c, k: gap.k })) continue
    hand.relocateUnits({ c: old.c, k: gap.k }, within, to)
  }
}

function takePlace(hand: Hand, sender: AdditionSender, end: ReboundEnd): void {
  const bracket = hand.model.brackets.get(end.bracket)
  const place = hand.model.resolve(end.at)
  const host = place && hand.model.hosts.get(place.host)
  const standsThere =
    bracket && hand.model.resolve(hand.model.endOf(bracket, end.end).at)?.host === place?.host
  if (host && standsThere && mayWriteText(hand.model, sender, host.text)) hand.rebind(end)
}

function mayWriteText(model: Model, sender: AdditionSender, text: unknown): boolean {
  const id = text instanceof Y.Text ? hostOfText(text) : null
  const host = id && model.hosts.get(id)
  if (!host) return false
  if (!host.change) return may(sender.role, 'editAgreed')
  return model.entryOf(host.change)?.writers.includes(sender.party) ?? false
}

// ---- agreed text that arrives late

function repairLate(doc: Y.Doc, facts: AcceptedFacts, live: boolean): void {
  if (!facts.newTextItems.length && !facts.deletes.length) return
  const reloc = relocationOf(doc)
  const late = facts.newTextItems.filter(units => isLate(doc, reloc, units))
  const gone = live ? facts.deletes.flatMap(units => movedUnits(reloc, units)) : []
  const joined = joinedHosts(doc, facts.newTextItems)
  if (!late.length && !gone.length && !joined.size) return
  const hand = new Hand(doc)
  for (const units of late) moveLate(hand, units)
  for (const units of gone) deleteUnits(hand, units)
  for (const id of joined) rescueJoined(hand, id)
}

/** Late: typed after a unit that was copied elsewhere meanwhile (not by an adoption). */
function isLate(doc: Y.Doc, reloc: Relocation, { client, clock }: Units): boolean {
  const origin = findItem(doc, client, clock)?.origin
  const target = origin && reloc.find(origin.client, origin.clock)
  return target?.kind === 'moved' && target.adopted === null
}

function moveLate(hand: Hand, units: Units): void {
  const item = findItem(hand.doc, units.client, units.clock)
  const text = item?.parent
  if (!item?.origin || !(text instanceof Y.Text)) return
  const host = hostOfText(text) as HostId
  const to = hand.model.resolve({ h: host, c: item.origin.client, k: item.origin.clock, s: -1 })
  const target = to && hand.model.hosts.get(to.host)
  if (!to || !target || target.text === text) return
  for (const piece of piecesWithin(text, units)) {
    const moved = hand.copyInto(
      [piece],
      target.text,
      hand.model.resolve({ h: host, c: item.origin.client, k: item.origin.clock, s: -1 })?.off ?? to.off,
      null,
    )
    text.delete(piece.off, moved)
  }
}

function piecesWithin(text: Y.Text, { client, clock, len }: Units) {
  const out = []
  for (const piece of piecesOf(text)) {
    const a = Math.max(piece.k, clock)
    const b = Math.min(piece.k + piece.len, clock + len)
    if (piece.c === client && a < b)
      out.push(...slicePieces([piece], piece.off + a - piece.k, piece.off + b - piece.k))
  }
  return out.reverse()
}

/** Where deleted units stand as copies. */
function movedUnits(reloc: Relocation, { client, clock, len }: Units): Units[] {
  const out: Units[] = []
  for (let k = clock; k < clock + len; k++) {
    const target = reloc.find(client, k)
    if (target?.kind !== 'moved' || target.adopted !== null) continue
    const place = reloc.follow(client, k)
    if (place) out.push({ client: place.c, clock: place.k, len: 1 })
  }
  return out
}

function deleteUnits(hand: Hand, { client, clock }: Units): void {
  const item = findItem(hand.doc, client, clock)
  const text = item?.parent
  if (!item || item.deleted || !(text instanceof Y.Text)) return
  const host = hand.model.hosts.get(hostOfText(text) as string)
  if (!host || host.change) return
  const piece = piecesOf(text).find(p => p.c === client && p.k <= clock && clock < p.k + p.len)
  if (piece) text.delete(piece.off + clock - piece.k, 1)
}

function joinedHosts(doc: Y.Doc, items: readonly Units[]): Set<HostId> {
  const { blocks } = rootsOf(doc)
  const out = new Set<HostId>()
  for (const { client, clock } of items) {
    const text = findItem(doc, client, clock)?.parent
    const host = text instanceof Y.Text ? hostOfText(text) : null
    if (host && blocks.get(host)?.get('gone') === 'join') out.add(host)
  }
  return out
}

// ---- proposals left without content

function setEmptied(doc: Y.Doc, id: ProposalId): void {
  const roots = rootsOf(doc)
  const entry = proposalEntry(roots, id)
  if (entry?.state !== 'open' && entry?.state !== 'emptied') return
  const state = isEmptied(doc, id) ? 'emptied' : 'open'
  if (state !== entry.state) roots.register.set(id, { ...entry, state } satisfies ProposalEntry)
}

/** True when no change of a proposal that is not decided yet has text, a strike or a switch that is on. */
export function isEmptied(doc: Y.Doc, id: ProposalId): boolean {
  const roots = rootsOf(doc)
  const decided = proposalEntry(roots, id)?.decided
  for (const [cid, change] of changesOf(roots.proposals.get(id)))
    if (!decided?.includes(cid as ChangeId) && !isEmptyChange(change)) return false
  return true
}
