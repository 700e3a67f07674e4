/**
 * A text on the table: agreed text, three parties with a proposal each, people who send updates to the guard.
 *
 * The laws of every judgement sit in `Table.judge`: what was refused, asked for again or nothing leaves the document as
 * it was, down to Yjs' own lists, and nothing is emitted; what was accepted reads the same after a reload; nothing is
 * ever kept pending; no prototype changes.
 */
import { expect } from 'vitest'
import * as Y from 'yjs'
import { judge } from '../../server/guard/judge.ts'
import type { Bindings, Sender, Verdict } from '../../server/guard/verdict.ts'
import { canonical } from '../../shared/compose/canonical.ts'
import { compose } from '../../shared/compose/compose.ts'
import { Model } from '../../shared/compose/model.ts'
import { everything } from '../../shared/compose/view.ts'
import type { ChangeId, PartyId, PersonId, ProposalId } from '../../shared/ids.ts'
import { addChange, addProposal, type ChangeFields, changesOf } from '../../shared/proposal/change.ts'
import { type Limits, updateLimits } from '../../shared/rules/limits.ts'
import type { Role } from '../../shared/rules/roles.ts'
import { insertText } from '../../shared/text/items.ts'
import { newTextDoc, type ProposalEntry, rootsOf } from '../../shared/text/roots.ts'
import { bold, bracket, h, hostText, note, p, ref, text } from '../builders/text.ts'

type YType = Y.AbstractType<unknown>

/** Somebody with a replica. */
export class Peer {
  readonly doc: Y.Doc
  readonly sender: Sender
  private readonly table: Table

  constructor(table: Table, sender: Sender, clientId: number) {
    this.table = table
    this.sender = sender
    this.doc = newTextDoc()
    this.pull()
    this.doc.clientID = clientId // only now: Yjs takes another id when it meets its own
  }

  /** Takes all that the table holds. */
  pull(): this {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.table.doc, Y.encodeStateVector(this.doc)))
    return this
  }

  /** The update that a change of the replica makes. */
  write(change: (doc: Y.Doc) => void): Uint8Array {
    const updates: Uint8Array[] = []
    const collect = (update: Uint8Array): void => void updates.push(update)
    this.doc.on('update', collect)
    this.doc.transact(() => change(this.doc))
    this.doc.off('update', collect)
    return updates.length === 1 ? (updates[0] as Uint8Array) : Y.mergeUpdates(updates)
  }

  /** Writes and has it judged. */
  send(change: (doc: Y.Doc) => void): Verdict {
    return this.table.judge(this.write(change), this.sender)
  }

  /** Has bytes judged as coming from here. */
  sendBytes(update: Uint8Array): Verdict {
    return this.table.judge(update, this.sender)
  }
}

export class Table {
  doc: Y.Doc
  limits: Limits = updateLimits
  readonly bound = new Map<number, PersonId>()
  readonly bindings: Bindings = {
    personOf: client => this.bound.get(client) ?? null,
    bind: (client, person) => void this.bound.set(client, person),
  }
  private nextClient = 1000

  constructor(doc: Y.Doc) {
    this.doc = doc
  }

  join(
    person: string,
    party: string,
    role: Role,
    options: { stock?: boolean; clientId?: number } = {},
  ): Peer {
    const sender = {
      person: person as PersonId,
      party: party as PartyId,
      role,
      stock: options.stock ?? false,
    }
    return new Peer(this, sender, options.clientId ?? (this.nextClient += 10))
  }

  /** Judges under the laws; new proposals are entered in the register as the server does. */
  judge(update: Uint8Array, sender: Sender): Verdict {
    const before = fingerprint(this.doc)
    const bound = new Map(this.bound)
    const emitted: Uint8Array[] = []
    const collect = (bytes: Uint8Array): void => void emitted.push(bytes)
    this.doc.on('update', collect)
    const verdict = judge(this.doc, update, sender, this.bindings, this.limits, sender)
    this.doc.off('update', collect)
    checkEmitted(verdict, emitted)
    if (verdict.kind !== 'accepted') checkSame([fingerprint(this.doc), new Map(this.bound)], [before, bound])
    checkLaws(this.doc)
    if (verdict.kind === 'accepted')
      for (const pid of verdict.newProposals)
        this.enter(pid, { holder: sender.party, writers: [sender.party] })
    return verdict
  }

  /** Writes an entry of the register. */
  enter(pid: string, entry: Partial<ProposalEntry> & Pick<ProposalEntry, 'holder' | 'writers'>): void {
    rootsOf(this.doc).register.set(pid, { kind: 'proposal', state: 'open', ...entry })
  }
}

/** Everything of a document that may not change when an update is not taken. */
export function fingerprint(doc: Y.Doc): unknown {
  const bytes = Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64')
  return { bytes, ...innards(doc), composed: composed(doc) }
}

/** Yjs' own lists of a document: structs by client, and how they hang together. */
export function innards(doc: Y.Doc) {
  return {
    structs: [...doc.store.clients].map(([client, structs]) => [client, structs.map(describeStruct)]),
    roots: [...doc.share].map(([name, type]) => [name, describeType(type as YType)]),
    clientId: doc.clientID,
  }
}

function describeStruct(struct: Y.Item | Y.GC): unknown {
  const content = struct instanceof Y.Item ? struct.content.constructor.name : 'gone'
  return [struct.id.clock, struct.length, struct.deleted, content]
}

function describeType(type: YType): unknown {
  const list: unknown[] = []
  for (let item = type._start; item; item = item.right)
    list.push([item.id.client, item.id.clock, inside(item)])
  const chains = [...type._map].map(([key, item]) => [key, chainOf(item), inside(item)])
  return [type.constructor.name, type._length, type instanceof Y.Text && type._hasFormatting, list, chains]
}

function chainOf(item: Y.Item): string[] {
  const out: string[] = []
  for (let at: Y.Item | null = item; at; at = at.left) out.push(`${at.id.client}:${at.id.clock}`)
  return out
}

function inside(item: Y.Item): unknown {
  return item.content instanceof Y.ContentType ? describeType(item.content.type) : null
}

/** The whole text as everybody is shown it. */
export function composed(doc: Y.Doc): string {
  return canonical(compose(new Model(doc), everything))
}

function checkEmitted(verdict: Verdict, emitted: readonly Uint8Array[]): void {
  expect(emitted).toEqual(verdict.kind === 'accepted' ? verdict.updates : [])
}

function checkSame(now: unknown, before: unknown): void {
  expect(now).toEqual(before)
}

function checkLaws(doc: Y.Doc): void {
  expect(doc.store.pendingStructs).toBeNull()
  expect(doc.store.pendingDs).toBeNull()
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  const reloaded = newTextDoc()
  Y.applyUpdate(reloaded, Y.encodeStateAsUpdate(doc))
  expect(composed(reloaded)).toBe(composed(doc))
}

// ---- the table that most cases sit at

/** BR, JP and SN hold a proposal each (SN's is closed, BR's has a second person); the text has a note and a bracket. */
export interface Seated {
  readonly table: Table
  readonly brazil: Peer
  readonly brazil2: Peer
  readonly japan: Peer
  readonly senegal: Peer
  readonly secretary: Peer
  readonly chair: Peer
  readonly reader: Peer
  readonly observer: Peer
}

export const pBrazil = 'PBR' as ProposalId
export const pJapan = 'PJP' as ProposalId
export const pSenegal = 'PSN' as ProposalId

export function seat(): Seated {
  const table = new Table(
    text(
      p('b1', 'States shall take 😀 measures.'),
      p('b2', 'Each ', bold('Party'), ' may act', ref('n1'), '.'),
      h('b3', 'Article 3'),
      note('n1', 'See the annex.'),
      bracket('x1', ['b1', 7], ['b1', 12]),
    ),
  )
  const brazil = table.join('ana', 'BR', 'delegate')
  const japan = table.join('ken', 'JP', 'delegate')
  const senegal = table.join('awa', 'SN', 'delegate')
  const verdicts = [
    brazil.send(doc => propose(doc, pBrazil, 'b1', 'should 😀 ')),
    japan.send(doc => propose(doc, pJapan, 'b2', 'must ')),
    senegal.send(doc => propose(doc, pSenegal, 'b1', 'Every ')),
  ]
  expect(verdicts.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted'])
  table.enter(pSenegal, {
    holder: senegal.sender.party,
    writers: [senegal.sender.party],
    state: 'not-retained',
  })
  for (const peer of [brazil, japan, senegal]) peer.pull()
  return {
    table,
    brazil,
    japan,
    senegal,
    brazil2: table.join('bia', 'BR', 'delegate'),
    secretary: table.join('sol', 'SEC', 'secretary'),
    chair: table.join('cho', 'CHR', 'chair'),
    reader: table.join('rex', 'PUB', 'reader'),
    observer: table.join('ora', 'ICC', 'observer'),
  }
}

/** A proposal with an insertion of `words`, a deletion of three units and a note, all at the start of a block. */
export function propose(doc: Y.Doc, pid: ProposalId, block: string, words: string): void {
  addProposal(doc, pid)
  const insertion = newChange(doc, pid, 'ins', insertAt(block))
  insertText(insertion.get('text') as Y.Text, 0, words, null)
  const { c, k } = unitAt(hostText(rootsOf(doc), block), 0)
  const ids = newChange(doc, pid, 'del', { kind: 'delete' }).get('ids') as Y.Map<number>
  ids.set(`${block}|${c}:${k}`, 3)
  newChange(doc, pid, 'sw', { kind: 'deleteBlock', block: 'b3' as never }).set('on', true)
}

export function insertAt(host: string): ChangeFields {
  return { kind: 'insert', at: { h: host as never, s: -1 }, ord: 'a0' }
}

/** Adds a change `<pid>.<name>`. */
export function newChange(doc: Y.Doc, pid: ProposalId, name: string, fields: ChangeFields): Y.Map<unknown> {
  return addChange(doc, pid, `${pid}.${name}` as ChangeId, fields)
}

/** The change `<pid>.<name>` of a document. */
export function change(doc: Y.Doc, pid: ProposalId, name: string): Y.Map<unknown> {
  const found = changesOf(rootsOf(doc).proposals.get(pid)).get(`${pid}.${name}`)
  if (!found) throw new Error(`no change ${name}`)
  return found
}

/** The words of the insertion of a seated proposal. */
export function ownText(doc: Y.Doc, pid: ProposalId): Y.Text {
  return change(doc, pid, 'ins').get('text') as Y.Text
}

/** The text of an agreed block or note. */
export function agreed(doc: Y.Doc, id: string): Y.Text {
  return hostText(rootsOf(doc), id)
}

function unitAt(target: Y.Text, off: number): { c: number; k: number } {
  let seen = 0
  for (let item = target._start; item; item = item.right) {
    if (item.deleted || !item.countable) continue
    if (off < seen + item.length) return { c: item.id.client, k: item.id.clock + off - seen }
    seen += item.length
  }
  throw new Error(`no unit at ${off}`)
}
