/** The sign-in cookie: HttpOnly, SameSite=Strict, host-only. */
import { parseCookie, stringifySetCookie } from 'cookie'

export interface SignInCookie {
  /** The secret in a Cookie header; null when there is none. */
  read(header: string | undefined): string | null
  /** Set-Cookie that keeps the secret until the browser ends or `maxAgeMs` is over. */
  render(secret: string, maxAgeMs: number): string
  /** Set-Cookie that takes it away. */
  renderEmpty(): string
}

/** On TLS the name's prefix makes the browser insist on Secure, Path=/ and no Domain; plain http allows no prefix. */
export function makeSignInCookie(tls: boolean): SignInCookie {
  const name = tls ? '__Host-chapeau' : 'chapeau'
  const fixed = { name, httpOnly: true, sameSite: 'strict', path: '/', secure: tls } as const
  return {
    read: header => (header === undefined ? null : (parseCookie(header)[name] ?? null)),
    render: (value, maxAgeMs) => stringifySetCookie({ ...fixed, value, maxAge: Math.floor(maxAgeMs / 1000) }),
    renderEmpty: () => stringifySetCookie({ ...fixed, value: '', maxAge: 0 }),
  }
}
