/** Writes what a typist did while something was held: words into the document, breaks and joins into the next command. */
import type { BlockId } from '../../../shared/ids.ts'
import type { Content } from '../../../shared/intent/writer.ts'
import type { CommandOf } from '../../../shared/protocol/command.ts'
import { type Anchor, startOf } from '../../../shared/text/anchor.ts'
import type { BlockKind } from '../../../shared/text/roots.ts'
import { anchorOf, type CaretPlace, placeOf } from '../caret-place.ts'
import { addText, line, marksOf } from '../lines.ts'
import type { Page, Spot } from '../page.ts'
import type { Pen } from '../pen.ts'
import type { Surface } from '../surface.ts'
import type { Difference, Edit } from './difference.ts'
import type { Outcome } from './holding.ts'
import { spotsOfUnits } from './identity.ts'
import { type BreakToken, spotAfter, type Token } from './tokens.ts'

type Breaks = CommandOf<'structure'>['breaks']

export interface Unsettled {
  /** The page that the typist's changes are changes of. */
  readonly reference: Page
  readonly difference: Difference
  /** Where the caret stood on the typist's page. */
  readonly caret: Spot
  readonly outcome: Outcome
  /** True for a composition: drawn brackets in it are not guessed about. */
  readonly isComposed: boolean
  /** What is composed at this offset belongs behind the words it is composed over. */
  readonly composedOver: { readonly offset: number; readonly behind: CaretPlace } | null
}

export interface Settled {
  readonly breaks: Breaks
  readonly joins: BlockId[]
  readonly caret: CaretPlace | null
}

export interface SettlementParts {
  readonly surface: Surface
  readonly pen: Pen
  /** Words came back to the caret because an act was not done, or could not be placed. */
  readonly notify: (notice: {
    kind: 'words-returned' | 'not-placed'
    words: string
    rule: string | null
  }) => void
}

/** What is being written, and where the caret will stand. */
interface Run {
  readonly task: Unsettled
  readonly breaks: { at: Anchor; id: BlockId; kind: BlockKind }[]
  readonly joins: BlockId[]
  caret: CaretPlace | null
}

export class Settlement {
  private readonly surface: Surface
  private readonly pen: Pen
  private readonly notify: SettlementParts['notify']

  constructor(parts: SettlementParts) {
    this.surface = parts.surface
    this.pen = parts.pen
    this.notify = parts.notify
  }

  /** Writes the edits, the last first, so that none moves the place of another. */
  write(task: Unsettled): Settled {
    const { difference, reference, caret } = task
    const place = difference.referenceOf(caret)
    const run: Run = { task, breaks: [], joins: [], caret: place && placeOf(reference, place) }
    for (const edit of [...difference.edits].reverse()) this.writeEdit(run, edit)
    if (task.outcome.kind === 'refused') this.tellRefused(task, task.outcome.rule)
    return { breaks: standingBehind(run.breaks), joins: run.joins, caret: run.caret }
  }

  private tellRefused({ difference }: Unsettled, rule: string): void {
    const words = difference.edits.map(edit => wordsOf(edit.inserted)).join('\n')
    this.notify({ kind: 'words-returned', words, rule })
  }

  private writeEdit(run: Run, edit: Edit): void {
    const { task } = run
    if (task.isComposed && [...edit.removed, ...edit.inserted].some(token => token.kind === 'glyph')) {
      this.notify({ kind: 'not-placed', words: wordsOf(edit.inserted), rule: null })
      run.caret = placeOf(task.reference, spotAfter(edit.after))
      return
    }
    if (task.outcome.kind === 'done')
      for (const token of edit.removed) if (token.kind === 'break') run.joins.push(token.id as BlockId)
    this.removeUnits(task.reference, edit.removed)
    this.insertTokens(run, edit)
  }

  /** Deletes letters by identity: what others put between them meanwhile stays. */
  private removeUnits(reference: Page, removed: readonly Token[]): void {
    const units = removed.filter(token => token.kind === 'unit')
    const ranges = spotsOfUnits(this.surface, reference, units)
    this.pen.write(() => {
      for (const range of ranges) this.pen.replace(range, [])
      return null
    })
  }

  // ---- insertions

  private insertTokens(run: Run, edit: Edit): void {
    const writing = new Writing(this.surface, this.pen, run, edit)
    edit.inserted.forEach((token, i) => {
      if (token.kind === 'break') writing.divide(token, edit.inserted[i + 1])
      else if (token.kind === 'unit') writing.add(token)
    })
    writing.finish()
  }
}

/** One edit's insertions on their way into the document: words go where the last went, breaks hang behind them. */
class Writing {
  private readonly surface: Surface
  private readonly pen: Pen
  private readonly run: Run
  private place: CaretPlace | null
  private content: Content[] = []
  /** Tokens in `content`. */
  private pending: Token[] = []
  private readonly breaks: Run['breaks'] = []

  constructor(surface: Surface, pen: Pen, run: Run, edit: Edit) {
    this.surface = surface
    this.pen = pen
    this.run = run
    const at = spotAfter(edit.after)
    const { reference, composedOver } = run.task
    this.place = composedOver?.offset === at.offset ? composedOver.behind : placeOf(reference, at)
  }

  add(token: Token & { kind: 'unit' }): void {
    if (token.atom && token.atom.type.name !== 'line_break') return
    if (token.atom) this.content.push({ kind: 'line' })
    else addText(this.content, token.text, marksOf(token.marks))
    this.pending.push(token)
  }

  divide(token: BreakToken, next: Token | undefined): void {
    this.flush()
    const { task } = this.run
    const isKnown = task.reference.indexOf(token.id) >= 0
    if (isKnown || !this.place) return
    const isCaret = isCaretBehind(task.caret, token)
    if (task.outcome.kind === 'done') {
      this.breaks.push({ at: anchorOf(this.place), id: token.id as BlockId, kind: kindOf(token) })
      if (isCaret) this.run.caret = { at: startOf(token.id), glyphs: [] }
    } else {
      if (isCaret) this.run.caret = this.place
      if (this.wordsTouch(next)) addText(this.content, ' ', null)
    }
  }

  finish(): void {
    this.flush()
    this.run.breaks.unshift(...this.breaks)
  }

  /** Writes the words gathered so far and finds where the caret stands among them. */
  private flush(): void {
    const { content, pending } = this
    if (!content.length) return
    this.content = []
    this.pending = []
    const { surface } = this
    const spot =
      (this.place && surface.findSpot(this.place)) ?? surface.spotAt(surface.view.state.selection.head)
    this.pen.replace({ from: spot, to: spot }, [line(content)])
    const end = surface.spotAt(surface.view.state.selection.head)
    this.place = placeOf(surface.page, end)
    const at = pending.findIndex(token => isCaretBehind(this.run.task.caret, token))
    if (at >= 0)
      this.run.caret = placeOf(surface.page, { ...end, offset: end.offset - (pending.length - 1 - at) })
  }

  /** True when the break that is not made leaves two words side by side. */
  private wordsTouch(next: Token | undefined): boolean {
    const spot = this.place && this.surface.findSpot(this.place)
    const before =
      spot && this.surface.page.doc.child(spot.index).textBetween(Math.max(0, spot.offset - 1), spot.offset)
    return /\S/.test(before ?? '') && next?.kind === 'unit' && /\S/.test(next.text)
  }
}

function isCaretBehind(caret: Spot, token: Token): boolean {
  const spot = spotAfter(token)
  return spot.index === caret.index && spot.offset === caret.offset
}

function kindOf(token: BreakToken): BlockKind {
  const kind: unknown = token.block.attrs['kind']
  return kind === 'heading' || kind === 'item' ? kind : 'paragraph'
}

/** Of two breaks at one place the second stands at the beginning of what the first opened. */
function standingBehind(breaks: Run['breaks']): Breaks {
  return breaks.map(({ at, id, kind }, i) => {
    const before = breaks.slice(0, i).findLast(other => sameAnchor(other.at, at))
    return { at: before ? startOf(before.id) : at, id, kind }
  })
}

function sameAnchor(a: Anchor, b: Anchor): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function wordsOf(tokens: readonly Token[]): string {
  return tokens
    .map(token => (token.kind === 'unit' ? token.text : token.kind === 'break' ? '\n' : ''))
    .join('')
}
