/** What the handlers work with. */
import type { IdSource, UnixMs } from '../../../shared/ids.ts'
import type { Accounts } from '../../actor/accounts.ts'
import type { SignInDesk } from '../../actor/sign-in.ts'
import type { Tickets } from '../../actor/tickets.ts'
import type { Log } from '../../log/log.ts'
import type { Rooms } from '../../room/rooms.ts'
import type { SignInCookie } from '../cookies.ts'
import type { AttemptLimit } from '../attempt-limit.ts'
import type { Doors } from '../doors.ts'
import type { Metrics } from '../metrics.ts'
import type { Sockets } from '../sockets.ts'

export interface HandlerParts {
  readonly accounts: Accounts
  readonly desk: SignInDesk
  readonly tickets: Tickets
  readonly cookie: SignInCookie
  readonly attempts: AttemptLimit
  readonly sockets: Pick<Sockets, 'recheck'>
  readonly rooms: Rooms
  readonly log: Log
  readonly ids: IdSource
  readonly now: () => UnixMs
  readonly metrics: Pick<Metrics, 'render'>
  readonly doors: Doors
}
