/** A WebSocket that counts the sync frames it sends: the server acknowledges by their number. */
const syncType = 0

/** Tells of each sync frame that leaves on a socket, and of each new socket. */
export interface FrameCounter {
  opened(): void
  sent(frame: Uint8Array): void
}

/** The class to hand to the provider; each of its sockets reports to `counter`. */
export function countingSocket(base: typeof WebSocket, counter: FrameCounter): typeof WebSocket {
  return class extends base {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      counter.opened()
    }

    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
      super.send(data as Uint8Array<ArrayBuffer>)
      if (data instanceof Uint8Array && data[0] === syncType) counter.sent(data)
    }
  }
}
