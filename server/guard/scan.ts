/**
 * A walk over the bytes of an update that builds nothing: how much is in it, and whether it holds only what texts hold.
 * Decoding comes after it, so that a few megabytes cannot become a few million objects.
 */
import { type Decoder, createDecoder, readVarInt, readVarUint } from 'lib0/decoding'
import type { Limits } from '../../shared/rules/limits.ts'
import { refuse } from './refusal.ts'

/** Checks number, kinds and depth of all that an update holds. @throws Refusal; another error when it ends early. */
export function scanUpdate(update: Uint8Array, limits: Limits): void {
  new Scan(update, limits).update()
}

/** Bits of the first byte of an item. */
const hasOrigin = 0x80
const hasRightOrigin = 0x40
const hasKey = 0x20
const contentBits = 0x1f
const skipInfo = 10

class Scan {
  private readonly at: Decoder
  private readonly limits: Limits
  private parts = 0

  constructor(update: Uint8Array, limits: Limits) {
    this.at = createDecoder(update)
    this.limits = limits
  }

  update(): void {
    for (let sections = this.number(); sections > 0; sections--) this.section()
    for (let clients = this.number(); clients > 0; clients--) this.deletionsOfClient()
    if (this.at.pos !== this.at.arr.length) throw new RangeError('bytes behind the end')
  }

  private section(): void {
    let structs = this.number()
    this.id() // client and first clock
    for (; structs > 0; structs--) this.struct()
  }

  private deletionsOfClient(): void {
    this.number()
    for (let ranges = this.number(); ranges > 0; ranges--) {
      this.count()
      this.id() // clock and length
    }
  }

  private struct(): void {
    this.count()
    const info = this.byte()
    if (info === skipInfo || (info & contentBits) === 0) return void this.number()
    if (info & hasOrigin) this.id()
    if (info & hasRightOrigin) this.id()
    if ((info & (hasOrigin | hasRightOrigin)) === 0) this.container(info)
    this.content(info & contentBits)
  }

  private container(info: number): void {
    if (this.number() === 1) this.bytes()
    else this.id()
    if (info & hasKey) this.bytes()
  }

  private content(ref: number): void {
    switch (ref) {
      case 1: // deleted
        return void this.number()
      case 4: // characters
      case 5: // embed
        return this.bytes()
      case 6: // format
        this.bytes()
        return this.bytes()
      case 7: // type
        return this.type(this.number())
      case 8: // values
        for (let left = this.number(); left > 0; left--) this.value(0)
        return undefined
      default:
        refuse('GU11', 'content of a kind that no text holds')
    }
  }

  /** 1 is a map, 2 a text. */
  private type(ref: number): void {
    if (ref !== 1 && ref !== 2) refuse('GU12', 'a type that no text holds')
  }

  /** One plain value, told by its first byte. */
  private value(depth: number): void {
    this.count()
    if (depth > this.limits.maxDepth) refuse('GU76', 'values nested too deep')
    const tag = this.byte()
    if (tag === 127 || tag === 126 || tag === 121 || tag === 120) return undefined // undefined, null, false, true
    if (tag === 125) return void readVarInt(this.at)
    if (tag === 124) return this.skip(4)
    if (tag === 123 || tag === 122) return this.skip(8)
    if (tag === 119 || tag === 116) return this.bytes()
    if (tag !== 118 && tag !== 117) throw new RangeError('a value of unknown kind')
    for (let left = this.number(); left > 0; left--) {
      if (tag === 118) this.bytes()
      this.value(depth + 1)
    }
  }

  // ---- pieces

  private count(): void {
    this.parts++
    if (this.parts > this.limits.maxParts) refuse('GU8', `more than ${this.limits.maxParts} parts`)
  }

  private number(): number {
    return readVarUint(this.at)
  }

  private id(): void {
    this.number()
    this.number()
  }

  private bytes(): void {
    this.skip(this.number())
  }

  private byte(): number {
    this.skip(1)
    return this.at.arr[this.at.pos - 1] as number
  }

  private skip(length: number): void {
    this.at.pos += length
    if (this.at.pos > this.at.arr.length) throw new RangeError('the bytes end early')
  }
}
