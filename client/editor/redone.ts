/** Which characters an undo or redo re-created, told to the server before the update, so that what hung on the old ones hangs on the new. */
import * as Y from 'yjs'
import type { RedonePair } from '../../shared/protocol/redone.ts'

/** A span of structs of one client. */
interface Span {
  readonly clock: number
  readonly len: number
}

/**
 * The characters of `deleted` that were re-created at or behind `fresh`, the clock of this client before the undo. Yjs keeps
 * on each deleted item which item stands for it now; that pointer is local, hence the report.
 */
export function redonePairs(
  doc: Y.Doc,
  deleted: ReadonlyMap<number, readonly Span[]>,
  fresh: number,
): RedonePair[] {
  const pairs: RedonePair[] = []
  for (const [client, spans] of deleted) for (const span of spans) addPairs(doc, client, span, fresh, pairs)
  return merged(pairs)
}

function addPairs(doc: Y.Doc, client: number, span: Span, fresh: number, pairs: RedonePair[]): void {
  const structs = doc.store.clients.get(client)
  if (!structs) return
  const end = span.clock + span.len
  for (let i = Y.findIndexSS(structs, span.clock); i < structs.length; i++) {
    const item = structs[i] as Y.Item | Y.GC
    if (item.id.clock >= end) return
    const redone = item instanceof Y.Item && item.parent instanceof Y.Text ? item.redone : null
    if (!redone || redone.client !== doc.clientID || redone.clock < fresh) continue
    const from = Math.max(item.id.clock, span.clock)
    const len = Math.min(item.id.clock + item.length, end) - from
    pairs.push({
      old: { c: client, k: from },
      now: { c: redone.client, k: redone.clock + from - item.id.clock },
      len,
    })
  }
}

/** Neighbouring pairs as one. */
function merged(pairs: readonly RedonePair[]): RedonePair[] {
  const out: RedonePair[] = []
  for (const pair of pairs) {
    const last = out.at(-1)
    if (last && continues(last, pair)) out[out.length - 1] = { ...last, len: last.len + pair.len }
    else out.push(pair)
  }
  return out
}

function continues(a: RedonePair, b: RedonePair): boolean {
  return (
    a.old.c === b.old.c && a.now.c === b.now.c && a.old.k + a.len === b.old.k && a.now.k + a.len === b.now.k
  )
}
