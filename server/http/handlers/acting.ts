/** Commands by HTTP, and tickets for the socket. */
import type { Answer } from '../../../shared/protocol/answer.ts'
import { errorTable } from '../../../shared/protocol/errors.ts'
import type { Handlers } from '../mount.ts'
import { json, notFound, type Reply } from '../reply.ts'
import type { HandlerParts } from './parts.ts'
import { actorOf } from './sign-in.ts'

/** The handlers of these routes. */
export function actingHandlers(parts: HandlerParts): Pick<Handlers, 'command' | 'ticket'> {
  return {
    async command({ params, body, identity }) {
      const room = await parts.rooms.open(params.text)
      return room === null ? notFound : presentAnswer(await room.command(actorOf(identity), body))
    },
    async ticket({ body, identity }) {
      if (identity.kind !== 'person' || (await parts.accounts.findText(body.textId)) === null) return notFound
      const { actor, credential } = identity.admission
      const ticket = parts.tickets.issue({ person: actor.person, text: body.textId, credential })
      return json({ ticket }, 201)
    },
  }
}

/** A refused command keeps its answer, for it names the rule; the status is that of its code. */
function presentAnswer(answer: Answer): Reply {
  return json(answer, answer.kind === 'done' ? 200 : errorTable[answer.code].status)
}
