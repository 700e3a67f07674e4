/** Sits between a window and its text's socket: the test may change, add and lose what the window sends, and shut the socket. */
import type { Page, WebSocketRoute } from '@playwright/test'

export class Wire {
  /** What becomes of a frame on its way to the server; null: it is lost. */
  alter: (frame: Uint8Array) => Uint8Array | null = frame => frame
  private server: WebSocketRoute | null = null
  private client: WebSocketRoute | null = null
  private isShut = false

  private constructor() {}

  /** Sits down before the window opens a text. */
  static async between(page: Page): Promise<Wire> {
    const wire = new Wire()
    await page.routeWebSocket(/\/collab\//, client => wire.join(client))
    return wire
  }

  private join(client: WebSocketRoute): void {
    if (this.isShut) {
      void client.close({ code: 1001 })
      return
    }
    const server = client.connectToServer()
    this.client = client
    this.server = server
    client.onMessage(message => {
      const frame = this.alter(new Uint8Array(message as Buffer))
      if (frame) server.send(Buffer.from(frame))
    })
  }

  /** Sends a frame that the window never wrote. */
  send(frame: Uint8Array): void {
    this.server?.send(Buffer.from(frame))
  }

  /** Closes the socket; a new one is closed at once, until `open`. Everything else of the page goes on. */
  async shut(): Promise<void> {
    this.isShut = true
    await this.client?.close({ code: 1001 })
    await this.server?.close({ code: 1001 })
  }

  open(): void {
    this.isShut = false
  }
}
