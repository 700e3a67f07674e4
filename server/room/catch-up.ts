/** What a joiner is sent: what it lacks, as one sync step 2; for one that comes with nothing, kept ready and shared. */
import * as Y from 'yjs'
import { renderYjsFrame } from '../../shared/protocol/frame.ts'
import type { RoomLimits } from './limits.ts'

export class CatchUp {
  readonly #limits: Pick<RoomLimits, 'maxReadyBytes'>
  /** The whole state, and the frames of all updates behind it. */
  #ready: { readonly state: Uint8Array; readonly behind: Uint8Array[]; behindBytes: number } | null = null

  constructor(limits: Pick<RoomLimits, 'maxReadyBytes'>) {
    this.#limits = limits
  }

  /** An update frame that everybody is sent. */
  add(frame: Uint8Array): void {
    if (!this.#ready) return
    this.#ready.behind.push(frame)
    this.#ready.behindBytes += frame.length
    if (this.#ready.behindBytes > this.#limits.maxReadyBytes) this.#ready = null
  }

  /** The frames that bring a client with this state vector to the state of `doc`; null when the vector cannot be read. */
  framesFor(doc: Y.Doc, stateVector: Uint8Array): readonly Uint8Array[] | null {
    if (isEmpty(stateVector)) return this.#allFrames(doc)
    try {
      return [renderStep2(Y.encodeStateAsUpdate(doc, stateVector))]
    } catch {
      return null // not a state vector: an expected outcome at this border
    }
  }

  #allFrames(doc: Y.Doc): readonly Uint8Array[] {
    this.#ready ??= { state: renderStep2(Y.encodeStateAsUpdate(doc)), behind: [], behindBytes: 0 }
    return [this.#ready.state, ...this.#ready.behind]
  }
}

/** The vector of somebody who has nothing: zero clients. */
function isEmpty(stateVector: Uint8Array): boolean {
  return stateVector.length === 1 && stateVector[0] === 0
}

function renderStep2(update: Uint8Array): Uint8Array {
  return renderYjsFrame({ kind: 'sync-step-2', update })
}
