/** Facts of Yjs' inside that the core stands on. When one of these turns red after an upgrade, items.ts, relocation and guard must be read anew. */
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import {
  anchorAfter,
  anchorBefore,
  findItem,
  idAt,
  insertText,
  offsetsOf,
  piecesOf,
} from '../../shared/text/items.ts'

const textWith = (words: string, clientId = 1) => {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const text = doc.getText('t')
  text.insert(0, words)
  return { doc, text }
}

describe('Yjs inside', () => {
  it('[TX1] gives every letter an id of client and clock that stands for ever', () => {
    const { doc, text } = textWith('abcdef')
    expect(idAt(text, 2)).toEqual({ c: 1, k: 2 })
    text.insert(0, 'xy')
    expect(idAt(text, 4)).toEqual({ c: 1, k: 2 })
    expect(findItem(doc, 1, 2)?.content.getContent().join('')).toContain('c')
  })

  it('[TX1] counts deleted letters in the raw place and not in the visible one, also after collection', () => {
    const { doc, text } = textWith('abcdef')
    text.delete(1, 3)
    const item = findItem(doc, 1, 4) as Y.Item
    expect(offsetsOf(item, 4, 1)).toEqual({ off: 1, raw: 4 })
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    copy.getText('t')
    expect(offsetsOf(findItem(copy, 1, 4) as Y.Item, 4, 1)).toEqual({ off: 1, raw: 4 })
  })

  it('[TX1] knows no place for a letter the document has not seen', () => {
    const { doc } = textWith('abc')
    expect(findItem(doc, 1, 99)).toBeNull()
    expect(findItem(doc, 7, 0)).toBeNull()
  })

  it('[TX2] inserts after the living left neighbour, where Y.Text walks over the deleted', () => {
    const { doc, text } = textWith('abc')
    text.delete(1, 1)
    insertText(text, 1, 'X', null)
    const item = findItem(doc, 1, 3) as Y.Item
    expect(item.origin).toEqual(Y.createID(1, 0))
    expect(text.toString()).toBe('aXc')
  })

  it('[TX2] gives inserted words exactly the marks asked for, whatever stands beside', () => {
    const { text } = textWith('abc')
    text.format(0, 3, { strong: true })
    insertText(text, 3, 'plain', null)
    insertText(text, 1, 'em', { em: true })
    expect(piecesOf(text).map(piece => [piece.text, piece.marks])).toEqual([
      ['a', { strong: true }],
      ['em', { em: true }],
      ['bc', { strong: true }],
      ['plain', null],
    ])
  })

  it('[TX3] names places by the letter left or right of them, and the start of a text by its host', () => {
    const { text } = textWith('abc')
    expect(anchorAfter('h', text, 0)).toEqual({ h: 'h', s: -1 })
    expect(anchorAfter('h', text, 2)).toEqual({ h: 'h', c: 1, k: 1, s: -1 })
    expect(anchorBefore('h', text, 2)).toEqual({ h: 'h', c: 1, k: 2, s: 1 })
    expect(anchorBefore('h', text, 3)).toEqual({ h: 'h', c: 1, k: 2, s: -1 })
  })
})
