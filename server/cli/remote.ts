/** A running server that holds the folder, asked as its operator. */
import type { z } from 'zod/mini'
import { errorBody } from '../../shared/api/error.ts'
import { readOperatorToken } from './operator-token.ts'
import { CommandFailed, exitCodes } from './terminal.ts'

export interface Remote {
  /** Asks a route and reads its answer. @throws CommandFailed with what the server says. */
  ask<T>(schema: z.ZodMiniType<T>, path: string, init?: RequestInit): Promise<T>
  askBytes(path: string): Promise<Uint8Array>
}

/** The server at `url` that holds `folder`. @throws CommandFailed when its token cannot be read. */
export function connectRemote(folder: string, url: string): Remote {
  const token = readOperatorToken(folder)
  if (token === null) throw heldFault(folder, 'its token for operators cannot be read')
  const fetchOk = async (path: string, init: RequestInit = {}) => {
    const headers = {
      ...(init.headers as Record<string, string> | undefined),
      authorization: `Bearer ${token}`,
    }
    const response = await fetch(new URL(path, url), { ...init, headers }).catch(() => {
      throw heldFault(folder, `nothing answers at ${url}`)
    })
    if (!response.ok) throw new CommandFailed(exitCodes.failed, await readError(response))
    return response
  }
  return {
    ask: async (schema, path, init) => schema.parse(await (await fetchOk(path, init)).json()),
    askBytes: async path => new Uint8Array(await (await fetchOk(path)).arrayBuffer()),
  }
}

/** Another process holds the folder, and why it cannot be asked. */
export function heldFault(folder: string, why: string): CommandFailed {
  return new CommandFailed(exitCodes.held, `${folder} is held by another process, and ${why}`)
}

async function readError(response: Response): Promise<string> {
  const body = errorBody.safeParse(await response.json().catch(() => null))
  return body.success ? body.data.error.message : `the server answered ${response.status}`
}
