/** What an editor shows, in one line: `Hello {+A:new }{-B:brave} world / # A heading / An item <new A>`. */
import type { TextEditor } from '../../../client/editor/editor.ts'
import type { ComposedBlock } from '../../../shared/compose/compose.ts'
import type { Change, Model } from '../../../shared/compose/model.ts'
import { type Run, wordsOf } from '../../../shared/compose/run.ts'

/** The blocks with their proposals; drawn brackets as letters, footnotes as `*`, breaks as `¶`. */
export function readPage(editor: TextEditor): string {
  const { model } = editor.surface
  return editor.surface.page.blocks.map(block => readBlock(model, editor.voice.party, block)).join(' / ')
}

function readBlock(model: Model, me: string, block: ComposedBlock): string {
  const holder = (change: Change) => model.entryOf(change)?.holder ?? me
  const head = block.kind === 'heading' ? '# ' : block.kind === 'note' ? '* ' : ''
  const tail = [
    block.proposed ? ` <new ${holder(block.proposed)}>` : '',
    ...block.struck.map(change => ` <delete ${holder(change)}>`),
    ...block.joins.map(change => ` <join ${holder(change)}>`),
  ]
  return head + readRuns(block.runs, block.proposed, holder) + tail.join('')
}

function readRuns(runs: readonly Run[], whole: Change | null, holder: (change: Change) => string): string {
  let out = ''
  let last = ''
  for (const run of runs) {
    const signs = signsOf(run, whole, holder)
    if (signs !== last && last) out += '}'
    if (signs !== last && signs) out += `{${signs}:`
    out += lettersOf(run)
    last = signs
  }
  return last ? `${out}}` : out
}

function signsOf(run: Run, whole: Change | null, holder: (change: Change) => string): string {
  const own = run.own && run.own !== whole ? `+${holder(run.own)}` : ''
  const struck = run.kind === 'glyph' ? [] : run.struck.map(change => `-${holder(change)}`)
  return own + struck.join('')
}

function lettersOf(run: Run): string {
  if (run.kind !== 'atom') return wordsOf(run)
  return 'footnote' in run.embed ? '*' : 'split' in run.embed ? '¶' : '⏎'
}

/** The words of the ProseMirror document, which runs ahead of the text while something is held. */
export function readShown(editor: TextEditor): string {
  const out: string[] = []
  editor.surface.view.state.doc.forEach(block => out.push(block.textContent))
  return out.join(' / ')
}

/** Block and offset of the caret; with the end of the selection when it is not empty. */
export function readCaret(editor: TextEditor): (number | string)[] {
  const { $from, $to, empty } = editor.surface.view.state.selection
  const start = [$from.index(0), $from.parentOffset]
  return empty ? start : [...start, `${$to.index(0)}:${$to.parentOffset}`]
}
