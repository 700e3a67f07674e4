/**
 * Puts an update into a document, struct by struct, inside one transaction, and can take it out again.
 *
 * Instead of `Y.applyUpdate`: what was checked is what is taken, nothing is ever kept pending, known structs are not
 * looked at again (a forged copy of one could cut a character in two), and each cut is noted. Nothing is emitted or
 * collected before the transaction ends, so that until then `rollBack` restores the document to the last bit.
 */
import * as Y from 'yjs'
import type { Limits } from '../../shared/rules/limits.ts'
import { rootNames } from '../../shared/text/roots.ts'
import { type Incoming, livingIn, namedBy, type Struct, structsIn } from './incoming.ts'
import { refuse } from './refusal.ts'
import type { Units } from './verdict.ts'

/** Any Y type; its events are of no interest here. */
export type YType = Y.AbstractType<unknown>

/** Who may write where, asked before an item is put in or cut for a deletion, so that little is done in vain. */
export interface Gate {
  /** @throws Refusal when the sender may not write in a container that stood before the update. */
  admit(type: YType): void
  /** True for a living item whose deletion is passed over. */
  isDropped(item: Y.Item): boolean
}

export class Integration {
  readonly doc: Y.Doc
  private readonly transaction: Y.Transaction
  /** The document's state vector before the update. */
  private readonly before: ReadonlyMap<number, number>
  private readonly limits: Limits
  private readonly gate: Gate
  /** Right halves of items that were cut in two, in the order of the cuts. */
  private readonly cuts: Y.Item[] = []
  /** Client ids with structs put in. */
  private readonly clients = new Set<number>()
  private steps = 0

  constructor(transaction: Y.Transaction, limits: Limits, gate: Gate) {
    this.transaction = transaction
    this.before = transaction.beforeState
    this.doc = transaction.doc
    this.limits = limits
    this.gate = gate
  }

  /** Items of the update as they stand in the document now: one that was cut counts twice. By client, in the order of clocks. */
  added(): Y.Item[] {
    const out: Y.Item[] = []
    for (const client of this.clients)
      for (const struct of structsIn(this.doc, this.newUnitsOf(client)))
        if (struct instanceof Y.Item) out.push(struct)
    return out
  }

  private newUnitsOf(client: number): Units {
    const clock = this.before.get(client) ?? 0
    return { client, clock, len: Y.getState(this.doc.store, client) - clock }
  }

  /** True for what came with the update. */
  isNew(id: Y.ID): boolean {
    return id.clock >= (this.before.get(id.client) ?? 0)
  }

  /** Items that stood before the update and are deleted by it, or with what it overwrote. */
  *removed(): Generator<Y.Item> {
    for (const [client, items] of this.transaction.deleteSet.clients)
      for (const { clock, len } of items)
        for (const struct of structsIn(this.doc, { client, clock, len }))
          if (struct instanceof Y.Item && !this.isNew(struct.id)) yield struct
  }

  /** Puts in all structs, then deletes. @throws Refusal */
  run({ fresh, deletions }: Incoming): void {
    this.addAll(fresh)
    for (const units of deletions) this.remove(units)
  }

  /** True for an item in a container that stood before the update; others come with the whole they belong to. */
  standsInOld({ parent }: Y.Item): boolean {
    const holder = (parent as YType)._item
    return !holder || !this.isNew(holder.id)
  }

  // ---- structs

  /** Client by client, as far as what a struct hangs on is there; over again until all are in. */
  private addAll(fresh: Incoming['fresh']): void {
    const queues = [...fresh.values()].map(structs => ({ structs, next: 0 }))
    for (
      let left = queues;
      left.length > 0;
      left = left.filter(({ structs, next }) => next < structs.length)
    ) {
      let isStuck = true
      for (const queue of left)
        for (let s = queue.structs[queue.next]; s && this.isReady(s); s = queue.structs[++queue.next])
          isStuck = this.add(s)
      if (isStuck) return refuse('GU14', 'structs that hang on each other in a ring')
    }
  }

  private isReady(struct: Struct): boolean {
    return namedBy(struct).every(id => id.clock < Y.getState(this.doc.store, id.client))
  }

  /** @returns false: the struct is in. */
  private add(struct: Struct): false {
    if (struct instanceof Y.GC) return refuse('GU13', 'content that was thrown away with what held it')
    this.checkPair(struct.origin, 1)
    this.checkPair(struct.rightOrigin, 0)
    this.cutting(() => this.findNeighbours(struct))
    this.checkNeighbours(struct)
    if (this.standsInOld(struct)) this.gate.admit(struct.parent as YType)
    this.clients.add(struct.id.client)
    struct.integrate(this.transaction, 0)
    return false
  }

  /** Yjs' own search for neighbours and container; cuts the items that lie on both sides of the place. */
  private findNeighbours(item: Y.Item): void {
    if (typeof item.parent === 'string') item.parent = this.root(item.parent)
    item.getMissing(this.transaction, this.doc.store)
  }

  private root(name: string): YType {
    if (!(rootNames as readonly string[]).includes(name)) refuse('GU10', 'a root that no text has')
    return this.doc.getMap(name) as unknown as YType
  }

  private checkNeighbours(item: Y.Item): void {
    const { parent, parentSub } = item
    if (!(parent instanceof Y.AbstractType)) return refuse('GU16', 'what it hangs on is gone')
    for (const side of [item.left, item.right])
      if (side && (side.parent !== parent || side.parentSub !== parentSub))
        refuse('GU15', 'neighbours that stand in two containers')
    if (item.content instanceof Y.ContentFormat && !(parent instanceof Y.Text && parentSub === null))
      refuse('GU43', 'a format outside of running text')
    this.checkGap(item)
  }

  /**
   * The right neighbour must stand right of the left one, or replicas place the item differently: looking it up may even
   * have cut the left one short. Placing an item between neighbours that others have written between costs a step each;
   * so many structs could hold the server up for long.
   */
  private checkGap({ origin, left, right, parent, parentSub }: Y.Item): void {
    const isCutShort = left !== null && !Y.compareIDs(left.lastId, origin)
    const isApart = left ? left.right !== right : !right || right.left !== null
    let between = isApart ? (left ? left.right : firstOf(parent as YType, parentSub)) : right
    for (; between && between !== right; between = between.right) this.steps++
    if (isCutShort || between !== right) refuse('GU17', 'a right neighbour that stands left of the left one')
    if (this.steps > this.limits.maxSteps)
      refuse('GU18', 'structs too entangled with others to be placed in time')
  }

  // ---- deletions

  private remove(units: Units): void {
    const { client, clock, len } = units
    for (const item of [...livingIn(this.doc, units)]) {
      if (!this.isNew(item.id)) {
        if (this.gate.isDropped(item)) continue
        this.gate.admit(item.parent as YType)
      }
      const from = Math.max(clock, item.id.clock)
      const to = Math.min(clock + len, item.id.clock + item.length)
      this.cutBefore(client, from)
      this.cutBefore(client, to)
      Y.getItem(this.doc.store, Y.createID(client, from)).delete(this.transaction)
    }
  }

  private cutBefore(client: number, clock: number): void {
    if (clock >= Y.getState(this.doc.store, client)) return
    const id = Y.createID(client, clock)
    this.checkPair(id, 0)
    this.cutting(() => Y.getItemCleanStart(this.transaction, id))
  }

  // ---- cuts

  private cutting(work: () => void): void {
    const { _mergeStructs: noted } = this.transaction
    const before = noted.length
    try {
      work()
    } finally {
      this.cuts.push(...(noted.slice(before) as Y.Item[]))
    }
  }

  /** Yjs replaces both halves of a character beyond U+FFFF by U+FFFD when an item is cut between them. */
  private checkPair(id: Y.ID | null, after: 0 | 1): void {
    if (!id) return
    const item = Y.getItem(this.doc.store, id)
    if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) return
    const at = id.clock - item.id.clock + after
    const around = at > 0 ? item.content.str.slice(at - 1, at + 1) : ''
    if (/^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(around)) refuse('GU19', 'a cut through one character')
  }

  // ---- back

  /**
   * Takes everything out again; the transaction then has nothing to tell.
   * @returns false when the document could not be restored: it must be rebuilt from the log.
   */
  rollBack(): boolean {
    try {
      return this.takeOut() && this.isAsBefore()
    } catch {
      return false // the lists hang together in a way that is not known here
    } finally {
      this.silence()
    }
  }

  private takeOut(): boolean {
    const added = this.added()
    for (const item of this.removed()) revive(item)
    for (const item of added.toReversed()) unlink(item)
    this.forgetAdded()
    const isWhole = this.cuts.toReversed().every(right => this.mend(right))
    for (const type of new Set(added.map(({ parent }) => parent as YType))) forgetFormats(type)
    return isWhole
  }

  private forgetAdded(): void {
    const { clients } = this.doc.store
    for (const client of this.clients) {
      const structs = clients.get(client) ?? []
      const kept = structs.findLastIndex(({ id }) => !this.isNew(id)) + 1
      if (kept === 0) clients.delete(client)
      else structs.length = kept
    }
  }

  /** Puts the halves of one item together; a half that came with the update is gone already. */
  private mend(right: Y.Item): boolean {
    if (this.isNew(right.id)) return true
    const { client, clock } = right.id
    const structs = this.doc.store.clients.get(client) ?? []
    const at = Y.findIndexSS(structs, clock)
    const left = structs[at - 1]
    if (structs[at] !== right || !(left instanceof Y.Item) || !left.mergeWith(right)) return false
    structs.splice(at, 1)
    const { parent, parentSub } = right
    if (parentSub !== null && (parent as YType)._map.get(parentSub) === right)
      (parent as YType)._map.set(parentSub, left)
    return true
  }

  /** So that the end of the transaction finds nothing to emit, to observe, to merge or to collect. */
  private silence(): void {
    const { transaction } = this
    transaction.deleteSet.clients.clear()
    transaction.changed.clear()
    transaction._mergeStructs.length = 0
    transaction.beforeState = this.stateNow()
  }

  private isAsBefore(): boolean {
    const now = this.stateNow()
    return (
      now.size === this.before.size && [...now].every(([client, clock]) => this.before.get(client) === clock)
    )
  }

  private stateNow(): Map<number, number> {
    const { store } = this.doc
    return new Map([...store.clients.keys()].map(client => [client, Y.getState(store, client)]))
  }
}

function firstOf(type: YType, key: string | null): Y.Item | null {
  if (key === null) return type._start
  let first = type._map.get(key) ?? null
  while (first?.left) first = first.left
  return first
}

function revive(item: Y.Item): void {
  item.deleted = false
  if (item.countable && item.parentSub === null) (item.parent as YType)._length += item.length
}

function unlink(item: Y.Item): void {
  const { left, right, parentSub } = item
  const type = item.parent as YType
  if (left) left.right = right
  else if (parentSub === null && type._start === item) type._start = right
  if (right) right.left = left
  else if (parentSub !== null) setCurrent(type, parentSub, left)
  if (parentSub === null && item.countable && !item.deleted) type._length -= item.length
}

function setCurrent(type: YType, key: string, item: Y.Item | null): void {
  if (item) type._map.set(key, item)
  else type._map.delete(key)
}

/** Yjs notes on a text that it once held a format, and then searches it more slowly. */
function forgetFormats(type: YType): void {
  if (!(type instanceof Y.Text)) return
  for (let item = type._start; item; item = item.right) if (item.content instanceof Y.ContentFormat) return
  type._hasFormatting = false
  type._searchMarker = []
}
