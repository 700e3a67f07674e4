/** Editors of two delegations and two secretaries on one page, over a room on the page. Driven by Playwright through `harness`. */
import { TextSelection } from 'prosemirror-state'
import type * as Y from 'yjs'
import '../../../client/ui/tokens.css'
import '../../../client/editor/marks.css'
import './harness.css'
import { faultsOf } from '../../../client/editor/check.ts'
import { TextEditor } from '../../../client/editor/editor.ts'
import { anchorOf, placeOf } from '../../../client/editor/caret-place.ts'
import { KeptWords } from '../../../client/editor/hold/kept-words.ts'
import { line } from '../../../client/editor/lines.ts'
import { positionOf } from '../../../client/editor/page.ts'
import { insertNote, insertUnit } from '../../../client/editor/inserting.ts'
import { bracketSelection } from '../../../client/editor/bracketing.ts'
import { toggleMark } from '../../../client/editor/formatting.ts'
import { canonical } from '../../../shared/compose/canonical.ts'
import { compose } from '../../../shared/compose/compose.ts'
import { Model } from '../../../shared/compose/model.ts'
import { everything } from '../../../shared/compose/view.ts'
import { makeIdSource, type PartyId, type PersonId, type ProposalId } from '../../../shared/ids.ts'
import type { Role } from '../../../shared/rules/roles.ts'
import { keyBetween } from '../../../shared/text/order.ts'
import { addBlock, newTextDoc, rootsOf, serverClientId, textOf } from '../../../shared/text/roots.ts'
import { previewOf } from '../../../shared/compose/preview.ts'
import type { Command } from '../../../shared/protocol/command.ts'
import type { Answer } from '../../../shared/protocol/answer.ts'
import { addBracket, parseLine } from './sample.ts'
import { Hub, Line } from './hub.ts'
import { readCaret, readPage, readShown } from './reading.ts'

export type Name = 'A' | 'B' | 'S' | 'T'
export const names: readonly Name[] = ['A', 'B', 'S', 'T']

interface Seat {
  readonly editor: TextEditor
  readonly line: Line
  readonly notices: { kind: string; words: string; rule: string | null }[]
  readonly asked: string[]
  readonly faults: number[][]
}

export interface BootOptions {
  /** Paragraphs; `# ` opens a heading, `[` and `]` are a drawn pair. */
  readonly texts: readonly string[]
  /** Delay of each line, each way. */
  readonly delays?: Partial<Record<Name, number>>
  readonly timeoutMs?: number
  /** For ids: the same seed makes the same ids. */
  readonly seed?: number
}

const roles: Record<Name, { party: string; role: Role; person: string; colour: number }> = {
  A: { party: 'A', role: 'delegate', person: 'a', colour: 1 },
  B: { party: 'B', role: 'delegate', person: 'b', colour: 2 },
  S: { party: 'SEC', role: 'secretary', person: 's', colour: 8 },
  T: { party: 'SEC', role: 'secretary', person: 't', colour: 8 },
}

/** Longer pages are looked at when all is quiet only: each look composes the whole text. */
const longestChecked = 60

class Harness {
  hub = new Hub(newTextDoc())
  seats = new Map<Name, Seat>()
  private drawingFaults: string[] = []

  boot(options: BootOptions): void {
    for (const { editor } of this.seats.values()) editor.destroy()
    this.seats.clear()
    this.drawingFaults = []
    document.body.replaceChildren()
    this.hub = new Hub(sampleDoc(options.texts))
    for (const name of names) this.seats.set(name, this.sit(name, options))
  }

  private sit(name: Name, { delays = {}, timeoutMs = 10_000, seed = 1 }: BootOptions): Seat {
    const { party, role, person } = roles[name]
    const frame = document.body.appendChild(document.createElement('div'))
    frame.className = 'frame'
    const element = frame.appendChild(document.createElement('div'))
    element.id = name
    const doc = newTextDoc()
    const sender = { person: person as PersonId, party: party as PartyId, role, stock: false }
    const wire = new Line(this.hub, doc, sender, delays[name] ?? 0)
    const seat: Omit<Seat, 'editor'> = { line: wire, notices: [], asked: [], faults: [] }
    let clock = seed * 1_000_000
    const editor = new TextEditor({
      doc,
      element,
      me: { party: party as PartyId, role },
      ids: makeIdSource(() => clock++, seededRandom(name.charCodeAt(0) * 7919 + seed)),
      wire,
      party: id => partyLook(id),
      kept: new KeptWords(sessionStorage, `held:${name}`),
      ask: bracket => void seat.asked.push(bracket),
      notify: notice => void seat.notices.push(notice),
      fault: blocks => void seat.faults.push([...blocks]),
      timeoutMs,
    })
    editor.surface.onChange(() => this.checkDrawing(name, editor))
    return { ...seat, editor }
  }

  seat(name: Name): Seat {
    return this.seats.get(name) as Seat
  }

  /** After each drawing the page must be a fresh composition, letter by letter; while something is held it runs ahead. */
  private checkDrawing(name: Name, { surface, desk }: TextEditor): void {
    if (desk.holding.isHeld || surface.isPaused || surface.live.predicts || surface.live.pending) return
    if (surface.page.blocks.length > longestChecked) return
    for (const fault of faultsOf(surface, everything))
      this.drawingFaults.push(`${name} while drawing: ${fault}`)
  }

  // ---- reading

  text(name: Name): string {
    return readPage(this.seat(name).editor)
  }

  shown(name: Name): string {
    return readShown(this.seat(name).editor)
  }

  caret(name: Name): (number | string)[] {
    return readCaret(this.seat(name).editor)
  }

  /** True when nothing is on its way and nothing is held. */
  isQuiet(): boolean {
    return [...this.seats.values()].every(
      ({ editor: { desk, surface }, line: wire }) =>
        wire.inFlight === 0 && !desk.holding.isHeld && !desk.holding.hasQueue && !surface.view.composing,
    )
  }

  linesAreQuiet(): boolean {
    return [...this.seats.values()].every(seat => seat.line.inFlight === 0)
  }

  /** Resolves when it has been quiet over a frame; rejects when it does not become so. */
  async whenQuiet(): Promise<void> {
    const end = performance.now() + 20_000
    while (performance.now() < end) {
      const wasQuiet = this.isQuiet()
      await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 0)))
      if (wasQuiet && this.isQuiet()) return
    }
    const states = [...this.seats].map(
      ([
        name,
        {
          editor: { desk, surface },
          line: wire,
        },
      ]) => {
        const { isHeld, isWaiting, hasQueue } = desk.holding
        return JSON.stringify({
          name,
          inFlight: wire.inFlight,
          isHeld,
          isWaiting,
          hasQueue,
          composing: surface.view.composing,
        })
      },
    )
    throw new Error(`the editors do not come to rest: ${states.join(' ')}`)
  }

  /** Everything that is not as it must be; empty when all editors show what the text composes to. */
  faults(): string[] {
    const out = [...this.hub.faults, ...this.drawingFaults]
    const truth = canonical(compose(new Model(this.hub.doc), everything))
    for (const [name, { editor, faults }] of this.seats) {
      editor.surface.live.forgetPredictions()
      editor.surface.flush()
      for (const fault of faultsOf(editor.surface, everything)) out.push(`${name}: ${fault}`)
      if (canonical(editor.surface.page.blocks) !== truth) out.push(`${name}: another text than the room's`)
      if (faults.length) out.push(`${name}: had to be drawn anew`)
    }
    return out
  }

  // ---- acting

  /** Puts the caret, or a selection that ends at `to`, into an editor and gives it the focus. */
  setCaret(name: Name, at: [number, number], to: [number, number] = at): void {
    const { view } = this.seat(name).editor.surface
    const position = ([index, offset]: [number, number]) => positionOf(view.state.doc, { index, offset })
    view.focus()
    view.dispatch(
      view.state.tr.setSelection(TextSelection.create(view.state.doc, position(at), position(to))),
    )
  }

  focus(name: Name): void {
    this.seat(name).editor.surface.view.focus()
  }

  /** Writes words before the first occurrence of `before` in an editor, without its keys and without the focus. */
  put(name: Name, before: string, words: string): void {
    const spot = this.find(name, before)
    this.write(name, spot, spot, words)
  }

  /** Deletes the first occurrence of words in an editor, or strikes it. */
  strike(name: Name, words: string): void {
    const from = this.find(name, words)
    this.write(name, from, [from[0], from[1] + words.length], '')
  }

  write(name: Name, from: [number, number], to: [number, number], words: string): void {
    const range = { from: { index: from[0], offset: from[1] }, to: { index: to[0], offset: to[1] } }
    const lines = words ? [line([{ kind: 'text', text: words, marks: null }])] : []
    this.seat(name).editor.desk.pen.replace(range, lines)
  }

  find(name: Name, words: string): [number, number] {
    const { doc } = this.seat(name).editor.surface.view.state
    for (let index = 0; index < doc.childCount; index++) {
      const block = doc.child(index)
      const offset = block.textBetween(0, block.content.size, '', '\uFFFC').indexOf(words)
      if (offset >= 0) return [index, offset]
    }
    throw new Error(`no “${words}” on the page of ${name}`)
  }

  do(name: Name, act: 'note' | 'unit' | 'bracket' | 'bold'): void {
    const { desk } = this.seat(name).editor
    if (act === 'note') insertNote(desk)
    else if (act === 'unit') insertUnit(desk)
    else if (act === 'bracket') bracketSelection(desk)
    else toggleMark(desk, 'strong')
  }

  /** Sends a command of an editor. */
  command(name: Name, command: Command): Promise<Answer | null> {
    return this.seat(name).line.command(command)
  }

  /** Asks for a break before words, by command alone. */
  breakBefore(name: Name, words: string, id: string): void {
    const { surface } = this.seat(name).editor
    const [index, offset] = this.find(name, words)
    const place = placeOf(surface.page, { index, offset })
    if (!place) throw new Error('no such place')
    this.sendStructure(`break${id}`, [{ at: anchorOf(place), id, kind: 'paragraph' }], [])
  }

  /** Breaks the line of an editor, or heals it. */
  toggleLine(name: Name): void {
    const { line: wire } = this.seat(name)
    if (wire.isOnline()) wire.fail()
    else wire.heal()
  }

  healLines(): void {
    for (const { line: wire } of this.seats.values()) wire.heal()
  }

  /** Asks for a break at a fraction of the text. */
  breakSomewhere(fraction: number, id: string): void {
    const { page } = this.seat('T').editor.surface
    const index = Math.floor(fraction * page.blocks.length)
    const block = page.blocks[index]
    if (!block || block.proposed || block.kind === 'note') return
    const place = placeOf(page, { index, offset: Math.floor(fraction * page.doc.child(index).content.size) })
    if (place) this.sendStructure(`break${id}`, [{ at: anchorOf(place), id, kind: 'paragraph' }], [])
  }

  /** Asks to join the agreed block at a fraction of the text. */
  joinSomewhere(fraction: number): void {
    const agreed = this.seat('T').editor.surface.page.blocks.filter(
      block => !block.proposed && block.kind !== 'note',
    )
    const block = agreed[Math.floor(fraction * agreed.length)]
    if (block) this.sendStructure(`join${this.hub.commandsRun}`, [], [block.id])
  }

  private sendStructure(id: string, breaks: readonly unknown[], joins: readonly string[]): void {
    void this.command('T', { kind: 'structure', id, breaks, joins, kinds: [] } as unknown as Command)
  }

  /** Adopts the first open proposal of a party by the secretary's hand; false when there is none. */
  async adopt(party: string): Promise<boolean> {
    const model = new Model(this.hub.doc)
    for (const [id, entry] of model.roots.register.entries()) {
      if (entry.kind !== 'proposal' || entry.holder !== party || entry.state !== 'open') continue
      const { hash } = previewOf(model, new Set([id as ProposalId]))
      const command = {
        kind: 'adopt',
        id: `c${Math.random()}`.replace('.', ''),
        proposal: id,
        previewHash: hash,
      }
      const answer = await this.command('S', command as unknown as Command)
      return answer?.kind === 'done'
    }
    return false
  }
}

function partyLook(id: string): { colour: number; initials: string; name: string } | null {
  const found = Object.values(roles).find(({ party }) => party === id)
  return found ? { colour: found.colour, initials: id, name: `Party ${id}` } : null
}

function sampleDoc(texts: readonly string[]): Y.Doc {
  const doc = newTextDoc({ clientId: serverClientId })
  const roots = rootsOf(doc)
  doc.transact(() => {
    let order: string | null = null
    texts.forEach((written, i) => {
      order = keyBetween(order, null)
      const id = `b${i}`
      const { kind, words, pairs } = parseLine(written)
      const block = addBlock(roots.blocks, id, { order, kind, level: 0, label: null })
      textOf(block)?.insert(0, words)
      pairs.forEach((pair, n) => addBracket(roots, { id, n }, pair))
    })
  })
  return doc
}

function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export const harness = new Harness()
Object.assign(window, { harness })
