/** Words that are held while a command is on its way, kept where a closed or reloaded tab finds them again. */

export class KeptWords {
  private readonly storage: Storage | null
  private readonly key: string

  /** @param storage null: nothing is kept. @param key one for each person and text. */
  constructor(storage: Storage | null, key: string) {
    this.storage = storage
    this.key = key
  }

  /** Keeps words in place of those kept before; an empty string forgets them. */
  save(words: string): void {
    try {
      if (words) this.storage?.setItem(this.key, words)
      else this.storage?.removeItem(this.key)
    } catch {
      // A full or forbidden storage only costs what a crash within one round trip would lose.
    }
  }

  /** The words that the last tab left behind, taken out; empty when there are none. */
  take(): string {
    try {
      const words = this.storage?.getItem(this.key) ?? ''
      this.save('')
      return words
    } catch {
      return '' // as above
    }
  }
}
