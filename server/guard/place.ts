/** Where in the document something stands, in the words of its shape, and who may write there. */
import * as Y from 'yjs'
import type { ChangeId, ProposalId } from '../../shared/ids.ts'
import { may } from '../../shared/rules/rights.ts'
import type { RootName, Roots } from '../../shared/text/roots.ts'
import { proposalEntry, rootNames } from '../../shared/text/roots.ts'
import { Refusal, refuse } from './refusal.ts'
import type { YType } from './integration.ts'
import type { Sender } from './verdict.ts'

/** What kind of running text of a proposal. */
export type OwnTextKind = 'rationale' | 'insertion' | 'block' | 'note'

interface InProposal {
  readonly pid: ProposalId
}

interface InChange extends InProposal {
  readonly cid: ChangeId
  readonly change: Y.Map<unknown>
}

/** A container that something can stand in. */
export type Place =
  /** A root, or fields of agreed text: written by the server alone. */
  | { readonly kind: 'sealed'; readonly root: RootName }
  /** The running text of an agreed block or note. */
  | { readonly kind: 'agreed'; readonly text: Y.Text }
  | { readonly kind: 'proposals' }
  /** The fields of a proposal. */
  | (InProposal & { readonly kind: 'proposal' })
  | (InProposal & { readonly kind: 'changes' })
  /** The fields of a change. */
  | (InChange & { readonly kind: 'change' })
  /** The ranges of a deletion or format. */
  | (InChange & { readonly kind: 'ids' })
  /** The proposed blocks, or the notes, of a change. */
  | (InChange & { readonly kind: 'hosts'; readonly of: 'block' | 'note' })
  /** The fields of a proposed block or note. */
  | (InChange & { readonly kind: 'fields'; readonly of: 'block' | 'note' })
  /** Running text of a proposal; `change` is null in a rationale. */
  | (InProposal & {
      readonly kind: 'own'
      readonly of: OwnTextKind
      readonly cid: ChangeId | null
      readonly change: Y.Map<unknown> | null
      readonly text: Y.Text
    })

/** The places of one document as one sender meets them; each type is looked up once. */
export class Places {
  private readonly roots: Roots
  private readonly sender: Sender
  private readonly known = new Map<YType, Place>()
  private readonly permitted = new Map<YType, boolean>()

  constructor(roots: Roots, sender: Sender) {
    this.roots = roots
    this.sender = sender
  }

  /** The place that a container of the document is. */
  of(type: YType): Place {
    let place = this.known.get(type)
    if (!place) this.known.set(type, (place = this.find(type)))
    return place
  }

  /** Whether the sender may write in a container at all. */
  isPermitted(type: YType): boolean {
    let answer = this.permitted.get(type)
    if (answer === undefined) this.permitted.set(type, (answer = this.ask(this.of(type))))
    return answer
  }

  private ask(place: Place): boolean {
    try {
      this.permit(place)
      return true
    } catch (error) {
      if (error instanceof Refusal) return false
      throw error
    }
  }

  /** Lets the sender write in a place. @throws Refusal */
  permit(place: Place): void {
    if (place.kind === 'sealed') this.refuseSealed(place.root)
    else if (place.kind === 'agreed') this.permitAgreed()
    else this.permitProposal(place.kind === 'proposals' ? null : place.pid)
  }

  private refuseSealed(root: RootName): void {
    if (root === 'blocks' || root === 'footnotes')
      refuse('GU20', 'order, kind, level, label, blocks and notes of agreed text change by command')
    refuse('GU21', `only the server writes ${root}`)
  }

  private permitAgreed(): void {
    const { role, stock } = this.sender
    if (!may(role, 'editAgreed')) refuse('GU22', `a ${role} may not write agreed text`)
    if (stock) refuse('GU23', 'agreed text is not written by a program that does not know what was moved')
  }

  /** @param pid null: a proposal that the document does not have yet. */
  private permitProposal(pid: ProposalId | null): void {
    const { role, party } = this.sender
    if (!may(role, 'propose')) refuse('GU24', `a ${role} may not propose`)
    if (pid !== null && !proposalEntry(this.roots, pid)?.writers.includes(party))
      refuse('GU25', 'a proposal of somebody else')
  }

  // ---- finding

  private find(type: YType): Place {
    const { root, steps } = lineOf(type)
    const name = rootNames.find(key => (this.roots[key] as unknown) === root) ?? 'meta'
    if (name === 'proposals') return placeInProposals(steps, type)
    if ((name === 'blocks' || name === 'footnotes') && type instanceof Y.Text)
      return { kind: 'agreed', text: type }
    return { kind: 'sealed', root: name }
  }
}

/** One container on the way down from a root, and the key it stands under. */
interface Step {
  readonly key: string
  readonly type: YType
}

function lineOf(type: YType): { root: YType; steps: Step[] } {
  const steps: Step[] = []
  let at = type
  for (; at._item; at = at._item.parent as YType)
    steps.unshift({ key: at._item.parentSub as string, type: at })
  return { root: at, steps }
}

/** The steps below the root are: proposal, `changes`, change, field, host, `text`. */
function placeInProposals([proposal, part, change, field, host]: readonly Step[], type: YType): Place {
  if (!proposal) return { kind: 'proposals' }
  const pid = proposal.key as ProposalId
  if (!part) return { kind: 'proposal', pid }
  if (part.key === 'rationale')
    return { kind: 'own', of: 'rationale', pid, cid: null, change: null, text: type as Y.Text }
  if (!change) return { kind: 'changes', pid }
  const inside = { pid, cid: change.key as ChangeId, change: change.type as unknown as Y.Map<unknown> }
  if (!field) return { kind: 'change', ...inside }
  if (field.key === 'text') return { kind: 'own', of: 'insertion', text: type as Y.Text, ...inside }
  if (field.key === 'ids') return { kind: 'ids', ...inside }
  const of = field.key === 'blocks' ? 'block' : 'note'
  if (type instanceof Y.Text) return { kind: 'own', of, text: type, ...inside }
  return { kind: host ? 'fields' : 'hosts', of, ...inside }
}
