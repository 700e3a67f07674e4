/** The writer's thread: takes everything that has arrived, commits it together, answers once. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { Writer } from './writer.ts'
import type { WriterFault } from './writer-faults.ts'
import type { Job } from './writer-messages.ts'

/** What the thread is started with. */
export interface WriterStart {
  readonly path: string
  readonly faults: readonly WriterFault[]
}

const port = parentPort
if (!port) throw new Error('this file runs in a thread of its own')
const { path, faults } = workerData as WriterStart
const writer = new Writer(path, faults)

port.on('message', (first: Job) => {
  const jobs = [first]
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) jobs.push(next.message)
  port.postMessage(writer.run(jobs))
  if (jobs.some(job => job.kind === 'close')) port.close()
})
