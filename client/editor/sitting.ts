/**
 * One document of a text with its line, its offline store and, once the content is there, its editor. It ends when the
 * server refuses an update: the document and its client id are burnt then, and the workspace begins another sitting.
 */
import { reservedClientIds, newTextDoc, rootsOf } from '../../shared/text/roots.ts'
import { LiveComposition } from '../../shared/compose/live.ts'
import type * as Y from 'yjs'
import { type OfflineStore, openOfflineStore, type StoreKey } from '../sync/offline-store.ts'
import { TextLine } from '../sync/text-line.ts'
import type { Notice } from '../../shared/protocol/notice.ts'
import type { EditorParts, TextEditor } from './editor.ts'

export interface SittingParts {
  readonly key: StoreKey
  readonly socketBase: string
  readonly makeEditor: (parts: Pick<EditorParts, 'doc' | 'element' | 'wire'>) => TextEditor
  /** The line, or what it knows, changed. */
  readonly lineChanged: () => void
  /** The text changed. */
  readonly textChanged: () => void
  readonly notice: (notice: Notice) => void
}

export class Sitting {
  readonly doc: Y.Doc = makeDoc()
  /** Everything that stands, whatever view the page shows. */
  readonly live: LiveComposition
  readonly line: TextLine
  editor: TextEditor | null = null
  private readonly parts: SittingParts
  private readonly store: OfflineStore
  private element: HTMLElement | null = null
  private hadContent = false

  constructor(parts: SittingParts) {
    this.parts = parts
    this.store = openOfflineStore(parts.key, this.doc)
    this.live = new LiveComposition(this.doc)
    this.doc.on('afterTransaction', transaction => {
      this.live.note(transaction)
      parts.textChanged()
      this.tryEditor()
    })
    const { key, socketBase, notice } = parts
    this.line = new TextLine({
      doc: this.doc,
      textId: key.text,
      base: socketBase,
      now: Date.now,
      notice,
      changed: () => {
        if (this.line.isSaved) this.editor?.surface.live.forgetPredictions()
        if (this.line.hasContent && !this.hadContent) {
          this.hadContent = true
          this.store.takeLast()
        }
        parts.lineChanged()
        this.tryEditor()
      },
      opens: this.store.loaded,
    })
    window.addEventListener('pagehide', this.keepLast)
  }

  private readonly keepLast = (): void => this.store.keepLast(this.line.unsaved.update)

  /** True when there is something to read: the server's content, or what was kept here. */
  get hasContent(): boolean {
    return this.line.hasContent || rootsOf(this.doc).blocks.size > 0
  }

  mount(element: HTMLElement | null): void {
    this.element = element
    if (element) this.tryEditor()
    else this.dropEditor()
  }

  /** The editor comes when the content is there: nobody types into a text that is not loaded. */
  private tryEditor(): void {
    if (this.editor || !this.element || !this.hasContent) return
    const page = document.createElement('div')
    this.element.replaceChildren(page)
    const { line } = this
    const wire: EditorParts['wire'] = {
      announcePlaces: ends => line.announcePlaces(ends),
      announceRedone: pairs => line.announceRedone(pairs),
      command: command => line.command(command),
      isOnline: () => line.isOnline && line.isSaving,
    }
    this.editor = this.parts.makeEditor({ doc: this.doc, element: page, wire })
    this.parts.lineChanged()
  }

  private dropEditor(): void {
    this.editor?.destroy()
    this.editor = null
  }

  /** Forgets what is kept on this machine. */
  async forget(): Promise<void> {
    await this.store.clear()
  }

  close(): void {
    window.removeEventListener('pagehide', this.keepLast)
    this.dropEditor()
    this.line.close()
    void this.store.close()
    this.doc.destroy()
  }
}

/** A document whose client id is none of the server's. */
function makeDoc(): Y.Doc {
  const doc = newTextDoc()
  while (doc.clientID >= reservedClientIds) doc.clientID = Math.floor(Math.random() * reservedClientIds)
  return doc
}
