import { describe, expect, it } from 'vitest'
import { RoomKit } from '../builders/room-kit.ts'
import { agreedWords, blockText, expectSameContent } from '../builders/text-state.ts'

describe('what leaves a room', () => {
  it('[RO1] shows an update to the others once the record holds it, and not before', () => {
    const kit = new RoomKit()
    const [sam, ana] = [kit.join('sam'), kit.join('ana')]
    kit.log.hold()
    blockText(sam.doc, 'B1').insert(0, 'New ')
    kit.settle()
    expect(agreedWords(ana.doc)[0]).toBe('First agreed words.')
    kit.log.release()
    kit.settle()
    expect(agreedWords(ana.doc)[0]).toBe('New First agreed words.')
    expectSameContent(ana.doc, kit.replayed())
  })
})
