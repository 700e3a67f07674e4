/** What a person typed and the server copied since is still theirs to take back. */
import type * as Y from 'yjs'
import type { Relocation } from '../../shared/text/relocation.ts'

type StackItem = Y.UndoManager['undoStack'][number]
type Spans = StackItem['insertions']['clients']
type Span = { clock: number; len: number }

/** Adds to the insertions of each item where its units stand now. Adopted words are agreed text and stay out. */
export function followRelocation(relocation: Relocation, items: readonly StackItem[]): void {
  for (const item of items) followItem(relocation, item.insertions.clients)
}

function followItem(relocation: Relocation, insertions: Spans): void {
  const todo: (Span & { client: number })[] = []
  for (const [client, spans] of insertions)
    for (const { clock, len } of spans) todo.push({ client, clock, len })
  for (let span = todo.pop(); span; span = todo.pop())
    for (const { len, target } of relocation.rangesIn(span.client, span.clock, span.len)) {
      if (target.kind !== 'moved' || target.adopted !== null) continue
      const moved = { client: target.c, clock: target.k, len }
      if (addSpan(insertions, moved)) todo.push(moved)
    }
}

/** False when the span is there already. */
function addSpan(insertions: Spans, { client, clock, len }: Span & { client: number }): boolean {
  const spans: Span[] = insertions.get(client) ?? []
  if (spans.some(span => span.clock <= clock && clock + len <= span.clock + span.len)) return false
  spans.push({ clock, len })
  spans.sort((a, b) => a.clock - b.clock)
  insertions.set(client, spans as never)
  return true
}
