/**
 * What an update did to a document, judged where it stands: an update is nothing but new items and deletions, and each of
 * them stands in exactly one container. Items in containers that are new themselves are judged with the whole they belong to.
 */
import * as Y from 'yjs'
import type { ChangeId, ProposalId } from '../../shared/ids.ts'
import { changeKinds, hasSwitch } from '../../shared/proposal/change.ts'
import type { Limits } from '../../shared/rules/limits.ts'
import { isStanding, proposalEntry, type Roots } from '../../shared/text/roots.ts'
import type { Integration, YType } from './integration.ts'
import type { Place, Places } from './place.ts'
import { refuse } from './refusal.ts'
import { checkTextItem, refersToNote } from './running-text.ts'
import {
  checkChange,
  checkChangeCount,
  checkHost,
  checkHostCount,
  checkHostIds,
  checkIds,
  checkLength,
  checkProposal,
  isOn,
} from './shapes.ts'
import type { Findings, Units } from './verdict.ts'

type In<K extends Place['kind']> = Extract<Place, { readonly kind: K }>

export class Inspection {
  private readonly roots: Roots
  private readonly places: Places
  private readonly limits: Limits
  private readonly written = new Map<YType, Place>()
  private readonly newProposals: ProposalId[] = []
  private readonly touched = new Set<ProposalId>()
  private readonly shrunk = new Set<ProposalId>()
  private readonly late = new Set<ChangeId>()
  private readonly newTextItems: Units[] = []
  private readonly deletes: Units[] = []
  /** Texts in which a format may have become needless. */
  readonly unsettled = new Set<Y.Text>()

  constructor(roots: Roots, places: Places, limits: Limits) {
    this.roots = roots
    this.places = places
    this.limits = limits
  }

  /** Judges all that `work` put in and deleted. @throws Refusal */
  inspect(work: Integration): Findings {
    for (const item of work.removed()) this.judgeRemoved(item)
    const added = work.added()
    for (const item of added) if (work.standsInOld(item)) this.judgeAdded(item)
    for (const place of this.written.values()) this.checkWhole(place)
    return {
      newProposals: this.newProposals,
      touched: [...this.touched],
      clients: [...new Set(added.map(({ id }) => id.client))],
      late: [...this.late],
      emptiedCandidates: [...this.touched].filter(pid => this.shrunk.has(pid) || this.isEmptied(pid)),
      agreedText: [...this.written.values()].some(({ kind }) => kind === 'agreed'),
      newTextItems: this.newTextItems,
      deletes: this.deletes,
    }
  }

  private isEmptied(pid: ProposalId): boolean {
    return proposalEntry(this.roots, pid)?.state === 'emptied'
  }

  /** The place an item stands in, where the sender may write: what goes with something else did not pass the gate. */
  private enter(item: Y.Item): Place {
    const type = item.parent as YType
    const place = this.places.of(type)
    this.places.permit(place)
    this.written.set(type, place)
    this.noteProposal(place)
    return place
  }

  private noteProposal(place: Place): void {
    if (!('pid' in place)) return
    this.touched.add(place.pid)
    if ('cid' in place && place.cid !== null) this.noteChange(place.pid, place.cid)
  }

  private noteChange(pid: ProposalId, cid: ChangeId): void {
    const entry = proposalEntry(this.roots, pid)
    if (!isStanding(entry) || entry?.decided?.includes(cid)) this.late.add(cid)
  }

  // ---- what was deleted

  private judgeRemoved(item: Y.Item): void {
    const place = this.enter(item)
    switch (place.kind) {
      case 'agreed':
        if (refersToNote(item)) refuse('GU58', 'references to notes leave agreed text by command')
        if (item.countable) this.deletes.push(unitsOf(item))
        return this.unsettle(place.text)
      case 'own':
        this.shrunk.add(place.pid)
        return this.unsettle(place.text)
      case 'ids':
        return void this.shrunk.add(place.pid)
      case 'change':
        this.checkField(item, place)
        return void this.shrunk.add(place.pid)
      case 'proposals':
      case 'changes':
      case 'hosts':
        return refuse(
          'GU30',
          'what was once proposed is switched off or emptied, never removed or overwritten',
        )
      case 'proposal':
      case 'fields':
        return refuse('GU36', 'a field that is written once')
      case 'sealed':
        return undefined // nobody is let in
    }
  }

  private unsettle(text: Y.Text): void {
    if (text._hasFormatting) this.unsettled.add(text)
  }

  // ---- what was added

  private judgeAdded(item: Y.Item): void {
    const place = this.enter(item)
    if (place.kind === 'agreed' || place.kind === 'own') return this.judgeText(item, place)
    if (item.parentSub === null) return refuse('GU59', 'list content in a map')
    this.judgeEntry(item, item.parentSub, place)
  }

  private judgeText(item: Y.Item, place: In<'agreed' | 'own'>): void {
    const notes =
      place.kind === 'own' ? (place.change?.get('notes') as Y.Map<unknown> | undefined) : undefined
    checkTextItem(item, place.kind === 'agreed' ? { of: 'agreed' } : { of: place.of, notes: notes ?? null })
    if (place.kind === 'agreed' && item.countable && !item.deleted) this.newTextItems.push(unitsOf(item))
    if (item.content instanceof Y.ContentFormat) this.unsettle(place.text)
  }

  private judgeEntry(item: Y.Item, key: string, place: Exclude<Place, In<'agreed' | 'own'>>): void {
    switch (place.kind) {
      case 'proposals':
        return this.judgeProposal(item, key)
      case 'changes':
        checkNewKey(item)
        this.noteChange(place.pid, key as ChangeId)
        return checkChange(place.pid, key, item, this.limits)
      case 'hosts': {
        checkNewKey(item)
        const notes = place.change.get('notes') as Y.Map<unknown>
        return checkHost(place.cid, key, item, { of: place.of, notes }, this.limits)
      }
      case 'change':
        return this.checkField(item, place)
      case 'ids':
        return undefined // all ranges are checked together
      case 'proposal':
      case 'fields':
        return refuse('GU37', 'a field that is written once')
      case 'sealed':
        return undefined // nobody is let in
    }
  }

  private judgeProposal(item: Y.Item, key: string): void {
    checkNewKey(item)
    const pid = key as ProposalId
    const entry = proposalEntry(this.roots, pid)
    if (entry) this.places.permit({ kind: 'proposal', pid })
    else if (this.roots.register.has(key))
      return refuse('GU27', 'an id that the register knows as something else')
    checkProposal(key, item, this.limits)
    if (!entry) this.newProposals.push(pid)
    this.touched.add(pid)
  }

  /** The switch is the one field of a standing change that is written again. */
  private checkField(item: Y.Item, { change }: In<'change'>): void {
    if (item.parentSub !== 'on' || !hasSwitchOn(change))
      return refuse('GU29', 'a field of a change that is written once')
    if (!item.deleted && !isOn(item)) refuse('GU39', 'a switch that is neither on nor gone')
  }

  // ---- wholes that grew

  private checkWhole(place: Place): void {
    if (place.kind === 'agreed' || place.kind === 'own') return checkLength(place.text, this.limits)
    if (place.kind === 'ids') return checkIds(place.change.get('ids') as Y.Map<unknown>, this.limits)
    if (place.kind === 'changes')
      return checkChangeCount(
        this.roots.proposals.get(place.pid)?.get('changes') as Y.Map<unknown>,
        this.limits,
      )
    if (place.kind === 'hosts') this.checkHosts(place)
  }

  private checkHosts({ change }: In<'hosts'>): void {
    const [blocks, notes] = [change.get('blocks'), change.get('notes')]
    if (blocks instanceof Y.Map && notes instanceof Y.Map) checkHostIds(blocks, notes)
    for (const hosts of [blocks, notes]) if (hosts instanceof Y.Map) checkHostCount(hosts, this.limits)
  }
}

/** Read with care: the same update may have overwritten the kind. */
function hasSwitchOn(change: Y.Map<unknown>): boolean {
  const kind = changeKinds.find(name => name === change.get('kind'))
  return kind !== undefined && hasSwitch(kind)
}

/** A key of what is only ever added to. */
function checkNewKey(item: Y.Item): void {
  if (item.left || item.right || item.deleted)
    refuse('GU60', 'a key that is there already, or dead from the start')
}

function unitsOf({ id, length }: Y.Item): Units {
  return { client: id.client, clock: id.clock, len: length }
}
