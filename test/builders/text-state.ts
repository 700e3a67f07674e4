/** Documents to start from, and what must be equal about two of them. */
import * as Y from 'yjs'
import { expect } from 'vitest'
import type { BlockId } from '../../shared/ids.ts'
import { addBlock, newTextDoc, rootNames, rootsOf, serverClientId, textOf } from '../../shared/text/roots.ts'
import { keysBetween } from '../../shared/text/order.ts'

/** A text of paragraphs with ids `B1`, `B2`, ... written by the server. */
export function paragraphs(...words: readonly string[]): Y.Doc {
  const doc = newTextDoc({ clientId: serverClientId })
  const keys = keysBetween(null, null, words.length)
  doc.transact(() =>
    words.forEach((text, i) => {
      const fields = { order: keys[i] as string, kind: 'paragraph', level: 0, label: null } as const
      textOf(addBlock(rootsOf(doc).blocks, `B${i + 1}`, fields))?.insert(0, text)
    }),
  )
  return doc
}

/** The running text of a block of agreed text. */
export function blockText(doc: Y.Doc, id: string): Y.Text {
  return textOf(rootsOf(doc).blocks.get(id as BlockId)) as Y.Text
}

/** The words of agreed text, block after block in order, gone ones left out. */
export function agreedWords(doc: Y.Doc): string[] {
  const blocks = [...rootsOf(doc).blocks.entries()].filter(([, block]) => !block.get('gone'))
  const sorted = blocks.sort(
    ([a, x], [b, y]) => compare(x.get('order') as string, y.get('order') as string) || compare(a, b),
  )
  return sorted.map(([, block]) => textOf(block)?.toString() ?? '')
}

/** What two replicas must share: every root as data, which units there are and which are deleted. */
export function contentOf(doc: Y.Doc): { roots: unknown; units: string; pending: boolean } {
  const roots = Object.fromEntries(rootNames.map(name => [name, doc.getMap(name).toJSON()]))
  const { sv, ds } = Y.snapshot(doc)
  const units = JSON.stringify([
    [...sv].sort(([a], [b]) => a - b),
    [...ds.clients]
      .sort(([a], [b]) => a - b)
      .map(([client, items]) => [client, items.map(({ clock, len }) => [clock, len])]),
  ])
  return { roots, units, pending: doc.store.pendingStructs !== null || doc.store.pendingDs !== null }
}

/** Fails unless the documents hold the same, to the last deleted unit, and wait for nothing. */
export function expectSameContent(a: Y.Doc, b: Y.Doc): void {
  expect(contentOf(a)).toEqual(contentOf(b))
  expect(contentOf(a).pending).toBe(false)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
