/** Copies of a record changed behind the log's back; `TAMPERED_COPIES` and `CORRUPTED_COPIES` give larger counts. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { type Entry, type Head, sealEntry } from '../../server/log/entry.ts'
import type { Log } from '../../server/log/log.ts'
import { openLog } from '../../server/log/pipelined-log.ts'
import { verifyAgainst, verifyStream } from '../../server/log/verify.ts'
import { openForReading } from '../../server/store/sqlite-connection.ts'
import { sqliteEntryStore } from '../../server/store/sqlite-entry-store.ts'
import { WriterThread } from '../../server/store/writer-thread.ts'
import type { StreamId } from '../../shared/ids.ts'
import { pickNumber, seededRandom } from '../builders/random.ts'
import { append, readWords, sqliteStore, streamA, streamB } from '../builders/record.ts'

const tamperedCopies = Number(process.env['TAMPERED_COPIES'] ?? 100)
const corruptedCopies = Number(process.env['CORRUPTED_COPIES'] ?? 50)
const length = 20
const sector = 512

type Random = () => number
type Tamper = (db: DatabaseSync, random: Random) => void

/** Any place; the last one is left out where a change there would be a cut tail. */
const place = (random: Random, last = length) => 1 + pickNumber(random, last)

function flip(column: string): Tamper {
  return (db, random) => {
    const seq = place(random)
    const found = db
      .prepare(`select ${column} as bytes from entries where stream = ? and seq = ?`)
      .get(streamA, seq)
    const bytes = new Uint8Array(found?.['bytes'] as Uint8Array)
    const index = pickNumber(random, bytes.length)
    bytes[index] = (bytes[index] ?? 0) ^ (1 << pickNumber(random, 8))
    db.prepare(`update entries set ${column} = ? where stream = ? and seq = ?`).run(bytes, streamA, seq)
  }
}

function assign(assignment: string): Tamper {
  return (db, random) =>
    db.prepare(`update entries set ${assignment} where stream = ? and seq = ?`).run(streamA, place(random))
}

/** Changes that the chain alone shows. */
const shownByChain: Record<string, Tamper> = {
  'a bit of a payload': flip('payload'),
  'a bit of a payload hash': flip('payload_hash'),
  'a bit of a hash': flip('hash'),
  'another party': assign("party = 'JP'"),
  nobody: assign('actor = null'),
  'on behalf of somebody': assign("on_behalf_of = 'SN'"),
  'another time': assign('at = at + 1'),
  'another kind': assign("kind = 'act'"),
  'another connection': assign("connection = 'connection-2'"),
  'words cut away': assign("payload = x''"),
  'an entry taken out': (db, random) =>
    db.prepare('delete from entries where stream = ? and seq = ?').run(streamA, place(random, length - 1)),
  'an entry taken out, the gap closed': (db, random) => {
    const seq = place(random, length - 1)
    db.prepare('delete from entries where stream = ? and seq = ?').run(streamA, seq)
    for (let next = seq + 1; next <= length; next += 1) renumber(db, next, next - 1)
  },
  'an entry put in': (db, random) => {
    const seq = place(random, length - 1)
    for (let last = length; last > seq; last -= 1) renumber(db, last, last + 1)
    db.prepare(
      `insert into entries select stream, ? as seq, at, actor, party, on_behalf_of, connection, kind, payload,
       payload_hash, hash from entries where stream = ? and seq = ?`,
    ).run(seq + 1, streamA, seq)
  },
  'two entries changed about': (db, random) => {
    const seq = place(random, length - 1)
    renumber(db, seq, 1000)
    renumber(db, seq + 1, seq)
    renumber(db, 1000, seq + 1)
  },
  'two texts changed about': db =>
    db.exec(`update entries set stream = 'text:x' where stream = '${streamA}';
      update entries set stream = '${streamA}' where stream = '${streamB}';
      update entries set stream = '${streamB}' where stream = 'text:x'`),
}

/** Changes that leave a chain that holds; a head that somebody else kept shows them. */
const shownByWitness: Record<string, Tamper> = {
  'the tail cut off': (db, random) =>
    db.prepare('delete from entries where stream = ? and seq >= ?').run(streamA, place(random)),
  'history written anew': (db, random) => restamp(db, place(random)),
}

function renumber(db: DatabaseSync, from: number, to: number): void {
  db.prepare('update entries set seq = ? where stream = ? and seq = ?').run(to, streamA, from)
}

/** Other words at `seq`, and every hash from there on as if they had been recorded. */
function restamp(db: DatabaseSync, seq: number): void {
  const { log } = openCopy(db.location() ?? '')
  const kept = [...log.read(streamA, 1)]
  void log.close()
  const before: Entry | null = kept[seq - 2] ?? null
  let previous = before
  const update = db.prepare(
    'update entries set payload = ?, payload_hash = ?, hash = ? where stream = ? and seq = ?',
  )
  for (const one of kept.slice(seq - 1)) {
    const payload = one.seq === seq ? new TextEncoder().encode('never said') : one.payload
    previous = sealEntry(streamA, previous, { ...one, payload })
    update.run(previous.payload, previous.payloadHash, previous.hash, streamA, one.seq)
  }
}

/** A log over a database that nobody writes. */
function openCopy(path: string): { log: Log } {
  return { log: openLog(sqliteEntryStore(openForReading(path), new WriterThread({ path }))) }
}

/** A record of two texts in one file, closed, with the heads a witness keeps. */
async function recordWithWitness() {
  const store = await sqliteStore()
  for (let count = 1; count <= length; count += 1)
    for (const stream of [streamA, streamB]) await append(store.log, stream, `words ${count} of ${stream}`)
  const witness = [streamA, streamB].map(stream => ({ stream, head: store.log.head(stream) as Head }))
  const words = new Map(witness.map(({ stream }) => [stream, readWords(store.log, stream)]))
  await store.close()
  return { path: store.databasePath, directory: store.directory, witness, words }
}

async function judge(path: string, witness: readonly { stream: StreamId; head: Head }[]) {
  const { log } = openCopy(path)
  const byChain = await Promise.all(witness.map(({ stream }) => verifyStream(log, stream)))
  const byWitness = await Promise.all(witness.map(({ stream, head }) => verifyAgainst(log, stream, head)))
  await log.close()
  return {
    chainHolds: byChain.every(({ kind }) => kind === 'whole'),
    witnessHolds: byWitness.every(({ kind }) => kind === 'held'),
  }
}

describe('a record changed behind the log’s back', () => {
  it(`[LO12][LO13][RL43] is found in ${tamperedCopies} copies of ${tamperedCopies}`, async () => {
    const { path, directory, witness } = await recordWithWitness()
    expect(await judge(path, witness)).toEqual({ chainHolds: true, witnessHolds: true })
    const all = Object.entries({ ...shownByChain, ...shownByWitness })
    for (let seed = 1; seed <= tamperedCopies; seed += 1) {
      const [what, tamper] = all[seed % all.length] ?? ['nothing', () => undefined]
      const copy = join(directory, `copy-${seed}.db`)
      copyFileSync(path, copy)
      const db = new DatabaseSync(copy)
      db.exec('drop trigger entries_never_change; drop trigger entries_stay; drop trigger entries_follow')
      tamper(db, seededRandom(seed))
      db.close()
      const expected = { chainHolds: what in shownByWitness, witnessHolds: false }
      expect([seed, what, await judge(copy, witness)]).toEqual([seed, what, expected])
    }
  })

  it(`[LO12][RL6] never passes for whole in ${corruptedCopies} damaged copies of the file`, async () => {
    const { path, directory, witness, words } = await recordWithWitness()
    const intact = readFileSync(path)
    let damaged = 0
    for (let seed = 1; seed <= corruptedCopies; seed += 1) {
      const copy = join(directory, `damaged-${seed}.db`)
      writeFileSync(copy, damage(intact, seededRandom(seed)))
      for (const { stream, head } of witness) {
        const seen = await readDamaged(copy, stream, head)
        if (seen.report !== 'held') damaged += 1
        else expect([seed, seen.words]).toEqual([seed, words.get(stream)])
      }
    }
    expect(damaged).toBeGreaterThan(0)
  })
})

/** A sector overwritten somewhere behind the file's header. */
function damage(intact: Uint8Array, random: Random): Uint8Array {
  const bytes = new Uint8Array(intact)
  const start = sector * (1 + pickNumber(random, bytes.length / sector - 1))
  for (let index = start; index < start + sector; index += 1) bytes[index] = pickNumber(random, 256)
  return bytes
}

async function readDamaged(path: string, stream: StreamId, head: Head) {
  try {
    const { log } = openCopy(path)
    const { kind } = await verifyAgainst(log, stream, head)
    const words = kind === 'held' ? readWords(log, stream) : []
    await log.close()
    return { report: kind, words }
  } catch {
    return { report: 'cannot be opened', words: [] } // as good as found: nobody takes it for whole
  }
}
