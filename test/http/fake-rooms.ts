/** Rooms in memory that trust everybody: what stands between routes or sockets and a text, without guard and record. */
import * as Y from 'yjs'
import type { ConnectionId, TextId } from '../../shared/ids.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import { parseClientFrame, renderYjsFrame } from '../../shared/protocol/frame.ts'
import type { ClientVersion } from '../../shared/protocol/version.ts'
import type { Actor } from '../../server/actor/actor.ts'
import type { Link, NewText, Room, RoomConnection, Rooms } from '../../server/room/rooms.ts'

/** What happened to one connection, for a test to look at. */
export interface SeenConnection {
  readonly link: Link
  readonly client: ClientVersion | null
  actors: (Actor | null)[]
  frames: Uint8Array[]
  isGone: boolean
}

export class FakeRoom implements Room {
  readonly textId: TextId
  readonly doc: Y.Doc
  readonly connections: SeenConnection[] = []
  readonly commands: { actor: Actor; command: Command }[] = []
  answer: (command: Command) => Answer = command => ({
    id: command.id,
    kind: 'done',
    seq: 1,
    made: [],
    leftOut: [],
  })
  /** Called with each new connection, before anything of it is read. */
  onConnect: (seen: SeenConnection) => void = () => {}
  /** Called after each frame, change of role and end. */
  onEvent: (seen: SeenConnection) => void = () => {}

  constructor(textId: TextId, doc: Y.Doc) {
    this.textId = textId
    this.doc = doc
  }

  connect(link: Link, actor: Actor, client: ClientVersion | null): RoomConnection {
    const seen: SeenConnection = { link, client, actors: [actor], frames: [], isGone: false }
    this.connections.push(seen)
    this.onConnect(seen)
    return {
      id: `connection-${this.connections.length}` as ConnectionId,
      receive: frame => {
        seen.frames.push(frame.slice())
        this.#take(seen, frame)
        this.onEvent(seen)
      },
      gone: () => {
        seen.isGone = true
        this.onEvent(seen)
      },
      roleChanged: next => {
        seen.actors.push(next)
        this.onEvent(seen)
      },
    }
  }

  #take(seen: SeenConnection, bytes: Uint8Array): void {
    const frame = parseClientFrame(bytes)
    if (frame?.kind === 'sync-step-1') {
      const update = Y.encodeStateAsUpdate(this.doc, frame.stateVector)
      seen.link.send(renderYjsFrame({ kind: 'sync-step-2', update }))
      seen.link.send(renderYjsFrame({ kind: 'sync-step-1', stateVector: Y.encodeStateVector(this.doc) }))
    }
    if (frame?.kind !== 'update' && frame?.kind !== 'sync-step-2') return
    Y.applyUpdate(this.doc, frame.update)
    for (const other of this.connections) if (other !== seen && !other.isGone) other.link.send(bytes.slice())
  }

  async command(actor: Actor, command: Command): Promise<Answer> {
    this.commands.push({ actor, command })
    return this.answer(command)
  }

  async read<T>(look: (doc: Y.Doc) => T): Promise<T> {
    return look(this.doc)
  }

  presence(): never[] {
    return []
  }
}

export class FakeRooms implements Rooms {
  readonly rooms = new Map<TextId, FakeRoom>()
  /** Called by `create` with what a real room would record. */
  readonly record: (text: NewText) => Promise<TextId>

  constructor(record: (text: NewText) => Promise<TextId>) {
    this.record = record
  }

  async open(textId: TextId): Promise<FakeRoom | null> {
    return this.rooms.get(textId) ?? null
  }

  async create(text: NewText): Promise<TextId> {
    const textId = await this.record(text)
    this.rooms.set(textId, new FakeRoom(textId, text.doc))
    return textId
  }

  async close(): Promise<void> {}
}
