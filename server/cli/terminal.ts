/** What a command may do to the world around it, and how it says that it failed. */

export interface Terminal {
  /** Standard output: what the command was asked for, nothing else. */
  out(content: string | Uint8Array): void
  /** Standard error: everything said to people. */
  say(line: string): void
  readonly env: Readonly<Record<string, string | undefined>>
  /** Resolves when the process is asked to end. */
  readonly untilAsked: () => Promise<void>
}

export const exitCodes = {
  /** Done. */
  ok: 0,
  /** Looked, and it does not hold; or it could not be done. */
  failed: 1,
  /** The command line cannot be read. */
  usage: 2,
  /** Another process holds the folder and cannot be asked. */
  held: 3,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** A command that cannot go on; its message is for people. */
export class CommandFailed extends Error {
  override name = 'CommandFailed'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}
