import { describe, expect, it } from 'vitest'
import type { PartyId } from '../../shared/ids.ts'
import { closeCodes } from '../../shared/protocol/close-codes.ts'
import { renderYjsFrame } from '../../shared/protocol/frame.ts'
import { serverClientId } from '../../shared/text/roots.ts'
import { propose } from '../builders/raw-proposal.ts'
import type { RawClient } from '../builders/raw-client.ts'
import { actorOf, RoomKit } from '../builders/room-kit.ts'

/** What one client sees of another; undefined: nothing, null: gone. */
function seen(by: RawClient, of: RawClient): unknown {
  return by.states.get(of.doc.clientID)?.state
}

const ghostUser = { name: 'Somebody else', party: 'XX' }

describe('awareness', () => {
  it('[RO12] passes on the cursor alone, under the name of the account', () => {
    const kit = new RoomKit()
    const [ana, jun] = [kit.join('ana'), kit.join('jun')]
    ana.aware({ state: { user: ghostUser, cursor: { at: 7 }, colour: 'red' } })
    kit.settle()
    expect(seen(jun, ana)).toEqual({ user: { name: 'Name of ana', party: 'BR' }, cursor: { at: 7 } })
    ana.aware({ clock: 2, state: { typing: true } })
    kit.advance(100)
    kit.settle()
    expect(seen(jun, ana)).toEqual({ user: { name: 'Name of ana', party: 'BR' } })
    expect(ana.states.size).toBe(0)
  })

  it('[RO12] tells a joiner who is here, and everybody who has left', () => {
    const kit = new RoomKit()
    const [ana, jun] = [kit.join('ana'), kit.join('jun')]
    ana.aware({ state: { cursor: 1 } })
    kit.settle()
    const sow = kit.join('sow')
    expect(seen(sow, ana)).toMatchObject({ cursor: 1 })
    jun.send(renderYjsFrame({ kind: 'query-awareness' }))
    jun.states.clear()
    kit.settle()
    expect(seen(jun, ana)).toMatchObject({ cursor: 1 })
    ana.offline()
    kit.settle()
    expect([seen(jun, ana), seen(sow, ana)]).toEqual([null, null])
    expect(kit.room.presence().map(({ person }) => person)).toEqual(['person-jun', 'person-sow'])
  })

  it('[RO12] shows a client that comes back with its old clock at once, also after a restart', () => {
    const kit = new RoomKit()
    const [ana, jun] = [kit.join('ana'), kit.join('jun')]
    const show = (cursor: number) => {
      ana.online().aware({ clock: 1, state: { cursor } })
      kit.advance(200)
      kit.settle()
    }
    show(1)
    ana.offline()
    kit.settle()
    show(2)
    expect(seen(jun, ana)).toMatchObject({ cursor: 2 })
    kit.advance(1000)
    kit.kill()
    jun.online()
    show(3)
    expect(seen(jun, ana)).toMatchObject({ cursor: 3 })
  })

  it('[RO12] a state that its client takes away is gone for the others', () => {
    const kit = new RoomKit()
    const [ana, jun] = [kit.join('ana'), kit.join('jun')]
    ana.aware({ state: {} })
    kit.settle()
    ana.aware({ clock: 2, state: null })
    kit.advance(100)
    kit.settle()
    expect(seen(jun, ana)).toBeNull()
    expect(kit.join('sow').states.size).toBe(0)
  })

  it('[RO12] passes over what stock clients echo, together with their own state or alone', () => {
    const kit = new RoomKit()
    const [ana, jun, sow] = [kit.join('ana'), kit.join('jun', { stock: true }), kit.join('sow')]
    ana.aware({ state: { cursor: 1 } })
    jun.aware({ state: { cursor: 2 } })
    kit.settle()
    const echo = {
      client: ana.doc.clientID,
      clock: jun.states.get(ana.doc.clientID)?.clock ?? 0,
      state: { cursor: 99 },
    }
    jun.aware(echo).aware({ clock: 2, state: { cursor: 3 } }, echo, { ...echo, clock: 2 ** 50 })
    kit.advance(100)
    kit.settle()
    expect([seen(sow, ana), seen(sow, jun)]).toMatchObject([{ cursor: 1 }, { cursor: 3 }])
    expect(jun.closed).toBeNull()
  })

  it('[RO23] a client id that showed itself belongs to its person; nobody else takes it, nor the server’s', () => {
    const kit = new RoomKit()
    const [ana, jun, sow] = [kit.join('ana'), kit.join('jun'), kit.join('sow')]
    ana.aware({ state: { cursor: 1 } })
    kit.settle()
    jun.aware({ client: ana.doc.clientID, clock: 9, state: { cursor: 2 } })
    sow.aware({ client: serverClientId, state: { cursor: 2 } })
    kit.settle()
    expect([jun, sow].map(client => seen(client, ana))).toMatchObject([{ cursor: 1 }, { cursor: 1 }])
    expect([...jun.states.keys()]).toEqual([ana.doc.clientID])
    jun.doc.clientID = ana.doc.clientID
    propose(jun.doc, 'under a foreign client id')
    kit.settle()
    expect([jun.closed?.code, kit.entries.length]).toEqual([closeCodes.refused, 1])
  })

  it('[RO23] a person whose line is dead but not yet cut takes the client id over to the new line', () => {
    const kit = new RoomKit()
    const [ana, jun] = [kit.join('ana'), kit.join('jun')]
    ana.aware({ state: { cursor: 1 } })
    kit.settle()
    const dead = ana.connection
    const again = kit.join('ana', { doc: ana.doc })
    again.aware({ clock: 1, state: { cursor: 2 } })
    kit.settle()
    dead?.gone()
    kit.settle()
    expect(seen(jun, ana)).toMatchObject({ cursor: 2 })
  })

  it('[RO13] what is no state, and a clock that nobody counted up to, close with 4422; what is too large with 4413', () => {
    const kit = new RoomKit({ limits: { maxRefusals: 100 } })
    const jun = kit.join('jun')
    const tries: [(client: RawClient) => RawClient, number][] = [
      [
        client => client.send(renderYjsFrame({ kind: 'awareness', update: new Uint8Array([1, 2]) })),
        closeCodes.refused,
      ],
      [client => client.aware({ state: 'words' }), closeCodes.refused],
      [client => client.aware({ state: [1] }), closeCodes.refused],
      [client => client.aware({ clock: 2 ** 53 - 2, state: {} }), closeCodes.refused],
      [client => client.aware({ state: { cursor: 'x'.repeat(5_000) } }), closeCodes.tooLarge],
      [client => client.aware({ state: { cursor: 'x'.repeat(1 << 20) } }), closeCodes.tooLarge],
    ]
    for (const [send, code] of tries) {
      const ana = send(kit.join('ana'))
      kit.settle()
      expect(ana.closed?.code).toBe(code)
    }
    expect(jun.awarenessFrames).toBe(0)
  })

  it('[RO13] keys that reach a prototype are no state', () => {
    const kit = new RoomKit()
    const [ana, jun] = [kit.join('ana'), kit.join('jun')]
    ana.aware({ state: { cursor: JSON.parse('{"__proto__":{"x":1}}') as unknown } })
    kit.settle()
    expect([ana.closed?.code, jun.states.size, ({} as { x?: number }).x]).toEqual([
      closeCodes.refused,
      0,
      undefined,
    ])
  })

  it('[RL29] twenty thousand ids, foreign ids, wild clocks and a thousand states a second: no ghost, nobody gone, ten a second', () => {
    const kit = new RoomKit({ limits: { maxRefusals: 100 } })
    const [ana, jun] = [kit.join('ana'), kit.join('jun')]
    ana.aware({ state: { cursor: 1 } })
    kit.settle()
    const crowd = Array.from({ length: 20_000 }, (_, i) => ({
      client: i + 1,
      clock: 1,
      state: { user: ghostUser },
    }))
    const many = kit.join('sow').aware(...crowd)
    const some = kit.join('sow').aware(...crowd.slice(0, 1_000))
    const evictor = kit
      .join('sow')
      .aware({ state: {} }, { client: ana.doc.clientID, clock: 2 ** 53 - 2, state: null })
    kit.settle()
    expect([many.closed?.code, some.closed, evictor.closed]).toEqual([closeCodes.tooLarge, null, null])
    expect([[...jun.states.keys()], seen(jun, ana)]).toMatchObject([[ana.doc.clientID], { cursor: 1 }])

    const before = jun.awarenessFrames
    for (let ms = 0; ms < 1_000; ms++) {
      ana.aware({ clock: ms + 2, state: { cursor: ms, user: ghostUser } }).deliver()
      kit.advance(1)
    }
    kit.advance(100)
    kit.settle()
    expect(jun.awarenessFrames - before).toBeLessThanOrEqual(11)
    expect(seen(jun, ana)).toEqual({ user: { name: 'Name of ana', party: 'BR' }, cursor: 999 })
  })

  it('[RO20] a new name or party of the account is seen by the others', () => {
    const kit = new RoomKit()
    const [ana, jun] = [kit.join('ana'), kit.join('jun')]
    ana.aware({ state: { cursor: 1 } })
    kit.settle()
    ana.connection?.roleChanged({ ...actorOf('ana'), party: 'SN' as PartyId })
    kit.advance(100)
    kit.settle()
    expect(seen(jun, ana)).toMatchObject({ user: { name: 'Name of ana', party: 'SN' } })
    expect(kit.room.presence()[0]).toMatchObject({ person: 'person-ana', party: 'SN' })
  })

  it('[RO12] two hundred people are told in frames small enough to be echoed', () => {
    const kit = new RoomKit()
    for (let i = 0; i < 200; i++)
      kit
        .join('ana')
        .aware({ state: { cursor: 'x'.repeat(1_000) } })
        .deliver()
    const sizes: number[] = []
    const jun = kit.join('jun', { offline: true }).online()
    sizes.push(...jun.incoming.filter(frame => frame[0] === 1).map(frame => frame.length))
    kit.settle()
    expect([jun.states.size, Math.max(...sizes) < 32 * 1024, sizes.length < 20]).toEqual([200, true, true])
  })
})
