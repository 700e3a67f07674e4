/** What the rooms offer to those who bring people in: sockets, HTTP, command line. */
import type * as Y from 'yjs'
import type { ConnectionId, PartyId, PersonId, TextId } from '../../shared/ids.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import type { ClientVersion } from '../../shared/protocol/version.ts'
import type { Role } from '../../shared/rules/roles.ts'
import type { Actor } from '../actor/actor.ts'
import type { Json } from '../log/payload.ts'

/** One socket as a room uses it. Nothing here throws; after `close` frames are dropped. */
export interface Link {
  /** The same bytes may be sent to many links; nobody changes them afterwards. */
  send(frame: Uint8Array): void
  close(code: number, reason: string): void
  bufferedBytes(): number
}

/** One socket as its room knows it. */
export interface RoomConnection {
  readonly id: ConnectionId
  /** One binary message of the socket; read within the call. */
  receive(frame: Uint8Array): void
  /** The socket is closed, by whomever. */
  gone(): void
  /** The person speaks for another party or in another role from now on; null: may not be here, nothing more is read. */
  roleChanged(actor: Actor | null): void
}

/** Somebody who is in a room now, once a connection. */
export interface PresentPerson {
  readonly connection: ConnectionId
  readonly person: PersonId
  readonly name: string
  readonly party: PartyId
  readonly role: Role
}

/** One text that is open. Everything that leaves it waits until the record holds what it shows. */
export interface Room {
  readonly textId: TextId
  /**
   * Lets a socket in. One that may not come in (other schema or epoch, refused too often) is closed at once and its
   * connection reads nothing. `client` is what the address said of the program; null: a stock client.
   */
  connect(link: Link, actor: Actor, client: ClientVersion | null): RoomConnection
  /** The answer, once the record holds all it tells. @throws ProtocolError `unavailable` when it was not recorded. */
  command(actor: Actor, command: Command): Promise<Answer>
  /** What `look` makes of the document as it is at the call. `look` only reads. @throws ProtocolError `unavailable`. */
  read<T>(look: (doc: Y.Doc) => T): Promise<T>
  /** Who is here now. */
  presence(): readonly PresentPerson[]
}

/** A text to begin. */
export interface NewText {
  /** Its first state, written under the server's client id (`newTextDoc({ clientId: serverClientId })`); taken over. */
  readonly doc: Y.Doc
  readonly title: string
  /** BCP 47, such as `en`. */
  readonly language: string
  /** Who begins it; null: the server itself. */
  readonly actor: Actor | null
  readonly kind: 'text-created' | 'import'
  /** What the record says of it. */
  readonly act: Json
}

/** All texts; opened on demand, let go when nobody is in. */
export interface Rooms {
  /** The room of a text; null when there is no such text. Ask anew for each use: a room is let go when it stands idle. */
  open(textId: TextId): Promise<Room | null>
  /** Records the first state of a new text under a fresh epoch. @throws ProtocolError `unavailable` when it was not recorded. */
  create(text: NewText): Promise<TextId>
  /** Takes nothing more, waits until what was taken is on disk, closes every socket with 4503. */
  close(): Promise<void>
}

/** What operators may want to know; holds no words of a text and no personal data but ids. */
export type RoomEvent =
  | { readonly kind: 'opened'; readonly text: TextId; readonly seq: number }
  | { readonly kind: 'let-go'; readonly text: TextId }
  | {
      readonly kind: 'refused'
      readonly text: TextId
      readonly connection: ConnectionId
      readonly rule: string
    }
  | { readonly kind: 'resync'; readonly text: TextId; readonly connection: ConnectionId }
  | { readonly kind: 'rebuilt'; readonly text: TextId }
  | { readonly kind: 'discarded'; readonly text: TextId; readonly reason: string }
  | { readonly kind: 'fault'; readonly text: TextId; readonly error: unknown }
