/** Drives the page of editors: starts it once a file, boots it anew for each case, and presses real keys. */
import { fileURLToPath } from 'node:url'
import { type Browser, type CDPSession, expect, type Page } from '@playwright/test'
import { createServer, type ViteDevServer } from 'vite'
import type { BootOptions, harness, Name } from './harness/main.ts'

declare global {
  interface Window {
    harness: typeof harness
  }
}

const repository = fileURLToPath(new URL('../..', import.meta.url))

export class HarnessPage {
  readonly page: Page
  private readonly server: ViteDevServer
  private readonly cdp: CDPSession
  /** What the page threw or wrote as an error. */
  readonly errors: string[] = []

  private constructor(server: ViteDevServer, page: Page, cdp: CDPSession) {
    this.server = server
    this.page = page
    this.cdp = cdp
    page.on('pageerror', error => void this.errors.push(`${error.message}\n${error.stack ?? ''}`))
    page.on('console', message => {
      if (message.type() === 'error') this.errors.push(message.text())
    })
  }

  static async open(browser: Browser): Promise<HarnessPage> {
    const server = await createServer({
      configFile: false,
      root: fileURLToPath(new URL('./harness', import.meta.url)),
      cacheDir: fileURLToPath(new URL('../../node_modules/.vite-harness', import.meta.url)),
      logLevel: 'error',
      server: { host: '127.0.0.1', port: 0, fs: { allow: [repository] }, hmr: false, watch: null },
      optimizeDeps: { entries: ['./main.ts'] },
    })
    await server.listen()
    const page = await browser.newPage()
    const harnessPage = new HarnessPage(server, page, await page.context().newCDPSession(page))
    await page.goto(server.resolvedUrls?.local[0] ?? '')
    await page.waitForFunction(() => 'harness' in window)
    return harnessPage
  }

  async close(): Promise<void> {
    await this.page.close()
    await this.server.close()
  }

  async boot(options: BootOptions): Promise<void> {
    this.errors.length = 0
    await this.page.evaluate(given => window.harness.boot(given), options)
  }

  // ---- acting

  async caret(name: Name, block: number, offset: number, to?: [number, number]): Promise<void> {
    await this.page.evaluate(([who, at, end]) => window.harness.setCaret(who, at, end), [
      name,
      [block, offset],
      to ?? [block, offset],
    ] as [Name, [number, number], [number, number]])
  }

  /** Like `caret`, for keys that move it: 20 ms after it got the focus ProseMirror sets its own selection once more. */
  async caretAtRest(name: Name, block: number, offset: number): Promise<void> {
    await this.caret(name, block, offset)
    await this.page.evaluate(() => new Promise(resolve => setTimeout(resolve, 25)))
  }

  async type(words: string): Promise<void> {
    await this.page.keyboard.type(words)
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  /** Pastes HTML, with its words as plain text, into the editor that has the focus. */
  async paste(name: Name, html: string, plain = 'plain'): Promise<void> {
    await this.page.evaluate(
      ([who, markup, text]) => {
        const data = new DataTransfer()
        if (markup) data.setData('text/html', markup)
        data.setData('text/plain', text)
        const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
        window.harness.seat(who).editor.surface.view.dom.dispatchEvent(event)
      },
      [name, html, plain] as [Name, string, string],
    )
  }

  /** Composes: what an input method shows so far. */
  async compose(words: string): Promise<void> {
    const end = words.length
    await this.cdp.send('Input.imeSetComposition', { text: words, selectionStart: end, selectionEnd: end })
  }

  /** Ends a composition with these words. */
  async commit(words: string): Promise<void> {
    await this.cdp.send('Input.insertText', { text: words })
  }

  /** Runs something on the page. */
  run<T, A>(act: (argument: A) => T, argument: A): Promise<T>
  run<T>(act: () => T): Promise<T>
  run<T>(act: (argument?: unknown) => T, argument?: unknown): Promise<T> {
    return this.page.evaluate(act as never, argument)
  }

  // ---- reading

  text(name: Name): Promise<string> {
    return this.page.evaluate(who => window.harness.text(who), name)
  }

  shown(name: Name): Promise<string> {
    return this.page.evaluate(who => window.harness.shown(who), name)
  }

  caretOf(name: Name): Promise<(number | string)[]> {
    return this.page.evaluate(who => window.harness.caret(who), name)
  }

  /** Waits until nothing is on its way, held or composed, and stays so over a frame. */
  async quiet(): Promise<void> {
    await this.page.evaluate(() => window.harness.whenQuiet())
  }

  /** Waits until nothing is on its way; something may be held or composed. */
  async quietLines(): Promise<void> {
    await this.page.waitForFunction(() => window.harness.linesAreQuiet(), undefined, { polling: 20 })
  }

  /** Everything must be as it should: all editors show the room's text, letter by letter, and nothing was refused. */
  async expectSound(): Promise<void> {
    await this.quiet()
    expect(await this.page.evaluate(() => window.harness.faults())).toEqual([])
    expect(this.errors).toEqual([])
  }

  /** What every editor shows at rest. */
  async expectText(words: string): Promise<void> {
    await this.expectSound()
    expect(await this.text('A')).toBe(words)
  }
}
