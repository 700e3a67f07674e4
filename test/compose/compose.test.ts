import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { canonical, previewHash } from '../../shared/compose/canonical.ts'
import { compose } from '../../shared/compose/compose.ts'
import { Model } from '../../shared/compose/model.ts'
import { previewOf } from '../../shared/compose/preview.ts'
import { asIfAdopted, clean, everything, onlyParty } from '../../shared/compose/view.ts'
import { newTextDoc } from '../../shared/text/roots.ts'
import { meeting, render } from '../builders/meeting.ts'

const twoParties = () => {
  const m = meeting('The Parties shall report', 'Done at Geneva')
  const a = m.join('A')
  const b = m.join('B')
  a.replace('«shall» report', 'should')
  b.type('report|', ' yearly').propose('Geneva', ['Entry into force'])
  m.sync()
  return { m, a, b, model: new Model(m.doc) }
}

describe('views', () => {
  it('[TX8] shows agreed text and every open proposal in the view everything', () => {
    const { model } = twoParties()
    expect(render(compose(model, everything))).toEqual([
      'The Parties {A-shall}{A+should} report{B+ yearly}',
      'Done at Geneva',
      '+B Entry into force',
    ])
  })

  it('[TX8] shows agreed text alone in the view clean', () => {
    const { model } = twoParties()
    expect(render(compose(model, clean))).toEqual(['The Parties shall report', 'Done at Geneva'])
  })

  it('[TX8] shows one party’s proposals in its view', () => {
    const { model } = twoParties()
    expect(render(compose(model, onlyParty('A' as never)))[0]).toBe('The Parties {A-shall}{A+should} report')
  })

  it('[TX8] shows a set of proposals as if adopted', () => {
    const { model, b } = twoParties()
    expect(render(compose(model, asIfAdopted(new Set([b.proposal]))))).toEqual([
      'The Parties shall report yearly',
      'Done at Geneva',
      'Entry into force',
    ])
  })

  it('[TX9] composes the same from any replica and after a reload: nothing hangs on map order or item borders', () => {
    const { m } = twoParties()
    const again = newTextDoc()
    Y.applyUpdate(again, Y.encodeStateAsUpdate(m.doc))
    expect(canonical(compose(new Model(again), everything))).toBe(
      canonical(compose(new Model(m.doc), everything)),
    )
  })

  it('[TX10] tells what a decision would change, before and after, and a hash that changes with the words', () => {
    const { m, a } = twoParties()
    const preview = previewOf(new Model(m.doc), new Set([a.proposal]))
    expect(render(preview.before)).toEqual(['The Parties shall report'])
    expect(render(preview.after)).toEqual(['The Parties should report'])
    a.type('should| report', ' always')
    m.sync()
    expect(previewOf(new Model(m.doc), new Set([a.proposal])).hash).not.toBe(preview.hash)
    expect(previewHash([])).toMatch(/^[0-9a-f]{64}$/)
  })

  it('[TX10] keeps the hash when words elsewhere change', () => {
    const { m, a, b } = twoParties()
    const before = previewOf(new Model(m.doc), new Set([a.proposal])).hash
    b.type('Geneva|', ', 2026')
    m.sync()
    expect(previewOf(new Model(m.doc), new Set([a.proposal])).hash).toBe(before)
  })

  it('[TX11] divides a block at a proposed break, and melts a proposed join, only when read as adopted', () => {
    const m = meeting('one two', 'three')
    const a = m.join('A')
    a.type('one| two', [{ kind: 'split' }]).change('three', { kind: 'join' })
    m.sync()
    const model = new Model(m.doc)
    expect(render(compose(model, everything))).toEqual(['one{A+\uFFFC} two', 'three'])
    expect(render(compose(model, asIfAdopted(new Set([a.proposal]))))).toEqual(['one', ' twothree'])
  })

  it('[TX12] puts notes after the text in the order of their references', () => {
    const m = meeting('one two')
    const a = m.join('A')
    a.type('two|', [{ kind: 'note', body: 'second' }]).type('one| two', [{ kind: 'note', body: 'first' }])
    m.sync()
    expect(m.shown().slice(1)).toEqual(['+A first', '+A second'])
  })
})
