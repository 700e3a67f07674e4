/** What stands beside the page, made anew a moment after the text changed: outline, proposals, brackets, strays, the block with the caret. */
import type { LiveComposition } from '../../shared/compose/live.ts'
import type { HostId, PartyId } from '../../shared/ids.ts'
import type { Board } from './board.ts'
import type { TextEditor } from './editor.ts'
import { straysOf } from './strays.ts'
import { bracketsOf } from './summaries/brackets.ts'
import { citationsOf, outlineOf, unitOfBlock } from './summaries/outline.ts'
import { proposalsOf } from './summaries/proposals.ts'
import { contextOf } from './targets.ts'

/** Where the text and its page are now; a sitting that ends is followed by another. */
export interface Followed {
  readonly live: LiveComposition
  readonly editor: TextEditor | null
}

/** The lists follow the text after this long, in ms: never at the cost of a key. */
const followMs = 60

export class Lists {
  private readonly board: Board
  private readonly party: PartyId
  private readonly followed: () => Followed
  private timer: ReturnType<typeof setTimeout> | null = null
  private isClosed = false

  constructor(board: Board, party: PartyId, followed: () => Followed) {
    this.board = board
    this.party = party
    this.followed = followed
  }

  close(): void {
    this.isClosed = true
    if (this.timer !== null) clearTimeout(this.timer)
  }

  /** The text changed. */
  followSoon(): void {
    if (this.timer !== null || this.isClosed) return
    this.timer = setTimeout(() => {
      this.timer = null
      this.follow()
    }, followMs)
  }

  follow(): void {
    if (this.isClosed) return
    const { live, editor } = this.followed()
    live.update()
    const { blocks, model } = live
    const outline = outlineOf(blocks)
    const citations = citationsOf(outline, blocks)
    const cite = (block: HostId) => citations.get(block) ?? ''
    const asked = { party: this.party, cite }
    const strays = straysOf(blocks).map(({ block, char, offset }) => {
      return { block: block.id, char, context: contextOf(block, offset) }
    })
    this.board.set({
      outline,
      proposals: proposalsOf(model, blocks, asked),
      brackets: bracketsOf(model, blocks, asked),
      strays,
    })
    if (editor) this.tellCurrent(editor)
  }

  /** Which block the caret stands in, once it has stood anywhere. */
  tellCurrent({ surface }: TextEditor): void {
    const { view, page } = surface
    if (!view.hasFocus() && !this.board.state.current) return
    const block = page.blocks[surface.spotAt(view.state.selection.head).index]
    if (!block) return
    const { id, kind, level, label } = block
    const unit = unitOfBlock(this.board.state.outline, page.blocks, id)?.block ?? null
    this.board.set({ current: { block: id, kind, level, label, unit } })
  }
}
