/** The server of a simulation: real rooms over a log in memory, or over the store in a temporary folder. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as Y from 'yjs'
import { makeIdSource, type TextId, textStream, type UnixMs } from '../../shared/ids.ts'
import type { Command } from '../../shared/protocol/command.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import { protocolVersion } from '../../shared/protocol/version.ts'
import { rootsOf, schemaVersion } from '../../shared/text/roots.ts'
import type { Actor } from '../../server/actor/actor.ts'
import type { Entry } from '../../server/log/entry.ts'
import type { Log } from '../../server/log/log.ts'
import { loadText } from '../../server/room/load-text.ts'
import { type OpenRooms, openRooms } from '../../server/room/open-rooms.ts'
import type { Room } from '../../server/room/rooms.ts'
import { openStore } from '../../server/store/store.ts'
import { MemoryLog } from '../builders/memory-log.ts'
import { RawClient } from '../builders/raw-client.ts'
import type { Random } from './random.ts'

/** Most rounds until everything must have become quiet. */
const mostRounds = 10_000

export class House {
  readonly clients: RawClient[] = []
  private readonly log: Log
  private readonly rooms: OpenRooms
  private readonly textId: TextId
  private readonly deferred: (() => void)[]
  private readonly removeFolder: () => void

  private constructor(parts: {
    log: Log
    rooms: OpenRooms
    textId: TextId
    deferred: (() => void)[]
    removeFolder: () => void
  }) {
    this.log = parts.log
    this.rooms = parts.rooms
    this.textId = parts.textId
    this.deferred = parts.deferred
    this.removeFolder = parts.removeFolder
  }

  /** A house with one text. @param kind `disk`: a real database with a synced write for every batch. */
  static async open(doc: Y.Doc, kind: 'memory' | 'disk', random: Random): Promise<House> {
    const folder = kind === 'disk' ? mkdtempSync(join(tmpdir(), 'chapeau-')) : null
    const log = folder ? (await openStore({ databasePath: join(folder, 'chapeau.db') })).log : new MemoryLog()
    const deferred: (() => void)[] = []
    let clock = 1_750_000_000_000
    const now = () => clock++ as UnixMs
    const rooms = openRooms({
      log,
      ids: makeIdSource(now, random.next),
      now,
      schedule: () => () => undefined,
      defer: task => void deferred.push(task),
      limits: { entriesPerSnapshot: 40 },
    })
    const created = rooms.create({
      doc,
      title: 'A text',
      language: 'en',
      actor: null,
      kind: 'import',
      act: { from: 'simulation' },
    })
    if (log instanceof MemoryLog) log.release()
    const textId = await created
    const removeFolder = () => folder && rmSync(folder, { recursive: true, force: true })
    return new House({ log, rooms, textId, deferred, removeFolder })
  }

  get room(): Room {
    return this.rooms.openNow(this.textId) as Room
  }

  /** The room's document, to look at. */
  get doc(): Y.Doc {
    let seen: Y.Doc | undefined
    this.room.read(doc => void (seen = doc)).catch(() => undefined)
    return seen as Y.Doc
  }

  /** A document made from the record alone. */
  replayed(): Y.Doc {
    return loadText(this.log, textStream(this.textId), 100).doc
  }

  /** What the record holds, oldest first. */
  entries(): Entry[] {
    return [...this.log.read(textStream(this.textId), 1)]
  }

  join(actor: Actor, doc: Y.Doc): RawClient {
    const client = new RawClient(
      actor,
      (caller, link) => this.room.connect(link, caller.actor, this.versionOf(caller)),
      { doc },
    )
    this.clients.push(client.online())
    return client
  }

  private versionOf(client: RawClient): { version: number; schema: number; epoch: string } {
    const epoch = rootsOf(client.doc).meta.get('epoch')
    return { version: protocolVersion, schema: schemaVersion, epoch: typeof epoch === 'string' ? epoch : '' }
  }

  /** An act through the door that HTTP uses. */
  async command(actor: Actor, command: Command): Promise<Answer> {
    const answer = this.room.command(actor, command)
    await this.turn()
    return answer
  }

  /** What was appended becomes durable, and what waited for it leaves. */
  async turn(): Promise<void> {
    if (this.log instanceof MemoryLog) this.log.turn()
    else await this.log.settled()
    for (const task of this.deferred.splice(0)) task()
  }

  /** Lets everything of everybody through until all is quiet. */
  async settle(): Promise<void> {
    for (let round = 0; round < mostRounds; round++) {
      for (const client of this.clients) client.deliver()
      await this.turn()
      for (const client of this.clients) client.take()
      if (this.deferred.length === 0 && this.clients.every(client => client.isQuiet)) return
    }
    throw new Error('the lines never become quiet')
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.offline()
    await this.rooms.close()
    await this.log.close()
    this.removeFolder()
  }
}
