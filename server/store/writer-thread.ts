/** The server's end of the writer: hands jobs over, brings the answers back in order, starts a new thread when one died. */
import { Worker } from 'node:worker_threads'
import { callAll } from '../log/listeners.ts'
import type { LogFailure } from '../log/log.ts'
import type { WriterFault } from './writer-faults.ts'
import type { Answer, Job } from './writer-messages.ts'
import type { WriterStart } from './writer-worker.ts'

export interface WriterThreadOptions {
  readonly path: string
  /** For tests; met by the first thread only. */
  readonly faults?: readonly WriterFault[]
}

type Answered = (answer: Answer) => void

export class WriterThread {
  readonly #options: WriterThreadOptions
  readonly #waiting: Answered[] = []
  readonly #failureListeners: ((failure: LogFailure) => void)[] = []
  #worker: Worker | null = null
  #threads = 0
  #isFailed = false
  #isClosing = false
  #lastError = 'the writer thread ended'

  constructor(options: WriterThreadOptions) {
    this.#options = options
  }

  /** Calls `listener` at the first failed answer after a time of success, before that answer is delivered. */
  onFailure(listener: (failure: LogFailure) => void): void {
    this.#failureListeners.push(listener)
  }

  /** Hands a job over; `answered` is called later, once, in the order of the jobs. */
  submit(job: Job, answered: Answered): void {
    if (!this.#worker && job.kind === 'recover') this.#start()
    if (!this.#worker) {
      setImmediate(() => answered({ kind: 'failed', failure: { code: 'stopped', message: this.#lastError } }))
      return
    }
    this.#waiting.push(answered)
    this.#worker.postMessage(job, job.kind === 'entries' ? [job.packed.bytes.buffer] : [])
  }

  /** The same, as a promise. */
  ask(job: Job): Promise<Answer> {
    return new Promise(resolve => this.submit(job, resolve))
  }

  /** Finishes what was given and ends the thread. */
  async close(): Promise<void> {
    const worker = this.#worker
    this.#isClosing = true
    if (!worker) return
    const exited = new Promise<void>(resolve => worker.once('exit', () => resolve()))
    await this.ask({ kind: 'close' })
    await exited
  }

  #start(): void {
    const isFirst = this.#threads === 0
    this.#threads += 1
    const workerData: WriterStart = {
      path: this.#options.path,
      faults: isFirst ? (this.#options.faults ?? []) : [],
    }
    const worker = new Worker(new URL('./writer-worker.ts', import.meta.url), { workerData, execArgv: [] })
    worker.on('message', (answers: readonly Answer[]) =>
      callAll(answers.map(answer => () => this.#deliver(answer))),
    )
    worker.on('error', error => (this.#lastError = String(error)))
    worker.on('exit', () => this.#bury())
    this.#worker = worker
  }

  #deliver(answer: Answer): void {
    if (answer.kind !== 'failed') this.#isFailed = false
    else this.#noteFailure(answer.failure)
    this.#waiting.shift()?.(answer)
  }

  /** What was given to the thread may have landed or not; it has failed as far as anybody can tell. */
  #bury(): void {
    this.#worker = null
    const unanswered = this.#waiting.splice(0)
    const failure: LogFailure = { code: 'io', message: this.#lastError }
    if (!this.#isClosing) this.#noteFailure(failure)
    callAll(unanswered.map(answered => () => answered({ kind: 'failed', failure })))
  }

  #noteFailure(failure: LogFailure): void {
    if (this.#isFailed) return
    this.#isFailed = true
    for (const listener of this.#failureListeners) listener(failure)
  }
}
