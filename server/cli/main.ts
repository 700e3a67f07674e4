#!/usr/bin/env node
/** The process behind the command line. */
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { runCommandLine } from './run.ts'
import type { Terminal } from './terminal.ts'

const stdout = 1
const stderr = 2

/** Written through before it goes on: a pipe that is read slowly loses nothing when the process ends. */
function writeAll(fd: number, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  for (let at = 0; at < bytes.length; ) at += writeSome(fd, bytes.subarray(at))
}

/** A full pipe says so; it is tried again until its reader has taken some. */
function writeSome(fd: number, bytes: Uint8Array): number {
  try {
    return writeSync(fd, bytes)
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EAGAIN') throw error
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    return 0
  }
}

const terminal: Terminal = {
  out: content => writeAll(stdout, content),
  say: line => writeAll(stderr, `${line}\n`),
  env: process.env,
  untilAsked: async () => {
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  },
}

process.exitCode = await runCommandLine(process.argv.slice(2), terminal)
