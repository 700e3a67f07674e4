/** Reading entries in bounded memory, each checked against the chain before it is handed on. */
import type { StreamId } from '../../shared/ids.ts'
import { BrokenChain, findFault } from './chain.ts'
import type { Entry, Head } from './entry.ts'
import type { EntryStore } from './entry-store.ts'

/** Entries `fromSeq` to `toSeq`, both inclusive. @throws BrokenChain when one is missing or does not hold. */
export function* readChained(
  store: Pick<EntryStore, 'readPage'>,
  stream: StreamId,
  range: { readonly fromSeq: number; readonly toSeq: number },
): Iterable<Entry> {
  let previous = fetchBefore(store, stream, range.fromSeq)
  while ((previous?.seq ?? 0) < range.toSeq) {
    const nextSeq: number = (previous?.seq ?? 0) + 1
    const page = readPage(store, stream, { fromSeq: nextSeq, toSeq: range.toSeq })
    for (const entry of page) {
      const fault = findFault(stream, previous, entry)
      if (fault) throw new BrokenChain(stream, (previous?.seq ?? 0) + 1, fault)
      previous = entry
      yield entry
    }
  }
}

function readPage(
  store: Pick<EntryStore, 'readPage'>,
  stream: StreamId,
  range: { readonly fromSeq: number; readonly toSeq: number },
): readonly Entry[] {
  const page = store.readPage(stream, range.fromSeq, range.toSeq)
  if (page.length === 0) throw new BrokenChain(stream, range.fromSeq, 'gap')
  return page
}

/** The entry a range hangs on; its hash is what the first entry of the range must name. */
function fetchBefore(store: Pick<EntryStore, 'readPage'>, stream: StreamId, fromSeq: number): Head | null {
  if (fromSeq <= 1) return null
  const [before] = store.readPage(stream, fromSeq - 1, fromSeq - 1)
  if (!before) throw new BrokenChain(stream, fromSeq - 1, 'gap')
  return before
}
