/**
 * Composition that follows a document: after each transaction only what it touched is composed anew.
 * Law (tested): its blocks always equal those of `compose` over a fresh model.
 */
import * as Y from 'yjs'
import type { BracketId, ChangeId, HostId, ProposalId } from '../ids.ts'
import { changesOf } from '../proposal/change.ts'
import type { Anchor, BracketEnd, BracketEndName, TextAnchor } from '../text/anchor.ts'
import { hostOfText } from '../text/items.ts'
import { bracketOfEndKey, endKey } from '../text/relocation.ts'
import { textOf } from '../text/roots.ts'
import {
  type ComposedBlock,
  composeBlock,
  composeBlocks,
  composeNotes,
  compose,
  type KnownBlock,
  markBrackets,
} from './compose.ts'
import { type Change, maxNesting, Model } from './model.ts'
import { type ComposeView, everything } from './view.ts'

export class LiveComposition {
  model: Model
  blocks: readonly ComposedBlock[]
  private view: ComposeView
  private readonly dirty = new Set<string>()
  private structural = false
  private stale = false
  private readonly predicted = new Map<string, { readonly bracket: string; readonly value: BracketEnd }>()

  constructor(doc: Y.Doc, view: ComposeView = everything) {
    this.view = view
    this.model = new Model(doc)
    this.blocks = compose(this.model, view)
  }

  /** True when something was noted that `update` has not composed yet. */
  get pending(): boolean {
    return this.stale || this.structural || this.dirty.size > 0
  }

  /** Takes another view; `update` then composes the whole text. */
  setView(view: ComposeView): void {
    this.view = view
    this.stale = true
  }

  /** Shows bracket ends as this client asked the server to bind them, until the server's own entry arrives. */
  predictEnds(ends: readonly { bracket: string; end: BracketEndName; at: TextAnchor; ord: string }[]): void {
    for (const { bracket, end, at, ord } of ends) {
      this.predicted.set(endKey(bracket, end), { bracket, value: { at, ord } })
      this.bindEnd(bracket, endKey(bracket, end), { at, ord })
    }
  }

  /** True while it shows bracket ends that no record holds yet. */
  get predicts(): boolean {
    return this.predicted.size > 0
  }

  /** Drops predictions that the server did not take over; call it when it has answered all that was sent. */
  forgetPredictions(): void {
    if (this.predicted.size) this.stale = true
    this.predicted.clear()
  }

  /** Notes what a finished transaction touched. Call it for every transaction, after it. */
  note(transaction: Y.Transaction): void {
    const { proposals } = this.model.roots
    for (const [type, keys] of transaction.changed) this.takeUp(type as YType, keys, proposals as YType)
    for (const [type, keys] of transaction.changed) this.noteType(type as YType, keys)
  }

  /** Takes up new changes and hosts first: what arrives in one transaction may hang on each other in any order. */
  private takeUp(type: YType, keys: Set<string | null>, proposals: YType): void {
    const { root, path } = pathOf(type)
    if (root !== proposals) return
    if (path.length === 0) for (const pid of keys) this.takeUpChanges(pid as string)
    else if (path.length === 2) for (const cid of keys) this.takeUpChange(path[0] as string, cid as string)
    else if (path.length > 2) {
      const change = this.model.changes.get(path[2] as string)
      if (change) this.model.addHostsOf(change)
    }
  }

  private takeUpChanges(pid: string): void {
    const proposal = this.model.roots.proposals.get(pid)
    if (proposal) for (const cid of changesOf(proposal).keys()) this.takeUpChange(pid, cid)
  }

  private takeUpChange(pid: string, cid: string): void {
    if (this.model.changes.has(cid)) return
    const map = changesOf(this.model.roots.proposals.get(pid)).get(cid)
    if (map) this.model.addChange(pid as ProposalId, cid as ChangeId, map)
  }

  /** Composes what was noted; true when a block changed, came, went or moved. Blocks that did not change stay the same objects. */
  update(): boolean {
    if (!this.pending) return false
    const before = this.blocks
    this.blocks = this.stale || this.view.adopts ? this.whole() : this.partial()
    this.dirty.clear()
    this.structural = this.stale = false
    return before.length !== this.blocks.length || before.some((block, i) => block !== this.blocks[i])
  }

  private whole(): ComposedBlock[] {
    if (this.stale) this.model = new Model(this.model.doc)
    if (this.stale) for (const [key, { bracket, value }] of this.predicted) this.bindEnd(bracket, key, value)
    return compose(this.model, this.view)
  }

  private partial(): ComposedBlock[] {
    const blocks = this.structural ? this.reordered() : this.refreshed()
    return markBrackets(blocks.concat(composeNotes(this.model, this.view, blocks, this.known())))
  }

  /** All blocks in their order, composed anew only where touched. */
  private reordered(): ComposedBlock[] {
    return composeBlocks(this.model, this.view, this.known())
  }

  private known(): KnownBlock {
    const old = new Map(this.blocks.map(block => [block.id as string, block]))
    return (id, proposed) => {
      const block = old.get(id)
      return block && block.proposed === proposed && !this.dirty.has(id) ? block : undefined
    }
  }

  /** The same list with the touched blocks composed anew. */
  private refreshed(): ComposedBlock[] {
    const blocks = this.blocks.filter(block => block.kind !== 'note')
    return this.dirty.size
      ? blocks.map(block => (this.dirty.has(block.id) ? this.refresh(block) : block))
      : blocks
  }

  private refresh(block: ComposedBlock): ComposedBlock {
    const map = this.model.hosts.get(block.id)?.text._item?.parent
    return map instanceof Y.Map ? composeBlock(this.model, this.view, block.id, map, block.proposed) : block
  }

  // ---- what a transaction touched

  private noteType(type: YType, keys: Set<string | null>): void {
    if (type instanceof Y.Text) return this.noteText(type)
    const { root, path } = pathOf(type)
    const { roots } = this.model
    if (root === roots.proposals) this.noteProposals(path, keys)
    else if (root === roots.register) for (const id of keys) this.noteRegister(id as string)
    else if (root === roots.blocks) this.noteBlocks(path, keys)
    else if (root === roots.footnotes) this.noteFootnotes(path, keys)
    else if (root === roots.brackets) for (const id of keys) this.noteBracket(id as string)
    else if (root === roots.reloc) this.noteReloc(keys as Set<string>)
  }

  /** Bracket ends are bound anew in place; anything else moved text, and the whole is indexed afresh. */
  private noteReloc(keys: Set<string>): void {
    for (const key of keys) {
      const bracket = bracketOfEndKey(key)
      if (bracket === null) this.stale = true
      else this.bindEnd(bracket, key, this.model.roots.reloc.get(key))
      this.predicted.delete(key)
    }
  }

  private bindEnd(bracket: string, key: string, value: unknown): void {
    this.touchBracket(bracket)
    this.model.reloc.add(key, value)
    this.model.relinkBracket(bracket as BracketId)
    this.touchBracket(bracket)
  }

  private noteText(text: Y.Text): void {
    const host = hostOfText(text)
    if (host && this.model.hosts.has(host)) this.touch(host)
  }

  /** Marks the block (or note) in which a host shows, climbing through the insertions it hangs in. */
  private touch(id: string): void {
    let at = id
    for (let depth = 0; depth < maxNesting; depth++) {
      const host = this.model.hosts.get(at)
      if (host?.kind !== 'insert' || !host.change) break
      const above = this.model.hostAt(host.change.map.get('at') as Anchor)
      if (!above) return
      at = above
    }
    this.dirty.add(at)
  }

  private touchChange(change: Change): void {
    if (change.kind === 'newBlock') this.touchNewBlocks(change)
    for (const place of change.places) {
      if (!place.startsWith('@')) this.touch(place)
      else if (change.kind !== 'newBlock') this.dirty.add(place.slice(1))
    }
    if (change.kind === 'insert') this.touchKeys(change, 'notes')
  }

  private touchNewBlocks(change: Change): void {
    this.structural = true
    for (const key of ['blocks', 'notes']) this.touchKeys(change, key)
  }

  private touchKeys(change: Change, key: string): void {
    const map = change.map.get(key)
    if (map instanceof Y.Map) for (const id of map.keys()) this.dirty.add(id)
  }

  private relink(change: Change): void {
    this.touchChange(change)
    this.model.link(change)
    this.touchChange(change)
  }

  private noteProposals(path: string[], keys: Set<string | null>): void {
    if (path.length === 0) for (const pid of keys) this.noteProposal(pid as string)
    else if (path.length === 2) for (const cid of keys) this.noteChange(cid as string)
    else if (path.length > 2) this.noteChange(path[2] as string)
  }

  private noteProposal(pid: string): void {
    const proposal = this.model.roots.proposals.get(pid)
    if (proposal) for (const cid of changesOf(proposal).keys()) this.noteChange(cid)
  }

  private noteChange(cid: string): void {
    const change = this.model.changes.get(cid)
    if (change) this.relink(change)
  }

  private noteRegister(id: string): void {
    const proposal = this.model.roots.proposals.get(id)
    if (!proposal) return this.touchBracket(id)
    for (const cid of changesOf(proposal).keys()) {
      const change = this.model.changes.get(cid)
      if (change) this.touchChange(change)
    }
  }

  private noteBlocks(path: string[], keys: Set<string | null>): void {
    if (path.length > 0) {
      this.dirty.add(path[0] as string)
      if (keys.has('order') || keys.has('gone')) this.structural = true
      return
    }
    this.structural = true
    for (const id of keys)
      this.model.addAgreedHost(id as string, 'block', textOf(this.model.roots.blocks.get(id as string)))
  }

  private noteFootnotes(path: string[], keys: Set<string | null>): void {
    const ids = path.length > 0 ? [path[0] as string] : [...keys].map(String)
    for (const id of ids) {
      this.model.addAgreedHost(id, 'note', textOf(this.model.roots.footnotes.get(id)))
      this.dirty.add(id)
    }
  }

  private noteBracket(id: string): void {
    this.touchBracket(id)
    this.model.linkAgreedBracket(id as BracketId)
    this.touchBracket(id)
  }

  private touchBracket(id: string): void {
    for (const host of this.model.hostsOf(id)) this.touch(host as HostId)
  }
}

/** Any Y type; its events are of no interest here. */
type YType = Y.AbstractType<unknown>

/** The root above a type and the keys on the way down to it. */
export function pathOf(type: YType): { root: YType; path: string[] } {
  const path: string[] = []
  let at = type
  while (at._item) {
    path.unshift(at._item.parentSub as string)
    at = at._item.parent as YType
  }
  return { root: at, path }
}
