/** Who else is here, and where their carets stand: awareness in both directions. */
import type { Awareness } from 'y-protocols/awareness'
import { isId, type PartyId } from '../../shared/ids.ts'
import { isPlainObject } from '../../shared/text/anchor.ts'
import type { PresentPerson } from '../workspace/workspace.ts'
import { type CaretPlace, isCaretPlace } from './caret-place.ts'
import type { PartyLook } from './look.ts'
import type { RemoteCaret } from './overlays.ts'

export interface CaretsParts {
  readonly awareness: Awareness
  readonly look: (party: PartyId) => PartyLook | null
  readonly changed: (presence: readonly PresentPerson[], carets: readonly RemoteCaret[]) => void
}

export class Carets {
  private readonly parts: CaretsParts
  private told = ''

  constructor(parts: CaretsParts) {
    this.parts = parts
    parts.awareness.on('change', this.refresh)
  }

  /** Says where one's own caret stands; null: nowhere. */
  tell(place: CaretPlace | null): void {
    const words = JSON.stringify(place)
    if (words === this.told) return
    this.told = words
    this.parts.awareness.setLocalStateField('cursor', place)
  }

  readonly refresh = (): void => {
    const presence: PresentPerson[] = []
    const carets: RemoteCaret[] = []
    for (const [client, state] of this.parts.awareness.getStates()) {
      const user = client === this.parts.awareness.clientID ? null : userOf(state)
      if (!user) continue
      presence.push(user)
      const { cursor } = state as { cursor?: unknown }
      const look = this.parts.look(user.party)
      if (look && isCaretPlace(cursor))
        carets.push({
          id: String(client),
          name: user.name,
          colour: look.colour,
          initials: look.initials,
          head: cursor,
        })
    }
    this.parts.changed(presence, carets)
  }

  close(): void {
    this.parts.awareness.off('change', this.refresh)
  }
}

function userOf(state: unknown): PresentPerson | null {
  const user = isPlainObject(state) ? state['user'] : null
  if (!isPlainObject(user) || typeof user['name'] !== 'string' || !isId(user['party'])) return null
  return { name: user['name'], party: user['party'] as PartyId }
}
