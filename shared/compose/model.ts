/** An index over a document: every host, every change, and which changes touch which host. */
import * as Y from 'yjs'
import type { BracketId, ChangeId, HostId, ProposalId } from '../ids.ts'
import {
  blocksOfChange,
  type ChangeKind,
  changesOf,
  hasSwitch,
  idRanges,
  type IdRange,
  notesOfChange,
} from '../proposal/change.ts'
import {
  type Anchor,
  type BracketEnd,
  type BracketEndName,
  type CharAnchor,
  type GlyphAnchor,
  isCharAnchor,
  isGlyphAnchor,
  type Side,
  startOf,
  type TextAnchor,
} from '../text/anchor.ts'
import { findItem, hostOfText, offsetsOf } from '../text/items.ts'
import { maxHops, Relocation } from '../text/relocation.ts'
import {
  type AgreedBracket,
  type ChangeMap,
  proposalEntry,
  type Roots,
  rootsOf,
  textOf,
} from '../text/roots.ts'

/** What kind of thing holds a text. */
export type HostKind = 'block' | 'note' | 'insert' | 'newBlock' | 'newNote'

export interface Host {
  readonly id: HostId
  readonly kind: HostKind
  readonly text: Y.Text
  /** The change it belongs to; null in agreed text. */
  readonly change: Change | null
}

export interface Change {
  readonly pid: ProposalId
  readonly cid: ChangeId
  readonly kind: ChangeKind
  readonly ord: string
  readonly map: ChangeMap
  /** Where it shows: hosts of text it touches, and `@<block>` for what concerns a block as a whole. */
  readonly places: Set<string>
  /** Of a deletion or format: its ranges by the host in which they stand now. */
  readonly ranges: Map<HostId, IdRange[]>
}

/** A resolved anchor: `off` in visible units, `raw` counts tombstones too. */
export interface Place {
  readonly host: HostId
  readonly off: number
  readonly raw: number
  readonly side: Side
}

/** A pair of brackets of agreed text or of a proposal. */
export interface Bracket {
  readonly id: BracketId
  readonly change: Change | null
  readonly open: BracketEnd
  readonly close: BracketEnd
  readonly agreed: AgreedBracket | null
}

/** How deep insertions may hang in insertions, and proposed blocks on proposed blocks: what hangs deeper has no place in the text. */
export const maxNesting = 64

/** Most stretches that one range is followed through: more than a text has units. */
const maxSteps = 10_000_000

export class Model {
  readonly doc: Y.Doc
  readonly roots: Roots
  readonly reloc: Relocation
  readonly hosts = new Map<string, Host>()
  readonly changes = new Map<string, Change>()
  readonly byPlace = new Map<string, Set<Change>>()
  readonly brackets = new Map<string, Bracket>()
  private readonly bracketsByHost = new Map<string, Set<string>>()
  private readonly hostsOfBracket = new Map<string, HostId[]>()
  private readonly hangingOn = new Map<string, Set<Change>>()

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.roots = rootsOf(doc)
    this.reloc = new Relocation(this.roots.reloc)
    this.roots.blocks.forEach((block, id) => this.addAgreedHost(id, 'block', textOf(block)))
    this.roots.footnotes.forEach((note, id) => this.addAgreedHost(id, 'note', textOf(note)))
    this.roots.proposals.forEach((proposal, pid) =>
      changesOf(proposal).forEach((map, cid) => this.addChange(pid as ProposalId, cid as ChangeId, map)),
    )
    for (const change of this.changes.values()) this.link(change)
    this.roots.brackets.forEach((_, id) => this.linkAgreedBracket(id as BracketId))
  }

  /** Takes up a host of agreed text. */
  addAgreedHost(id: string, kind: 'block' | 'note', text: Y.Text | null): void {
    this.addHost(id, kind, text, null)
  }

  private addHost(id: string, kind: HostKind, text: Y.Text | null, change: Change | null): void {
    if (text) this.hosts.set(id, { id: id as HostId, kind, text, change })
  }

  /** Takes up a change and its hosts; `link` must follow when all hosts are known. */
  addChange(pid: ProposalId, cid: ChangeId, map: ChangeMap): Change {
    const kind = map.get('kind') as ChangeKind
    const ord = (map.get('ord') as string | undefined) ?? 'a0'
    const change: Change = { pid, cid, kind, ord, map, places: new Set(), ranges: new Map() }
    this.changes.set(cid, change)
    if (kind === 'insert') this.addHost(cid, 'insert', textOf(map), change)
    this.addHostsOf(change)
    return change
  }

  /** Takes up the proposed blocks and notes of a change. */
  addHostsOf(change: Change): void {
    blocksOfChange(change.map)?.forEach((block, id) => this.addHost(id, 'newBlock', textOf(block), change))
    notesOfChange(change.map)?.forEach((note, id) => this.addHost(id, 'newNote', textOf(note), change))
  }

  /** Finds anew where a change shows. */
  link(change: Change): void {
    for (const place of change.places) this.byPlace.get(place)?.delete(change)
    change.places.clear()
    change.ranges.clear()
    this.placesOf(change)
    for (const place of change.places) setOf(this.byPlace, place).add(change)
  }

  private placesOf(change: Change): void {
    const { kind, map, places } = change
    if (kind === 'insert') this.placeInsertion(change)
    else if (kind === 'delete' || kind === 'format') {
      for (const range of idRanges(map)) this.addRange(change, range)
      for (const host of change.ranges.keys()) places.add(host)
    } else if (kind === 'bracket') {
      this.linkProposedBracket(change)
    } else if (kind === 'newBlock') places.add(`@${this.blockAfter(map.get('after') as TextAnchor)}`)
    else places.add(`@${this.reloc.blockNow(map.get('block') as HostId)}`)
  }

  private placeInsertion(change: Change): void {
    const anchor = change.map.get('at') as Anchor
    if (isGlyphAnchor(anchor)) setOf(this.hangingOn, anchor.g).add(change)
    this.addPlace(change.places, anchor)
  }

  private addPlace(places: Set<string>, anchor: Anchor): void {
    const host = this.hostAt(anchor)
    if (host) places.add(host)
  }

  // ---- brackets

  private linkProposedBracket(change: Change): void {
    const open = change.map.get('open') as BracketEnd
    const close = change.map.get('close') as BracketEnd
    const id = change.cid as string as BracketId
    if (!this.roots.brackets.has(id)) this.setBracket({ id, change, open, close, agreed: null })
    for (const end of [open, close]) this.addPlace(change.places, end.at)
  }

  /** Takes up an agreed bracket, or finds its ends anew. */
  linkAgreedBracket(id: BracketId): void {
    const agreed = this.roots.brackets.get(id)
    if (agreed) this.setBracket({ id, change: null, open: agreed.open, close: agreed.close, agreed })
  }

  /** Finds the ends of a known bracket anew. */
  relinkBracket(id: BracketId): void {
    const bracket = this.brackets.get(id)
    if (bracket?.change) this.link(bracket.change)
    else if (bracket) this.linkAgreedBracket(id)
  }

  private setBracket(bracket: Bracket): void {
    for (const host of this.hostsOfBracket.get(bracket.id) ?? [])
      this.bracketsByHost.get(host)?.delete(bracket.id)
    this.brackets.set(bracket.id, bracket)
    const hosts: HostId[] = []
    for (const end of ['open', 'close'] as const) {
      const host = this.hostAt(this.endOf(bracket, end).at)
      if (host) hosts.push(host)
    }
    this.hostsOfBracket.set(bracket.id, hosts)
    for (const host of hosts) setOf(this.bracketsByHost, host).add(bracket.id)
    for (const change of this.hangingOn.get(bracket.id) ?? []) this.link(change)
  }

  /** Brackets with an end in this host. */
  bracketsIn(host: string): Bracket[] {
    return [...(this.bracketsByHost.get(host) ?? [])].map(id => this.brackets.get(id) as Bracket)
  }

  /** Hosts in which the ends of a bracket stand: none, one or two. */
  hostsOf(bracket: string): readonly HostId[] {
    return this.hostsOfBracket.get(bracket) ?? []
  }

  /** One end of a bracket as it is bound now. */
  endOf(bracket: Bracket, end: BracketEndName): BracketEnd {
    return this.reloc.end(bracket.id, end) ?? (end === 'open' ? bracket.open : bracket.close)
  }

  // ---- places

  /** Where an anchor stands now; null when its host is unknown or its character was collected. Never follows Yjs' own `redone` pointer: it is not replicated. Cost: the items left of it. */
  resolve(anchor: Anchor | null | undefined): Place | null {
    const last = anchor && this.lastOf(anchor)
    if (!last) return null
    if (isCharAnchor(last)) return this.placeOfUnit(last)
    return this.hosts.has(last.h) ? { host: last.h, off: 0, raw: 0, side: -1 } : null
  }

  /** The host in which an anchor stands now, or null; costs less than its place. */
  hostAt(anchor: Anchor | null | undefined): HostId | null {
    const last = anchor && this.lastOf(anchor)
    if (!last) return null
    if (isCharAnchor(last)) return this.unitAt(last)?.host ?? null
    return this.hosts.has(last.h) ? last.h : null
  }

  private bracketNotYetLinked(id: BracketId): Bracket | null {
    const agreed = this.roots.brackets.get(id)
    if (agreed) return { id, change: null, open: agreed.open, close: agreed.close, agreed }
    const change = this.changes.get(id)
    if (change?.kind !== 'bracket') return null
    const open = change.map.get('open') as BracketEnd
    return { id, change, open, close: change.map.get('close') as BracketEnd, agreed: null }
  }

  /** The anchor that an anchor comes to when all that was relocated is followed; null when it never ends. */
  private lastOf(anchor: Anchor): TextAnchor | null {
    let at = isGlyphAnchor(anchor) ? this.textAnchorOf(anchor) : anchor
    for (let hop = 0; hop < maxHops; hop++) {
      const next = isCharAnchor(at) ? this.hopOfUnit(at) : this.reloc.host(at.h)
      if (next === null) return at
      at = typeof next === 'string' ? startOf(next) : next
    }
    return null
  }

  private textAnchorOf({ g, end, h }: GlyphAnchor): TextAnchor {
    const bracket = this.brackets.get(g) ?? this.bracketNotYetLinked(g)
    return bracket ? this.endOf(bracket, end).at : startOf(h)
  }

  private hopOfUnit({ h, c, k, s }: CharAnchor): TextAnchor | null {
    const target = this.reloc.find(c, k)
    if (!target) return null
    if (target.kind === 'start') return startOf(target.host)
    return { h, c: target.c, k: target.k, s: target.kind === 'after' ? -1 : s }
  }

  private placeOfUnit(anchor: CharAnchor): Place | null {
    const unit = this.unitAt(anchor)
    return unit && { host: unit.host, side: anchor.s, ...offsetsOf(unit.item, anchor.k, anchor.s) }
  }

  private unitAt({ c, k }: CharAnchor): { host: HostId; item: Y.Item } | null {
    const item = findItem(this.doc, c, k)
    const text = item?.parent
    if (!item || !(text instanceof Y.Text) || !text._item || text._item.deleted) return null
    const host = hostOfText(text)
    return host && this.hosts.has(host) ? { host, item } : null
  }

  /** The block after which something anchored at `after` stands: the one that holds the anchor's character now. */
  blockAfter(after: TextAnchor): HostId {
    return (isCharAnchor(after) ? this.hostAt(after) : null) ?? this.reloc.hostNow(after.h)
  }

  /** Sorts a range of a delete or format change into the hosts where its units stand now, following relocation range by range. */
  private addRange(change: Change, range: IdRange): void {
    const open = [range]
    for (let steps = 0; open.length && steps < maxSteps; steps++) {
      const { h, c, k, len } = open.pop() as IdRange
      const stretch = this.reloc.stretch(c, k, len)
      const target = this.reloc.find(c, k)
      const done = target ? stretch : this.addStanding(change, c, k, stretch)
      if (done < len) open.push({ h, c, k: k + done, len: len - done })
      if (target?.kind === 'moved') open.push({ h, c: target.c, k: target.k, len: done })
    }
  }

  /** Adds units that were never moved, up to the end of their item; returns how many were covered. */
  private addStanding(change: Change, c: number, k: number, stretch: number): number {
    const item = findItem(this.doc, c, k)
    if (!item) return stretch
    const len = Math.min(item.id.clock + item.length - k, stretch)
    const host = item.parent instanceof Y.Text ? hostOfText(item.parent) : null
    if (host && this.hosts.has(host)) listOf(change.ranges, host).push({ h: host, c, k, len })
    return len
  }

  // ---- state

  /** True when a change takes effect in its proposal: switched on, or of a kind without a switch. */
  isOn(change: Change): boolean {
    return !hasSwitch(change.kind) || change.map.get('on') === true
  }

  /** The register's entry of a change's proposal, or null. */
  entryOf(change: Change): ReturnType<typeof proposalEntry> {
    return proposalEntry(this.roots, change.pid)
  }

  /** Changes of one proposal, in the order of their ids. */
  changesOf(pid: string): Change[] {
    return [...this.changes.values()]
      .filter(change => change.pid === pid)
      .sort((a, b) => compare(a.cid, b.cid))
  }
}

/** -1, 0 or 1 by code units. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The order of changes at one place: nothing hangs on map order or item boundaries. */
export function compareChanges(a: Change, b: Change): number {
  return compare(a.ord, b.ord) || compare(a.pid, b.pid) || compare(a.cid, b.cid)
}

function setOf<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  let set = map.get(key)
  if (!set) map.set(key, (set = new Set()))
  return set
}

function listOf<K, V>(map: Map<K, V[]>, key: K): V[] {
  let list = map.get(key)
  if (!list) map.set(key, (list = []))
  return list
}
