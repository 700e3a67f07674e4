import { describe, expect, it } from 'vitest'
import { parseSignInLink, takeSignInToken } from '../../../client/app/sign-in/sign-in-token.ts'

function pageAt(hash: string) {
  const addresses: string[] = []
  const location = { hash, pathname: '/texts/T1', search: '?a=b' }
  const history = { replaceState: (_data: unknown, _unused: string, url: string) => addresses.push(url) }
  return { page: { location, history }, addresses }
}

describe('token of a sign-in link', () => {
  it('[SC1] takes the token and erases it from the address at once', () => {
    const { page, addresses } = pageAt('#sign-in=abc-123_x%7E')
    expect(takeSignInToken(page)).toBe('abc-123_x~')
    expect(addresses).toEqual(['/texts/T1?a=b'])
  })

  it('[SC1] leaves other addresses alone', () => {
    for (const hash of ['', '#top', '#sign-inx=abc']) {
      const { page, addresses } = pageAt(hash)
      expect(takeSignInToken(page)).toBeNull()
      expect(addresses).toEqual([])
    }
  })

  it('[SC1] erases a token that was cut in the middle of an escape, and does not use it', () => {
    const { page, addresses } = pageAt('#sign-in=abc%E')
    expect(takeSignInToken(page)).toBeNull()
    expect(addresses).toHaveLength(1)
  })

  it('[SC2] reads a pasted link, or the token alone, and nothing else', () => {
    expect(parseSignInLink(' http://brazil.localhost:3000/#sign-in=abcdefgh12 ')).toBe('abcdefgh12')
    expect(parseSignInLink('abcdefgh12')).toBe('abcdefgh12')
    for (const text of ['', 'short', 'http://brazil.localhost:3000/', 'two words here', '#sign-in=%E'])
      expect(parseSignInLink(text)).toBeNull()
  })
})
