/** All handlers: one a route of the table. */
import type { Handlers } from '../mount.ts'
import { actingHandlers } from './acting.ts'
import { operatorHandlers } from './operator.ts'
import type { HandlerParts } from './parts.ts'
import { recordHandlers } from './record.ts'
import { signInHandlers } from './sign-in.ts'
import { textHandlers } from './texts.ts'

/** The handlers over what they work with. */
export function makeHandlers(parts: HandlerParts): Handlers {
  return {
    ...signInHandlers(parts),
    ...textHandlers(parts),
    ...recordHandlers(parts),
    ...actingHandlers(parts),
    ...operatorHandlers(parts),
  }
}
