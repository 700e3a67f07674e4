/** Runs tables of attacks: each must be refused by the rule that its name opens with; the laws sit in `Table.judge`. */
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Verdict } from '../../server/guard/verdict.ts'
import { type Peer, seat, type Seated } from './table.ts'

/** An attack: what is done at a fresh table, and the verdict on it. */
export interface Attack {
  /** `[GU22] adds words to agreed text`. */
  readonly name: string
  readonly act: (seated: Seated) => Verdict
}

/** An attack by one change of Brazil's replica. */
export function byBrazil(name: string, change: (doc: Y.Doc) => void): Attack {
  return { name, act: ({ brazil }) => brazil.send(change) }
}

/** An attack by one change of the secretary's replica. */
export function bySecretary(name: string, change: (doc: Y.Doc) => void): Attack {
  return { name, act: ({ secretary }) => secretary.send(change) }
}

/** Each attack is refused by its rule and leaves no trace, and who sent it can be shown the door without harm to others. */
export function refuses(attacks: readonly Attack[]): void {
  it.each(attacks)('$name', ({ name, act }) => {
    const seated = seat()
    const verdict = act(seated)
    expect(verdict).toMatchObject({ kind: 'refused', rule: /^\[(GU\d+)\]/.exec(name)?.[1], spoiled: false })
    expect(everybodyGoesOn(seated)).toEqual(['accepted', 'accepted'])
  })
}

function everybodyGoesOn({ japan, senegal }: Seated): string[] {
  const go = (peer: Peer) =>
    peer.send(doc => doc.getMap('proposals').set(`P${peer.sender.party}2`, emptyProposal()))
  return [go(japan).kind, go(senegal).kind]
}

function emptyProposal(): Y.Map<unknown> {
  return new Y.Map<unknown>([
    ['changes', new Y.Map()],
    ['rationale', new Y.Text()],
  ])
}
