/** The record of a text. */
import { listRecord } from '../../texts/list-record.ts'
import type { Handlers } from '../mount.ts'
import { json, notFound } from '../reply.ts'
import type { HandlerParts } from './parts.ts'

/** The handler of the route. */
export function recordHandlers(parts: HandlerParts): Pick<Handlers, 'record'> {
  return {
    async record({ params, query }) {
      const room = await parts.rooms.open(params.text)
      return room === null ? notFound : json(await listRecord(parts, room, query))
    },
  }
}
