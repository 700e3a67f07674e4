/** One window of one person on one text: what they do with keys and mouse, and what they see. */
import { type CDPSession, expect, type Locator, type Page } from '@playwright/test'
import type { Line } from './line.ts'
import { readPage } from './read-page.ts'
import type { Wire } from './wire.ts'

/** The letters of the page between which a caret or a selection stands: the nth occurrence of `words`. */
export interface Words {
  readonly words: string
  readonly nth?: number
}

export class Desk {
  readonly page: Page
  readonly party: string
  /** The line it is connected over; null: straight. */
  readonly line: Line | null
  /** Who meddles with its frames; null: nobody. */
  wire: Wire | null = null
  /** It has sat at a text as everybody does, and may sit at the next. */
  isPlain = false
  readonly editor: Locator
  /** Where the page says whether all is saved. */
  readonly saving: Locator
  /** What the page threw or wrote as an error. */
  readonly errors: string[] = []

  constructor(page: Page, party: string, line: Line | null) {
    this.page = page
    this.party = party
    this.line = line
    this.editor = page.locator('.ProseMirror')
    this.saving = page.locator('[data-saving]')
    page.on('pageerror', error => void this.errors.push(`${error.message}\n${error.stack ?? ''}`))
    page.on('console', message => {
      if (message.type() === 'error' && !isOfLine(message.text())) this.errors.push(message.text())
    })
  }

  // ---- acting

  /** Puts the caret behind these words. */
  async after(words: string, nth = 0): Promise<void> {
    await this.place({ words, nth, from: words.length, to: words.length })
  }

  /** Puts the caret in front of these words. */
  async before(words: string, nth = 0): Promise<void> {
    await this.place({ words, nth, from: 0, to: 0 })
  }

  async select(words: string, nth = 0): Promise<void> {
    await this.place({ words, nth, from: 0, to: words.length })
  }

  /** Selects from the first letter of `from` to the last of `to`, in other paragraphs. */
  async selectFrom(from: string, to: string): Promise<void> {
    await this.editor.focus()
    await this.page.evaluate(setSelection, {
      start: { words: from, nth: 0, offset: 0 },
      end: { words: to, nth: 0, offset: to.length },
    })
  }

  private async place(at: Words & { from: number; to: number }): Promise<void> {
    const { words, nth = 0, from, to } = at
    await this.editor.focus()
    await this.page.evaluate(setSelection, {
      start: { words, nth, offset: from },
      end: { words, nth, offset: to },
    })
  }

  async type(words: string): Promise<void> {
    await this.page.keyboard.type(words)
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  /** Pastes what another program put on the clipboard. */
  async paste(html: string, plain: string): Promise<void> {
    await this.editor.evaluate(
      (editor, [markup, text]) => {
        const data = new DataTransfer()
        if (markup) data.setData('text/html', markup)
        data.setData('text/plain', text)
        editor.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
        )
      },
      [html, plain] as const,
    )
  }

  /** An input method of this window. */
  inputMethod(): Promise<CDPSession> {
    return this.page.context().newCDPSession(this.page)
  }

  /** A button by its name. */
  async click(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: typeof name === 'string' }).click()
  }

  /** Chooses an item of the menu that a button opens. */
  async choose(button: string | RegExp, item: string | RegExp): Promise<void> {
    await this.click(button)
    await this.page.locator('[role^="menuitem"]').filter({ hasText: item }).first().click()
  }

  /** The card of a proposal in the panel, opened; by words on it. */
  async openCard(text: string | RegExp): Promise<Locator> {
    const card = this.page.locator('li[data-proposal], li[data-bracket]').filter({ hasText: text }).first()
    const head = card.locator('button[aria-expanded]')
    if ((await head.getAttribute('aria-expanded')) === 'false') await head.click()
    return card
  }

  /** The window that is open over the page. */
  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  // ---- seeing

  /** The whole page in one line: see `readPage`. */
  read(): Promise<string> {
    return this.page.evaluate(readPage)
  }

  /** Waits until the page reads so. */
  async shows(words: string | RegExp): Promise<void> {
    const reads = expect.poll(() => this.read(), { intervals: [20, 50, 100] })
    if (typeof words === 'string') await reads.toBe(words)
    else await reads.toMatch(words)
  }

  /** Waits until one paragraph reads so. */
  async showsBlock(words: string | RegExp): Promise<void> {
    const blocks = async () => (await this.read()).split(' / ')
    const reads = expect.poll(blocks, { intervals: [20, 50, 100] })
    if (typeof words === 'string') await reads.toContain(words)
    else await reads.toContainEqual(expect.stringMatching(words))
  }

  /** Waits until the page says that the record holds everything. */
  async saved(): Promise<void> {
    await expect(this.saving).toHaveAttribute('data-saving', 'saved')
  }

  async says(state: string): Promise<void> {
    await expect(this.saving).toHaveAttribute('data-saving', state)
  }
}

/** A line that is cut on purpose makes the browser write of it. */
function isOfLine(words: string): boolean {
  return /WebSocket connection to|net::ERR_|Failed to load resource/.test(words)
}

interface End {
  readonly words: string
  readonly nth: number
  readonly offset: number
}

/** Sets the selection in the page, and waits until the page has taken note of it. */
async function setSelection({ start, end }: { start: End; end: End }): Promise<void> {
  const [from, to] = [find(start), find(end)]
  const selection = getSelection() as Selection
  const isThere =
    selection.anchorNode === from.node &&
    selection.anchorOffset === from.offset &&
    selection.focusNode === to.node &&
    selection.focusOffset === to.offset
  if (isThere) return
  await new Promise<void>(resolve => {
    document.addEventListener('selectionchange', () => resolve(), { once: true })
    selection.setBaseAndExtent(from.node, from.offset, to.node, to.offset)
  })

  function find({ words, nth, offset }: End): { node: Text; offset: number } {
    const contents = document.querySelectorAll('.ProseMirror > .block > .content')
    let left = nth
    for (const content of contents) {
      const letters = lettersOf(content)
      const text = letters.map(each => each.node.data.charAt(each.offset)).join('')
      let at = text.indexOf(words)
      while (at >= 0 && left-- > 0) at = text.indexOf(words, at + 1)
      if (at >= 0) return beside(letters, at, offset)
    }
    throw new Error(`the page has no “${words}”`)
  }

  function lettersOf(content: Element): { node: Text; offset: number }[] {
    const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT)
    const letters: { node: Text; offset: number }[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement?.closest('.cursor, .note-ref')) continue
      for (let offset = 0; offset < (node as Text).data.length; offset++)
        letters.push({ node: node as Text, offset })
    }
    return letters
  }

  /** At the beginning of the words the caret stands at their own letter, elsewhere behind the letter before. */
  function beside(letters: { node: Text; offset: number }[], at: number, offset: number) {
    const letter = letters[offset === 0 ? at : at + offset - 1] as { node: Text; offset: number }
    return offset === 0 ? letter : { node: letter.node, offset: letter.offset + 1 }
  }
}
