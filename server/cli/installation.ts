/** A data folder in use by this process: lock, store, rooms. */
import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { type IdSource, makeIdSource, type UnixMs } from '../../shared/ids.ts'
import type { RandomBytes } from '../actor/secrets.ts'
import { openRooms } from '../room/open-rooms.ts'
import type { RoomEvent, Rooms } from '../room/rooms.ts'
import { type DataFolder, openDataFolder } from '../store/data-folder.ts'
import { openStore, type Store } from '../store/store.ts'
import { listRecordedTexts } from '../texts/begin-text.ts'

export interface Installation {
  readonly folder: DataFolder
  readonly store: Store
  readonly rooms: Rooms
  readonly ids: IdSource
  readonly now: () => UnixMs
  readonly randomBytes: RandomBytes
  /** Everything taken is on disk, then the folder is free. */
  close(): Promise<void>
}

/** The installation in a folder, made if it is not there. @throws FolderHeld, StorageUnfit, StorageFailed. */
export async function openInstallation(data: string, logger: Logger): Promise<Installation> {
  const folder = openDataFolder(data)
  try {
    return await openInside(folder, logger)
  } catch (error) {
    folder.close()
    throw error
  }
}

async function openInside(folder: DataFolder, logger: Logger): Promise<Installation> {
  const now = () => Date.now() as UnixMs
  const ids = makeIdSource(now, randomFraction)
  const store = await openStore(folder)
  const rooms = openRooms({ log: store.log, ids, now, report: event => report(logger, event) })
  await listRecordedTexts({ rooms, accounts: store.accounts, now }, store.log)
  return {
    ...{ folder, store, rooms, ids, now, randomBytes },
    async close() {
      await rooms.close()
      await store.close()
      folder.close()
    },
  }
}

const fractionBytes = 6

/** Uniform in [0, 1), from the system's own source, so that ids cannot be guessed from one another. */
function randomFraction(): number {
  return randomBytes(fractionBytes).readUIntBE(0, fractionBytes) / 2 ** (8 * fractionBytes)
}

/** Ids and rules only: no words of a text stand in a room's events. */
function report(logger: Logger, event: RoomEvent): void {
  if (event.kind === 'fault') logger.error({ ...event, err: event.error }, 'a room failed')
  else logger.info(event, 'room')
}
