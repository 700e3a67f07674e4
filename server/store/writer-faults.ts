/** Faults on order, so that tests meet a failing disk where they want it. Nobody else passes any. */

/** What goes wrong at a commit. Commits are counted from 1, the writes that show that the storage is well included. */
export interface WriterFault {
  readonly commit: number
  /** How many commits in a row; default 1. */
  readonly times?: number
  /** `exit`: the writer thread dies. */
  readonly code: 'full' | 'io' | 'exit'
  /** True: the commit gets through and only its answer is lost. */
  readonly landed?: boolean
}

/** SQLITE_FULL and SQLITE_IOERR_FSYNC. */
const resultCodes = { full: 13, io: 1034 } as const

export class FaultPlan {
  readonly #faults: readonly WriterFault[]
  #commits = 0

  constructor(faults: readonly WriterFault[]) {
    this.#faults = faults
  }

  /** Runs `commit`, or fails before or after it as planned. */
  around(commit: () => void): void {
    this.#commits += 1
    const fault = this.#faults.find(planned => this.#isDue(planned))
    if (!fault) return commit()
    if (fault.landed) commit()
    if (fault.code === 'exit') process.exit(1) // in a worker this ends the thread alone
    throw Object.assign(new Error(`planned fault ${fault.code}`), { errcode: resultCodes[fault.code] })
  }

  #isDue({ commit, times = 1 }: WriterFault): boolean {
    return this.#commits >= commit && this.#commits < commit + times
  }
}
