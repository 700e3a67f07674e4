/** How a person gets in and out: links, sign-ins, tokens for programs. */
import type { PersonId, UnixMs } from '../../shared/ids.ts'
import type { Accounts } from './accounts.ts'
import type { Actor } from './actor.ts'
import { hashSecret, isSecretForm, makeSecret, type RandomBytes } from './secrets.ts'

export const linkLifeMs = 7 * 24 * 3_600_000
export const signInLifeMs = 7 * 24 * 3_600_000

/** A person let in, and by what: the credential's end ends what was opened with it. */
export interface Admission {
  readonly actor: Actor
  /** Hash of the secret, as the store keeps it. */
  readonly credential: string
  /** null: a token, good until it is ended. */
  readonly expiresAt: UnixMs | null
}

export interface SignInParts {
  readonly accounts: Accounts
  readonly now: () => UnixMs
  readonly randomBytes: RandomBytes
}

export interface SignInDesk {
  /** The secret of a fresh link for a person. */
  issueLink(person: PersonId): Promise<string>
  /** A fresh sign-in for the secret of a link; null when the link is unknown, used or too old. */
  useLink(link: string): Promise<(Admission & { readonly secret: string }) | null>
  /** Who a sign-in secret lets in; null when it is unknown, ended or too old. */
  admitSignIn(secret: string): Promise<Admission | null>
  /** A fresh token of a person, for programs. */
  issueToken(person: PersonId): Promise<string>
  /** Who a token lets in; null when it is unknown or ended. */
  admitToken(secret: string): Promise<Admission | null>
  /** The admission behind a credential as it is now; null when it has ended. */
  readmit(credential: string): Promise<Admission | null>
  /** Ends a sign-in or a token. */
  end(credential: string): Promise<void>
}

/** The desk over the accounts, a clock and a source of randomness. */
export function makeSignInDesk(parts: SignInParts): SignInDesk {
  const { accounts } = parts
  return {
    issueLink: person => issueLink(parts, person),
    useLink: link => useLink(parts, link),
    admitSignIn: async secret => (isSecretForm(secret) ? admitBySignIn(parts, hashSecret(secret)) : null),
    issueToken: person => issueToken(parts, person),
    admitToken: async secret => (isSecretForm(secret) ? admitByToken(parts, hashSecret(secret)) : null),
    readmit: async credential => (await admitBySignIn(parts, credential)) ?? admitByToken(parts, credential),
    async end(credential) {
      await accounts.endSignIn(credential)
      await accounts.endToken(credential)
    },
  }
}

async function issueLink({ accounts, now, randomBytes }: SignInParts, person: PersonId): Promise<string> {
  const secret = makeSecret(randomBytes)
  await accounts.addLink({ hash: hashSecret(secret), person, expiresAt: (now() + linkLifeMs) as UnixMs })
  return secret
}

async function useLink(parts: SignInParts, link: string): Promise<(Admission & { secret: string }) | null> {
  if (!isSecretForm(link)) return null
  const { accounts, now, randomBytes } = parts
  const person = await accounts.useLink(hashSecret(link), now())
  const actor = person === null ? null : await accounts.findActor(person)
  if (actor === null) return null
  const secret = makeSecret(randomBytes)
  const credential = hashSecret(secret)
  const [createdAt, expiresAt] = [now(), (now() + signInLifeMs) as UnixMs]
  await accounts.addSignIn({ hash: credential, person: actor.person, createdAt, expiresAt })
  return { actor, credential, expiresAt, secret }
}

async function admitBySignIn({ accounts, now }: SignInParts, credential: string): Promise<Admission | null> {
  const found = await accounts.findSignIn(credential)
  if (found === null || found.expiresAt <= now()) return null
  const actor = await accounts.findActor(found.person)
  return actor && { actor, credential, expiresAt: found.expiresAt }
}

async function issueToken({ accounts, now, randomBytes }: SignInParts, person: PersonId): Promise<string> {
  const secret = makeSecret(randomBytes)
  await accounts.addToken({ hash: hashSecret(secret), person, createdAt: now() })
  return secret
}

async function admitByToken({ accounts }: SignInParts, credential: string): Promise<Admission | null> {
  const person = await accounts.findToken(credential)
  const actor = person === null ? null : await accounts.findActor(person)
  return actor && { actor, credential, expiresAt: null }
}
