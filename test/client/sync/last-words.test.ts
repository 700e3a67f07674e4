// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import { LastWords } from '../../../client/sync/last-words.ts'

beforeEach(() => localStorage.clear())

const bytes = (...values: number[]) => new Uint8Array(values)

describe('last words', () => {
  it('[SY10] keeps what each window wrote last for whoever opens the text next, once', () => {
    new LastWords(localStorage, 'ana/T1').keep('1', bytes(1, 2, 255))
    new LastWords(localStorage, 'ana/T1').keep('2', bytes(3))
    new LastWords(localStorage, 'ben/T1').keep('3', bytes(4))
    const next = new LastWords(localStorage, 'ana/T1')
    expect(next.takeAll()).toEqual([bytes(1, 2, 255), bytes(3)])
    expect(next.takeAll()).toEqual([])
    expect(new LastWords(localStorage, 'ben/T1').takeAll()).toEqual([bytes(4)])
  })

  it('[SY10] forgets what has been saved since', () => {
    const words = new LastWords(localStorage, 'ana/T1')
    words.keep('1', bytes(1))
    words.keep('1', null)
    expect(words.takeAll()).toEqual([])
  })

  it('[SY10] goes on where the browser keeps nothing, or will not have it', () => {
    const full = {
      setItem: () => {
        throw new Error('full')
      },
      removeItem: () => {},
    } as unknown as Storage
    new LastWords(full, 'ana/T1').keep('1', bytes(1))
    expect(new LastWords(null, 'ana/T1').takeAll()).toEqual([])
  })
})
