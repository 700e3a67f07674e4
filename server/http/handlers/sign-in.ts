/** Sign-in and sign-out, and who one is. */
import type { Me } from '../../../shared/api/me.ts'
import type { PartyView } from '../../../shared/api/party.ts'
import type { Party } from '../../actor/accounts.ts'
import type { Actor } from '../../actor/actor.ts'
import { signInLifeMs } from '../../actor/sign-in.ts'
import type { Identity } from '../identity.ts'
import type { Handlers } from '../mount.ts'
import { failure, json } from '../reply.ts'
import type { HandlerParts } from './parts.ts'

/** The handlers of these routes. */
export function signInHandlers(parts: HandlerParts): Pick<Handlers, 'signIn' | 'signOut' | 'me' | 'parties'> {
  return {
    signIn: ({ body, address }) => signIn(parts, body.token, address),
    signOut: ({ identity }) => signOut(parts, identity),
    me: async ({ identity }) => json(await presentMe(parts, actorOf(identity))),
    parties: async () => json({ parties: (await parts.accounts.listParties()).map(presentParty) }),
  }
}

/** Who speaks; the table admits only people to the routes that ask. */
export function actorOf(identity: Identity): Actor {
  if (identity.kind !== 'person') throw new Error('a route for people admitted somebody else')
  return identity.admission.actor
}

/** An unknown, a used and an expired link are told apart by nothing. */
async function signIn(parts: HandlerParts, token: string, address: string) {
  const waitSeconds = await parts.attempts.waitOf(address)
  if (waitSeconds > 0)
    return {
      ...failure('too-many', 'Too many attempts. Try again in a minute.'),
      headers: { 'Retry-After': String(waitSeconds) },
    }
  const admission = await parts.desk.useLink(token)
  if (admission === null) {
    await parts.attempts.countFailure(address)
    return failure('sign-in-needed', 'This link was used or has ended. Ask for a fresh one.')
  }
  const cookie = parts.cookie.render(admission.secret, signInLifeMs)
  return json(await presentMe(parts, admission.actor), 200, { 'Set-Cookie': cookie })
}

async function signOut({ desk, sockets, cookie }: HandlerParts, identity: Identity) {
  if (identity.kind === 'person') {
    await desk.end(identity.admission.credential)
    await sockets.recheck(identity.admission.actor.person)
  }
  return { kind: 'empty', headers: { 'Set-Cookie': cookie.renderEmpty() } } as const
}

async function presentMe({ accounts }: HandlerParts, actor: Actor): Promise<Me> {
  const party = (await accounts.listParties()).find(each => each.id === actor.party)
  if (party === undefined) throw new Error('a person of no party')
  return { person: actor.person, name: actor.name, party: presentParty(party), role: actor.role }
}

function presentParty({ id, kind, nameEn, nameFr, initials, colour }: Party): PartyView {
  return { id, kind, name: { en: nameEn, fr: nameFr }, initials, colour }
}
