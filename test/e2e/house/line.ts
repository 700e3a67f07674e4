/** A line to a port of this machine that is slow, stands still or breaks when the test says so. */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'

export type Direction = 'up' | 'down'

export class Line {
  /** How long each piece takes, each way. */
  delayMs = 0
  private readonly server: Server
  private readonly target: () => number
  private readonly pairs = new Set<Pair>()
  private readonly still = new Set<Direction>()
  private isCut = false

  private constructor(target: () => number) {
    this.target = target
    this.server = createServer(near => this.join(near))
  }

  /** A line that leads to the port `target` names whenever somebody comes. */
  static async open(target: () => number): Promise<Line> {
    const line = new Line(target)
    await new Promise<void>(resolve => line.server.listen(0, '127.0.0.1', resolve))
    return line
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** Nothing passes in this direction until `release`. */
  hold(direction: Direction): void {
    this.still.add(direction)
  }

  release(direction: Direction): void {
    this.still.delete(direction)
    for (const pair of this.pairs) pair.pass(direction)
  }

  /** Breaks every connection; new ones are refused until `mend`. */
  cut(): void {
    this.isCut = true
    for (const pair of this.pairs) pair.end()
  }

  mend(): void {
    this.isCut = false
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise(resolve => this.server.close(resolve))
  }

  private join(near: Socket): void {
    if (this.isCut) {
      near.destroy()
      return
    }
    const far = connect(this.target(), '127.0.0.1')
    const pair = new Pair(near, far, { delayMs: () => this.delayMs, isStill: way => this.still.has(way) })
    this.pairs.add(pair)
    pair.whenEnded(() => this.pairs.delete(pair))
  }
}

interface Weather {
  readonly delayMs: () => number
  readonly isStill: (direction: Direction) => boolean
}

/** One connection: what arrives at an end leaves at the other, in its order. */
class Pair {
  private readonly near: Socket
  private readonly far: Socket
  private readonly weather: Weather
  private readonly waiting: Record<Direction, Piece[]> = { up: [], down: [] }

  constructor(near: Socket, far: Socket, weather: Weather) {
    this.near = near
    this.far = far
    this.weather = weather
    this.carry(near, 'up')
    this.carry(far, 'down')
  }

  private carry(from: Socket, direction: Direction): void {
    from.on('data', bytes => this.take(direction, bytes))
    from.on('end', () => this.take(direction, null))
    from.on('error', () => this.end())
    from.on('close', hadError => hadError && this.end())
  }

  private take(direction: Direction, bytes: Buffer | null): void {
    const piece: Piece = { bytes, isDue: false }
    this.waiting[direction].push(piece)
    const due = () => {
      piece.isDue = true
      this.pass(direction)
    }
    const delay = this.weather.delayMs()
    if (delay > 0) setTimeout(due, delay)
    else due()
  }

  /** Hands on all that is due. */
  pass(direction: Direction): void {
    const pieces = this.waiting[direction]
    const to = direction === 'up' ? this.far : this.near
    while (pieces[0]?.isDue && !this.weather.isStill(direction)) {
      const { bytes } = pieces.shift() as Piece
      if (bytes === null) to.end()
      else if (!to.destroyed) to.write(bytes)
    }
  }

  whenEnded(tell: () => void): void {
    this.near.on('close', tell)
  }

  end(): void {
    this.near.destroy()
    this.far.destroy()
  }
}

/** Bytes on their way; null is the end of them. */
interface Piece {
  readonly bytes: Buffer | null
  isDue: boolean
}
