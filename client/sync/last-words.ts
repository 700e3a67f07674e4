/**
 * What was written in the last moments before a page goes. The browser's database takes words a little later than they are
 * typed, and drops what it has not taken when the page is torn down; its plain storage takes them at once.
 */
import { fromBase64, toBase64 } from 'lib0/buffer'

export class LastWords {
  private readonly storage: Storage | null
  private readonly prefix: string

  /** @param storage null: nothing is kept. @param name one for each person and text; windows share it. */
  constructor(storage: Storage | null, name: string) {
    this.storage = storage
    this.prefix = `${name}/last/`
  }

  /** Keeps an update for whoever opens the text here next; an empty one forgets what this window kept. */
  keep(window: string, update: Uint8Array | null): void {
    try {
      if (update) this.storage?.setItem(this.prefix + window, toBase64(update))
      else this.storage?.removeItem(this.prefix + window)
    } catch {
      // A full or forbidden storage: what the database has taken is kept all the same.
    }
  }

  /** What windows that went left behind, taken out. */
  takeAll(): Uint8Array[] {
    try {
      const keys = Object.keys(this.storage ?? {}).filter(key => key.startsWith(this.prefix))
      const updates = keys.map(key => fromBase64(this.storage?.getItem(key) ?? ''))
      for (const key of keys) this.storage?.removeItem(key)
      return updates
    } catch {
      return [] // as above, or not ours
    }
  }
}
