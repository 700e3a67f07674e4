/** What chair, secretary and holders ask the server for, at random; after each act the laws that belong to it are asked. */
import type * as Y from 'yjs'
import { withDependencies } from '../../shared/compose/adoption.ts'
import { canonicalWords, plainWords } from '../../shared/compose/canonical.ts'
import { compose } from '../../shared/compose/compose.ts'
import { Model } from '../../shared/compose/model.ts'
import { previewOf } from '../../shared/compose/preview.ts'
import { asIfAdopted, clean, everything } from '../../shared/compose/view.ts'
import type { BlockId, CommandId, PartyId, PersonId, ProposalId } from '../../shared/ids.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import { anchorAfter, anchorBefore } from '../../shared/text/items.ts'
import { isStanding, proposalEntry, rootsOf, textOf } from '../../shared/text/roots.ts'
import type { Actor } from '../../server/actor/actor.ts'
import type { SimClient } from './client.ts'
import type { House } from './house.ts'
import { agreedWords, insist, placeIsGone, shownWords, standingBrackets } from './laws.ts'
import type { Random } from './random.ts'

/** What happened in all runs, for the eye. */
export interface Counts {
  operations: number
  adopted: number
  refused: { [rule: string]: number }
  closed: number
  splits: number
  joins: number
  detached: number
  acts: { [kind: string]: number }
}

export function noCounts(): Counts {
  return { operations: 0, adopted: 0, refused: {}, closed: 0, splits: 0, joins: 0, detached: 0, acts: {} }
}

const chair: Actor = { person: 'c1' as PersonId, name: 'Chair', party: 'SEC' as PartyId, role: 'chair' }

interface Fields {
  readonly kind: string
  readonly [key: string]: unknown
}

export class Desk {
  private commands = 0
  private readonly house: House
  private readonly random: Random
  private readonly counts: Counts
  private readonly clients: readonly SimClient[]

  constructor(house: House, random: Random, counts: Counts, clients: readonly SimClient[]) {
    this.house = house
    this.random = random
    this.counts = counts
    this.clients = clients
  }

  private get doc(): Y.Doc {
    return this.house.doc
  }

  private get secretary(): SimClient {
    return this.random.pick(this.clients.filter(client => client.isSecretary))
  }

  /** One act, chosen by weight. */
  async act(): Promise<void> {
    const table: readonly [number, () => Promise<void>][] = [
      [34, () => this.withOpen(id => this.adopt([id]))],
      [8, () => this.withOpen(id => this.adopt([...withDependencies(new Model(this.doc), id)]))],
      [8, () => this.withOpen(id => this.adoptInPart(id))],
      [5, () => this.withOpen(id => this.amendByWords(id))],
      [5, () => this.withOpen(id => this.amendByProposal(id))],
      [8, () => this.withOpen(id => this.close(id, chair, 'not-retain'))],
      [4, () => this.withOpen(id => this.withdraw(id))],
      [3, () => this.withOpen(id => this.keep(id))],
      [4, () => this.lift()],
      [16, () => this.breakBlock()],
      [16, () => this.joinBlock()],
      [4, () => this.wrap()],
      [3, () => this.insertNote()],
      [2, () => this.removeNote()],
      [2, () => this.deleteBlock()],
      [3, () => this.moveBlock()],
      [3, () => this.newBlock()],
      [3, () => this.reserve()],
    ]
    let at = this.random.below(table.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, act] of table) {
      at -= weight
      if (at < 0) return act()
    }
  }

  private async withOpen(act: (id: ProposalId) => Promise<void>): Promise<void> {
    const open: ProposalId[] = []
    rootsOf(this.doc).register.forEach((entry, id) => {
      if (entry.kind === 'proposal' && isStanding(entry)) open.push(id as ProposalId)
    })
    const withText = open.filter(id => rootsOf(this.doc).proposals.has(id))
    if (withText.length) await act(this.random.pick(withText.sort()))
  }

  /** Asks; no bracket may go but by lifting it, and nothing at all may change when it is refused. */
  private async command(actor: Actor, fields: Fields): Promise<Answer> {
    const command = { id: `c${this.commands++}` as CommandId, ...fields } as unknown as Command
    const brackets = standingBrackets(this.doc)
    const agreed = agreedWords(this.doc)
    const answer = await this.house.command(actor, command)
    if (answer.kind === 'refused') {
      this.counts.refused[answer.rule] = (this.counts.refused[answer.rule] ?? 0) + 1
      insist(agreedWords(this.doc) === agreed, 'a refused act changes nothing', () => fields)
    } else this.counts.acts[fields.kind] = (this.counts.acts[fields.kind] ?? 0) + 1
    const now = standingBrackets(this.doc)
    for (const id of brackets)
      insist(now.has(id) || fields['bracket'] === id, 'a bracket goes by an act on it', () => [id, fields])
    return answer
  }

  /** Others' words stay as shown, unless their place went. */
  private checkOthers(before: Map<string, string>, isOther: (cid: string) => boolean): void {
    const model = new Model(this.doc)
    const after = shownWords(this.doc)
    for (const [host, text] of before) {
      const cid = model.hosts.get(host)?.change?.cid ?? host
      if (!isOther(cid) || after.get(host) === text) continue
      const change = model.changes.get(cid)
      insist(!!change && placeIsGone(model, change, 0), "another's words stand after an act", () => [
        host,
        text,
        after.get(host),
      ])
    }
  }

  // ---- decisions

  /** Adopts proposals together, or named changes of them: the text becomes the preview. */
  private async adopt(ids: readonly ProposalId[], changes?: readonly string[]): Promise<void> {
    const { doc } = this
    const set = new Set(ids)
    const named = changes && new Set(changes)
    const model = new Model(doc)
    const preview = previewOf(model, set, named)
    const wanted = canonicalWords(compose(model, asIfAdopted(set, { changes: named })))
    const others = shownWords(doc)
    const [proposal, ...together] = ids
    const fields = { proposal, together, previewHash: preview.hash, ...(changes ? { changes } : {}) }
    const result = await this.command(chair, { kind: 'adopt', ...fields })
    if (result.kind === 'refused') {
      const mayBe = changes ? ['RG5', 'RG12'] : ['RG5']
      insist(mayBe.includes(result.rule), 'an adoption is refused only for what it hangs on', () => result)
      return
    }
    this.counts.adopted++
    this.checkText(wanted, fields)
    this.checkOthers(others, cid => !(named ? named.has(cid) : set.has(cid.split('.')[0] as ProposalId)))
  }

  private checkText(wanted: string, detail: unknown): void {
    const got = canonicalWords(compose(new Model(this.doc), clean))
    insist(got === wanted, 'the adopted text is the preview', () => ({
      detail,
      wanted: wanted.split('\n'),
      got: got.split('\n'),
    }))
  }

  private async adoptInPart(proposal: ProposalId): Promise<void> {
    const all = new Model(this.doc).changesOf(proposal).map(change => change.cid as string)
    await this.adopt(
      [proposal],
      all.filter(() => this.random.next() < 0.5),
    )
  }

  private async amendByWords(proposal: ProposalId): Promise<void> {
    const others = shownWords(this.doc)
    const fields = {
      proposal,
      previewHash: previewOf(new Model(this.doc), new Set([proposal])).hash,
      amendedBy: { kind: 'words', words: 'WORDS' },
    }
    const result = await this.command(chair, { kind: 'adopt-as-amended', ...fields })
    if (result.kind === 'refused')
      return insist(['RG5', 'RG10'].includes(result.rule), 'words amend one insertion', () => result)
    this.checkOthers(others, cid => !cid.startsWith(`${proposal}.`))
  }

  private async amendByProposal(proposal: ProposalId): Promise<void> {
    await this.withOpen(async instead => {
      if (instead === proposal) return
      const model = new Model(this.doc)
      const set = new Set([instead])
      const wanted = canonicalWords(compose(model, asIfAdopted(set)))
      const others = shownWords(this.doc)
      const fields = { proposal, previewHash: previewOf(model, set).hash }
      const amendedBy = { kind: 'proposal', proposal: instead }
      const result = await this.command(chair, { kind: 'adopt-as-amended', ...fields, amendedBy })
      if (result.kind === 'refused')
        return insist(
          result.rule === 'RG5',
          'an amendment is refused only for what it hangs on',
          () => result,
        )
      this.checkText(wanted, [proposal, instead])
      this.checkOthers(others, cid => !cid.startsWith(`${proposal}.`) && !cid.startsWith(`${instead}.`))
    })
  }

  private async close(proposal: ProposalId, actor: Actor, kind: 'not-retain' | 'withdraw'): Promise<void> {
    const before = shownWords(this.doc)
    const agreed = agreedWords(this.doc)
    const result = await this.command(actor, { kind, proposal })
    insist(result.kind === 'done', 'an open proposal can be closed', () => result)
    this.counts.closed++
    insist(agreedWords(this.doc) === agreed, 'closing changes no agreed text')
    this.checkOthers(before, id => !id.startsWith(`${proposal}.`))
  }

  private async withdraw(proposal: ProposalId): Promise<void> {
    const holder = proposalEntry(rootsOf(this.doc), proposal)?.holder
    const person = this.clients.findLast(client => client.party === holder)
    if (person) await this.close(proposal, person.actor, 'withdraw')
  }

  private async keep(proposal: ProposalId): Promise<void> {
    const before = shownWords(this.doc)
    const target = { kind: 'proposal', proposal }
    const result = await this.command(chair, { kind: 'keep-in-brackets', target })
    insist(result.kind === 'done', 'an open proposal can be kept', () => result)
    this.checkOthers(before, () => true)
  }

  private async lift(): Promise<void> {
    const ids = [...rootsOf(this.doc).brackets.keys()].sort()
    if (!ids.length) return
    const shown = shownWords(this.doc)
    const words = this.lettersOf()
    await this.command(chair, { kind: 'lift-bracket', bracket: this.random.pick(ids) })
    insist(this.lettersOf() === words, 'lifting a bracket leaves the words')
    this.checkOthers(shown, () => true)
  }

  // ---- structure

  /** Agreed words without drawn brackets, and breaks between blocks. */
  private lettersOf(): string {
    return plainWords(compose(new Model(this.doc), clean))
      .join('')
      .replace(/[[\]]/g, '')
  }

  private someBlock(): { id: BlockId; text: Y.Text } | null {
    const blocks = compose(new Model(this.doc), clean).filter(block => block.kind !== 'note')
    if (!blocks.length) return null
    const id = this.random.pick(blocks).id as string as BlockId
    return { id, text: textOf(rootsOf(this.doc).blocks.get(id)) as Y.Text }
  }

  /** An act that leaves all letters of agreed text, in their order unless blocks move, and everybody's proposals. */
  private async rearrange(fields: Fields): Promise<Answer> {
    const isOrdered = fields.kind !== 'move-block'
    const inOrder = (text: string) => (isOrdered ? text : [...text].sort().join(''))
    const shown = shownWords(this.doc)
    const before = this.lettersOf()
    const answer = await this.command(this.secretary.actor, fields)
    const after = this.lettersOf()
    insist(inOrder(after) === inOrder(before), 'structure changes no words', () => [fields, before, after])
    this.checkOthers(shown, () => true)
    return answer
  }

  /** Breaks and joins also leave the order of what is shown in agreed blocks: proposals and brackets at one place among them. */
  private async restructure(fields: Fields): Promise<void> {
    const shownOf = () => {
      const blocks = compose(new Model(this.doc), everything)
      return plainWords(blocks.filter(block => block.kind !== 'note' && !block.proposed)).join('')
    }
    const before = shownOf()
    await this.rearrange(fields)
    insist(shownOf() === before, 'breaks and joins change no order', () => [fields, before, shownOf()])
  }

  private async breakBlock(): Promise<void> {
    const block = this.someBlock()
    if (!block) return
    const at = anchorAfter(block.id, block.text, this.random.below(block.text.length + 1))
    const breaks = [{ at, id: `x${this.commands}`, kind: 'paragraph' }]
    await this.restructure({ kind: 'structure', breaks, joins: [], kinds: [] })
    this.counts.splits++
  }

  private async joinBlock(): Promise<void> {
    const block = this.someBlock()
    if (!block) return
    await this.restructure({ kind: 'structure', breaks: [], joins: [block.id], kinds: [] })
    this.counts.joins++
  }

  private async wrap(): Promise<void> {
    const block = this.someBlock()
    if (!block) return
    const from = this.random.below(block.text.length + 1)
    const to = from + this.random.below(block.text.length - from + 1)
    const open = anchorBefore(block.id, block.text, from)
    const close = anchorAfter(block.id, block.text, to)
    await this.rearrange({ kind: 'wrap-bracket', bracket: `k${this.commands}`, open, close })
  }

  private async moveBlock(): Promise<void> {
    const block = this.someBlock()
    const after = this.random.next() < 0.3 ? null : this.someBlock()
    if (!block) return
    const fields = { block: block.id, after: after?.id ?? null }
    const answer = await this.rearrange({ kind: 'move-block', ...fields })
    insist(answer.kind === 'done', 'a standing block can be moved', () => answer)
    const order = compose(new Model(this.doc), clean).map(each => each.id as string)
    if (after?.id !== block.id)
      insist(
        order.indexOf(block.id) === (after ? order.indexOf(after.id) + 1 : 0),
        'a moved block stands where it was put',
        () => [fields, order],
      )
  }

  private async insertNote(): Promise<void> {
    const block = this.someBlock()
    if (!block) return
    const at = anchorAfter(block.id, block.text, this.random.below(block.text.length + 1))
    const shown = shownWords(this.doc)
    await this.command(this.secretary.actor, {
      kind: 'insert-note',
      at,
      note: `n${this.commands}`,
      text: 'note',
    })
    this.checkOthers(shown, () => true)
  }

  private async removeNote(): Promise<void> {
    const notes = [...rootsOf(this.doc).footnotes.keys()].sort()
    const shown = shownWords(this.doc)
    await this.command(this.secretary.actor, { kind: 'remove-note', note: this.random.pick(notes) })
    this.checkOthers(shown, () => true)
  }

  private async deleteBlock(): Promise<void> {
    const block = this.someBlock()
    const shown = shownWords(this.doc)
    if (block) await this.command(this.secretary.actor, { kind: 'delete-block', block: block.id })
    this.checkOthers(shown, () => true)
  }

  /** A fresh block, or one that was deleted and comes back with its words. */
  private async newBlock(): Promise<void> {
    const gone = [...rootsOf(this.doc).blocks].filter(([, block]) => typeof block.get('gone') === 'object')
    const revived = gone.length && this.random.next() < 0.6 ? this.random.pick(gone)[0] : null
    const after = this.random.next() < 0.3 ? null : (this.someBlock()?.id ?? null)
    const shown = shownWords(this.doc)
    const fields = {
      block: revived ?? `y${this.commands}`,
      after,
      blockKind: 'paragraph',
      level: 0,
      text: 'NEW',
    }
    const answer = await this.command(this.secretary.actor, { kind: 'new-block', ...fields })
    insist(answer.kind === 'done', 'a block can be made or revived', () => [fields, answer])
    this.checkOthers(shown, () => true)
  }

  /** The secretary speaks for a delegation from now on. */
  private async reserve(): Promise<void> {
    const { secretary } = this
    const proposal = `V${this.commands}` as ProposalId
    const onBehalfOf = this.random.pick(['D', 'E', 'F'] as const)
    await this.command(secretary.actor, { kind: 'reserve', proposal, onBehalfOf })
    secretary.speakFor(onBehalfOf as string as PartyId, proposal)
  }
}
