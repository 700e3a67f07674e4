/** A text with its people, without socket and disk: the order of all that goes over the wire and into the log is the test's. */
import type * as Y from 'yjs'
import {
  makeIdSource,
  type PartyId,
  type PersonId,
  type TextId,
  textStream,
  type UnixMs,
} from '../../shared/ids.ts'
import { protocolVersion } from '../../shared/protocol/version.ts'
import type { Role } from '../../shared/rules/roles.ts'
import { rootsOf, schemaVersion } from '../../shared/text/roots.ts'
import type { Actor } from '../../server/actor/actor.ts'
import type { Entry } from '../../server/log/entry.ts'
import type { RoomLimits } from '../../server/room/limits.ts'
import { loadText } from '../../server/room/load-text.ts'
import { type OpenRooms, openRooms } from '../../server/room/open-rooms.ts'
import type { Room, RoomEvent } from '../../server/room/rooms.ts'
import type { TextRules } from '../../server/room/rules.ts'
import { type LogDisk, MemoryLog } from './memory-log.ts'
import { seededRandom } from './random.ts'
import { RawClient } from './raw-client.ts'
import { paragraphs } from './text-state.ts'

export interface KitOptions {
  /** The first state, under the server's client id; default: three paragraphs. */
  readonly doc?: Y.Doc
  readonly limits?: Partial<RoomLimits>
  readonly rules?: TextRules
  readonly seed?: number
}

/** People of a body, by name. */
export const people = {
  ana: ['BR', 'delegate'],
  bruno: ['BR', 'delegate'],
  jun: ['JP', 'delegate'],
  sow: ['SN', 'delegate'],
  sam: ['SEC', 'secretary'],
  tess: ['SEC', 'secretary'],
  cora: ['SEC', 'chair'],
  otto: ['ICC', 'observer'],
  rita: ['SN', 'reader'],
} as const satisfies Record<string, readonly [string, Role]>
export type PersonName = keyof typeof people

/** One of the people above. */
export function actorOf(name: PersonName): Actor {
  const [party, role] = people[name]
  return { person: `person-${name}` as PersonId, name: `Name of ${name}`, party: party as PartyId, role }
}

interface Timer {
  readonly at: number
  readonly task: () => void
}

/** Most turns until everything must have become quiet. */
const mostTurns = 10_000

export class RoomKit {
  readonly textId: TextId
  readonly clients: RawClient[] = []
  readonly events: RoomEvent[] = []
  log: MemoryLog
  rooms: OpenRooms
  readonly random: () => number
  readonly #options: KitOptions
  readonly #ids: ReturnType<typeof makeIdSource>
  #clock = 1_750_000_000_000
  #timers: Timer[] = []
  #deferred: (() => void)[] = []

  constructor(options: KitOptions = {}) {
    this.#options = options
    this.random = seededRandom(options.seed ?? 1)
    this.#ids = makeIdSource(() => this.#clock, this.random)
    this.log = new MemoryLog()
    this.rooms = this.#open()
    this.textId = this.#create(
      options.doc ?? paragraphs('First agreed words.', 'Second agreed words.', 'Third.'),
    )
  }

  // ---- people

  /** A client of this person, online and up to date unless `offline`. A function instead of a name: any account. */
  join(
    who: PersonName | Actor,
    options: { stock?: boolean; doc?: Y.Doc; offline?: boolean } = {},
  ): RawClient {
    const client = new RawClient(
      typeof who === 'string' ? actorOf(who) : who,
      (caller, link) => this.#dial(caller, link),
      options,
    )
    if (!options.doc) client.doc.clientID = Math.floor(this.random() * 0xf0000000) + 1
    this.clients.push(client)
    if (!options.offline) this.flush(client.online())
    return client
  }

  /** Lets everything of one client through, both ways, until it is quiet; the log and the turns with it. */
  flush(client: RawClient): void {
    this.#until(
      () => client.isQuiet && !this.#turn(),
      () => void client.deliver().take(),
    )
  }

  /** Lets everything of everybody through until all is quiet. */
  settle(): void {
    this.#until(
      () => this.clients.every(client => client.isQuiet) && !this.#turn(),
      () => this.clients.forEach(client => client.deliver().take()),
    )
  }

  // ---- the server

  /** The room, opened if it is not. */
  get room(): Room {
    return this.rooms.openNow(this.textId) as Room
  }

  /** The document of the room, to look at. */
  get doc(): Y.Doc {
    let seen: Y.Doc | undefined
    void this.room.read(doc => void (seen = doc))
    return seen as Y.Doc
  }

  get epoch(): string {
    return rootsOf(this.doc).meta.get('epoch') as string
  }

  /** What the log holds of the text. */
  get entries(): readonly Entry[] {
    return this.log.entries(textStream(this.textId))
  }

  /** A fresh document made from the log alone. */
  replayed(): Y.Doc {
    return loadText(this.log, textStream(this.textId), 100).doc
  }

  /** The process dies, with what the log had not on disk but for the first `landed`; another one starts. Every line is cut. */
  kill(landed = 0): LogDisk {
    const disk = this.log.crash(landed)
    for (const client of this.clients) client.offline()
    this.#timers = []
    this.#deferred = []
    this.log = new MemoryLog(disk)
    this.rooms = this.#open()
    return disk
  }

  // ---- time

  get now(): UnixMs {
    return this.#clock as UnixMs
  }

  /** Time goes on; what was due happens in order. */
  advance(ms: number): void {
    const until = this.#clock + ms
    for (;;) {
      const due = this.#timers.filter(timer => timer.at <= until).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      this.#timers = this.#timers.filter(timer => timer !== due)
      this.#clock = Math.max(this.#clock, due.at)
      due.task()
      this.#turn()
    }
    this.#clock = until
  }

  /** The clock on the wall is set to another time. */
  setClock(ms: number): void {
    this.#clock = ms
  }

  /** The end of a turn of the event loop: acknowledgements go out, appends become durable unless held back. */
  turn(): void {
    this.#turn()
  }

  #turn(): boolean {
    const didWrite = this.log.turn()
    const tasks = this.#deferred.splice(0)
    for (const task of tasks) task()
    return didWrite || tasks.length > 0
  }

  #until(isDone: () => boolean, step: () => void): void {
    for (let i = 0; i < mostTurns; i++) {
      step()
      if (isDone()) return
    }
    throw new Error('the line never becomes quiet')
  }

  #dial(client: RawClient, link: Parameters<Room['connect']>[0]): ReturnType<Room['connect']> {
    const epoch = rootsOf(client.doc).meta.get('epoch')
    const version = {
      version: protocolVersion,
      schema: schemaVersion,
      epoch: typeof epoch === 'string' ? epoch : '',
    }
    return this.room.connect(link, client.actor, client.isStock ? null : version)
  }

  #open(): OpenRooms {
    return openRooms({
      log: this.log,
      ids: this.#ids,
      now: () => this.now,
      schedule: (ms, task) => {
        const timer = { at: this.#clock + ms, task }
        this.#timers.push(timer)
        return () => void (this.#timers = this.#timers.filter(other => other !== timer))
      },
      defer: task => void this.#deferred.push(task),
      report: event => void this.events.push(event),
      ...(this.#options.rules ? { rules: this.#options.rules } : {}),
      // Time stands still while a test writes: a burst has no end.
      limits: { frameBurst: Number.POSITIVE_INFINITY, ...this.#options.limits },
    })
  }

  /** The promise is settled within `release`, and so the id is read off the log. */
  #create(doc: Y.Doc): TextId {
    void this.rooms.create({
      doc,
      title: 'A text',
      language: 'en',
      actor: null,
      kind: 'import',
      act: { from: 'kit' },
    })
    this.log.release()
    return (this.log.streams()[0] as string).slice('text:'.length) as TextId
  }
}
