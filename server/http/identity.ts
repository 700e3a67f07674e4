/** Who a request comes from, by what it carries: a bearer token, or the sign-in cookie. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Caller } from '../../shared/api/routes.ts'
import { isEqualSecret } from '../actor/secrets.ts'
import type { Admission, SignInDesk } from '../actor/sign-in.ts'
import type { SignInCookie } from './cookies.ts'

export type Identity =
  | { readonly kind: 'nobody' }
  /** Whoever can read the token kept in the data folder. */
  | { readonly kind: 'operator' }
  | { readonly kind: 'person'; readonly admission: Admission }

export interface IdentityParts {
  readonly desk: SignInDesk
  readonly cookie: SignInCookie
  /** The operator's token; null: there is none. */
  readonly operatorToken: string | null
}

/** Who the headers speak for. With a bearer token the cookie is not looked at. */
export async function identify(parts: IdentityParts, headers: IncomingHttpHeaders): Promise<Identity> {
  const bearer = readBearer(headers)
  if (bearer !== null) return identifyBearer(parts, bearer)
  const secret = parts.cookie.read(headers.cookie)
  const admission = secret === null ? null : await parts.desk.admitSignIn(secret)
  return admission === null ? { kind: 'nobody' } : { kind: 'person', admission }
}

/** The token of an Authorization header; null when there is no such header or it is of another scheme. */
export function readBearer(headers: IncomingHttpHeaders): string | null {
  return /^Bearer ([A-Za-z0-9_-]{1,200})$/.exec(headers.authorization ?? '')?.[1] ?? null
}

/** The name under which routes admit this identity. */
export function callerOf(identity: Identity): Caller {
  return identity.kind === 'person' ? identity.admission.actor.role : identity.kind
}

async function identifyBearer(parts: IdentityParts, bearer: string): Promise<Identity> {
  if (parts.operatorToken !== null && isEqualSecret(bearer, parts.operatorToken)) return { kind: 'operator' }
  const admission = await parts.desk.admitToken(bearer)
  return admission === null ? { kind: 'nobody' } : { kind: 'person', admission }
}
