import * as Y from 'yjs'
import { describe, expect, it } from 'vitest'
import { closeCodes } from '../../shared/protocol/close-codes.ts'
import { rootsOf } from '../../shared/text/roots.ts'
import { textRules } from '../../server/room/rules.ts'
import { breakCommand, propose, proposedText } from '../builders/raw-proposal.ts'
import { actorOf, RoomKit } from '../builders/room-kit.ts'
import { agreedWords, blockText, contentOf, expectSameContent } from '../builders/text-state.ts'

/** What a promise came to after the microtasks that were due: its value, 'rejected', or 'waiting'. */
async function stateOf(promise: Promise<unknown>): Promise<unknown> {
  const waiting = new Promise(resolve => setImmediate(() => resolve('waiting')))
  return Promise.race([
    promise.catch((error: Error & { code?: string }) => error.code ?? 'rejected'),
    waiting,
  ])
}

describe('what leaves a room', () => {
  it('[RO1] shows an update to the others once the record holds it, and not before', () => {
    const kit = new RoomKit()
    const [sam, ana, bruno] = [kit.join('sam'), kit.join('ana'), kit.join('bruno')]
    kit.log.hold()
    blockText(sam.doc, 'B1').insert(0, 'New ')
    const proposal = propose(ana.doc, 'may')
    kit.settle()
    expect([kit.log.underWay, sam.isSaved, ana.isSaved]).toEqual([2, false, false])
    expect(agreedWords(bruno.doc)[0]).toBe('First agreed words.')
    expect(proposedText(bruno.doc, proposal)).toBeNull()

    kit.log.release(1)
    kit.settle()
    expect([sam.isSaved, ana.isSaved]).toEqual([true, false])
    expect(agreedWords(bruno.doc)[0]).toBe('New First agreed words.')
    expect(proposedText(bruno.doc, proposal)).toBeNull()

    kit.log.release()
    kit.settle()
    expect(proposedText(bruno.doc, proposal)?.toString()).toBe('may')
    for (const client of [sam, ana, bruno]) expectSameContent(client.doc, kit.replayed())
  })

  it('[RO1] lets a joiner wait for what its first sync would show, with nothing in between', () => {
    const kit = new RoomKit()
    const sam = kit.join('sam')
    kit.log.hold()
    blockText(sam.doc, 'B1').insert(0, 'Held ')
    kit.settle()
    const [empty, back] = [kit.join('ana'), kit.join('bruno', { doc: kit.replayed() })]
    kit.settle()
    for (const joiner of [empty, back])
      expect([joiner.recordedUpTo, contentOf(joiner.doc).pending]).toEqual([0, false])
    expect([agreedWords(empty.doc), agreedWords(back.doc)[0]]).toEqual([[], 'First agreed words.'])
    blockText(sam.doc, 'B1').insert(0, 'Still ')
    kit.settle()
    kit.log.release()
    kit.settle()
    for (const joiner of [empty, back]) expectSameContent(joiner.doc, sam.doc)
    expect(agreedWords(empty.doc)[0]).toBe('Still Held First agreed words.')
  })

  it('[RO1] lets reads and commands of HTTP wait for what they show', async () => {
    const kit = new RoomKit()
    const sam = kit.join('sam')
    kit.log.hold()
    blockText(sam.doc, 'B1').insert(0, 'Held ')
    kit.settle()
    const read = kit.room.read(doc => agreedWords(doc)[0])
    const answer = kit.room.command(actorOf('tess'), breakCommand(sam.doc, 'B2', 6))
    expect([await stateOf(read), await stateOf(answer)]).toEqual(['waiting', 'waiting'])
    kit.log.release(1)
    expect([await stateOf(read), await stateOf(answer)]).toEqual(['Held First agreed words.', 'waiting'])
    kit.log.release()
    expect(await answer).toMatchObject({ kind: 'done', seq: 3 })
  })

  it('[RO1] lets a refusal and a notice wait like everything else, behind what is acknowledged', () => {
    const kit = new RoomKit()
    const ana = kit.join('ana')
    kit.log.hold()
    const proposal = propose(ana.doc, 'kept')
    blockText(ana.doc, 'B1').insert(0, 'not mine to write')
    kit.settle()
    expect([ana.closed, ana.refusal]).toEqual([null, null])
    kit.log.release()
    kit.settle()
    expect(ana.said.slice(-2).map(message => message.kind)).toEqual(['recorded', 'refused'])
    expect(ana.closed?.code).toBe(closeCodes.refused)
    expect(proposedText(kit.doc, proposal)?.toString()).toBe('kept')
  })

  it('[RO2] acknowledges frames by number, those that change nothing too, once a turn', () => {
    const kit = new RoomKit()
    const ana = kit.join('ana')
    const told = ana.said.length
    const proposal = propose(ana.doc, 'a')
    for (const letter of 'bcd') proposedText(ana.doc, proposal)?.insert(0, letter)
    ana.sendSync('update', Y.encodeStateAsUpdate(ana.doc))
    ana.deliver()
    kit.turn()
    ana.take()
    expect(ana.said.slice(told)).toEqual([{ kind: 'recorded', upTo: 7, seq: 5, head: ana.recorded?.head }])
    expect([ana.isSaved, ana.recorded?.head]).toEqual([
      true,
      Buffer.from(kit.entries[4]?.hash ?? []).toString('hex'),
    ])
  })

  it('[RO2] acknowledges a repetition only when what it repeats is on disk', () => {
    const kit = new RoomKit()
    const ana = kit.join('ana')
    kit.log.hold()
    propose(ana.doc, 'once')
    ana.sendSync('update', Y.encodeStateAsUpdate(ana.doc))
    kit.settle()
    expect([kit.log.underWay, ana.recordedUpTo]).toEqual([1, 2])
    kit.log.release()
    kit.settle()
    expect(ana.isSaved).toBe(true)
  })
})

describe('a log that fails', () => {
  it('[RO3] closes every socket with 4503 and opens the room anew from what the log holds', () => {
    const kit = new RoomKit()
    const [ana, bruno] = [kit.join('ana'), kit.join('bruno')]
    kit.log.hold()
    const proposal = propose(ana.doc, 'lost on the way')
    kit.settle()
    kit.log.fail()
    kit.settle()
    for (const client of [ana, bruno])
      expect([client.closed?.code, client.notices.at(-1)]).toEqual([closeCodes.tryAgain, 'not-saved'])
    expect([ana.recordedUpTo, kit.entries.length]).toEqual([2, 1])
    expect(proposedText(kit.doc, proposal)).toBeNull()
    expect(kit.events.map(event => event.kind)).toContain('discarded')
  })

  it('[RO3] leaves no promise open: what waited is refused as unavailable', async () => {
    const kit = new RoomKit()
    const sam = kit.join('sam')
    kit.log.hold()
    const { room } = kit
    const answer = room.command(actorOf('sam'), breakCommand(sam.doc, 'B1', 5))
    const read = room.read(doc => agreedWords(doc))
    kit.log.fail()
    expect([await stateOf(answer), await stateOf(read)]).toEqual(['unavailable', 'unavailable'])
    expect([await stateOf(room.command(actorOf('sam'), breakCommand(sam.doc, 'B1', 5)))]).toEqual([
      'unavailable',
    ])
  })

  it.each([0, 1, 2, 3])(
    '[RO3][RL1] after a failure that let %i of three appends through nothing is lost or doubled',
    landed => {
      const kit = new RoomKit()
      const [ana, sam] = [kit.join('ana'), kit.join('sam')]
      kit.log.hold()
      const proposal = propose(ana.doc, 'words')
      blockText(sam.doc, 'B1').insert(0, 'New ')
      const command = breakCommand(sam.doc, 'B2', 6)
      sam.command(command)
      kit.settle()
      kit.log.fail('io', landed)
      kit.settle()
      kit.log.recover()
      kit.log.release()
      for (const client of [ana, sam]) client.online()
      sam.command(command)
      kit.settle()
      expect(agreedWords(kit.doc)).toEqual(['New First agreed words.', 'Second', ' agreed words.', 'Third.'])
      expect(proposedText(kit.doc, proposal)?.toString()).toBe('words')
      expect([kit.entries.length, ana.isSaved, sam.isSaved]).toEqual([4, true, true])
      for (const client of [ana, sam]) expectSameContent(client.doc, kit.replayed())
    },
  )

  it('[RO4][RL5] tells "not saved", lets people read on, and takes what was written meanwhile once it can', () => {
    const kit = new RoomKit()
    const ana = kit.join('ana')
    kit.log.fail('full')
    kit.flush(ana)
    expect([ana.closed, ana.notices.at(-1)]).toEqual([null, 'not-saved'])
    const proposal = propose(ana.doc, 'written on a full disk')
    const bruno = kit.join('bruno')
    kit.settle()
    expect(agreedWords(bruno.doc)).toEqual(agreedWords(kit.replayed()))
    expect([bruno.notices, ana.isSaved, proposedText(bruno.doc, proposal)]).toEqual([
      ['not-saved'],
      false,
      null,
    ])
    kit.log.recover()
    kit.settle()
    expect([ana.notices.at(-1), ana.isSaved, bruno.isSaved]).toEqual(['saving-again', true, true])
    expect(proposedText(bruno.doc, proposal)?.toString()).toBe('written on a full disk')
    expectSameContent(ana.doc, kit.replayed())
  })

  it('[RO4] counts no frame as recorded that came while nothing was taken, until it came again', () => {
    const kit = new RoomKit()
    const ana = kit.join('ana')
    const proposal = propose(ana.doc, 'a')
    kit.settle()
    kit.log.fail('full')
    proposedText(ana.doc, proposal)?.insert(1, 'b')
    ana.deliver()
    kit.log.recover()
    proposedText(ana.doc, proposal)?.insert(2, 'c')
    ana.deliver()
    kit.turn()
    expect(ana.recordedUpTo).toBe(3)
    kit.settle()
    expect([ana.isSaved, proposedText(kit.doc, proposal)?.toString()]).toEqual([true, 'abc'])
    expect(ana.closed).toBeNull()
  })

  it('[RO6] answers a command that cannot be recorded as unavailable, and takes it when it is sent again', async () => {
    const kit = new RoomKit()
    const sam = kit.join('sam')
    kit.log.fail('full')
    const command = breakCommand(sam.doc, 'B1', 5)
    sam.command(command)
    kit.flush(sam)
    expect(sam.answerTo(command.id)).toMatchObject({ kind: 'refused', code: 'unavailable', rule: 'RO6' })
    expect(await kit.room.command(actorOf('sam'), command)).toMatchObject({ code: 'unavailable' })
    kit.log.recover()
    expect(await stateOf(kit.room.command(actorOf('sam'), command))).toBe('waiting')
    kit.settle()
    expect(agreedWords(sam.doc)).toHaveLength(4)
  })

  it('[RO3] treats a log that throws, or gives another place than the next, as one that failed', () => {
    for (const spoil of ['throws', 'skips'] as const) {
      const kit = new RoomKit()
      const [ana, bruno] = [kit.join('ana'), kit.join('bruno')]
      kit.log.beforeAppend = () => {
        kit.log.beforeAppend = () => undefined
        if (spoil === 'throws') throw new TypeError('planned')
        kit.log.append(
          `text:${kit.textId}` as never,
          { ...(kit.entries[0] as never as object) } as never,
          () => undefined,
        )
      }
      propose(ana.doc, 'unlucky')
      kit.settle()
      for (const client of [ana, bruno]) expect(client.closed?.code).toBe(closeCodes.tryAgain)
      expect(rootsOf(kit.doc).proposals.size).toBe(spoil === 'throws' ? 0 : 1)
      expectSameContent(kit.doc, kit.replayed())
    }
  })
})

describe('a kill between every two steps', () => {
  const steps = ['judged', 'added', 'appended', 'landed', 'durable', 'told'] as const

  /** Kills the server when an edit or command has come as far as `step`; true when it got there. */
  function killAt(kit: RoomKit, step: (typeof steps)[number], act: () => void): void {
    kit.log.hold()
    act()
    if (step === 'judged' || step === 'added') return
    for (const client of kit.clients) client.deliver()
    if (step === 'appended') return void kit.kill()
    if (step === 'landed') return void kit.kill(1)
    kit.log.release()
    if (step === 'told') kit.settle()
    kit.kill()
  }

  /** Rules that die within, before the entry: the process is gone, and so is what it had in memory. */
  function dyingRules(step: (typeof steps)[number]): { rules: typeof textRules; arm: () => void } {
    let armed = false
    const die = (at: (typeof steps)[number]) => {
      if (!armed || step !== at) return
      armed = false
      throw new Error('killed')
    }
    const rules: typeof textRules = {
      judge: (...args) => {
        const verdict = textRules.judge(...args)
        die('judged')
        return verdict
      },
      addToAccepted: (...args) => {
        textRules.addToAccepted(...args)
        die('added')
      },
      runCommand: (...args) => {
        const result = textRules.runCommand(...args)
        die('added')
        return result
      },
    }
    return { rules, arm: () => void (armed = true) }
  }

  it.each(steps)(
    '[RL1] update killed when %s: what was acknowledged is there, once, and nobody saw more than the record',
    step => {
      const { rules, arm } = dyingRules(step)
      const kit = new RoomKit({ rules })
      const [ana, bruno, sam] = [kit.join('ana'), kit.join('bruno'), kit.join('sam')]
      const proposal = propose(ana.doc, 'acknowledged ')
      kit.settle()
      expect(ana.isSaved).toBe(true)
      if (step !== 'judged' && step !== 'added')
        killAt(kit, step, () => proposedText(ana.doc, proposal)?.insert(13, 'then killed'))
      else {
        proposedText(ana.doc, proposal)?.insert(13, 'then killed')
        arm()
        ana.deliver()
        kit.kill()
      }
      const seen = proposedText(bruno.doc, proposal)?.toString() ?? ''
      const held = proposedText(kit.replayed(), proposal)?.toString() ?? ''
      expect([held.startsWith(seen), held.startsWith('acknowledged ')]).toEqual([true, true])
      const again = new RoomKit({ rules: textRules })
      again.log = kit.log
      for (const client of [ana, bruno, sam]) client.online()
      kit.settle()
      for (const client of [ana, bruno, sam]) {
        expect(proposedText(client.doc, proposal)?.toString()).toBe('acknowledged then killed')
        expectSameContent(client.doc, kit.replayed())
      }
    },
  )

  it.each(steps)('[RL1][RO7] command killed when %s: sent again it acts once and is answered alike', step => {
    const { rules, arm } = dyingRules(step)
    const kit = new RoomKit({ rules })
    const [sam, ana] = [kit.join('sam'), kit.join('ana')]
    const command = breakCommand(sam.doc, 'B1', 5)
    if (step === 'judged' || step === 'added') {
      sam.command(command)
      arm()
      sam.deliver()
      kit.kill()
    } else killAt(kit, step, () => void sam.command(command))
    for (const client of [sam, ana]) client.online()
    sam.command(command)
    kit.settle()
    expect(sam.answerTo(command.id)).toMatchObject({ kind: 'done', seq: 2, made: [command.breaks[0]?.id] })
    expect(agreedWords(ana.doc)).toEqual(['First', ' agreed words.', 'Second agreed words.', 'Third.'])
    expectSameContent(ana.doc, kit.replayed())
  })
})
