/** What the machine's operator and its probes ask. */
import type { VerifyReport } from '../../../shared/api/operator.ts'
import { type StreamReport, verifyAll } from '../../log/verify.ts'
import type { Handlers } from '../mount.ts'
import { describeApi } from '../openapi.ts'
import { json, notFound, type Reply } from '../reply.ts'
import type { HandlerParts } from './parts.ts'

type Names = 'freshLinks' | 'demo' | 'verify' | 'openapi' | 'health' | 'metrics'

/** The handlers of these routes. */
export function operatorHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  const api = JSON.stringify(describeApi())
  return {
    freshLinks: async () => json(await parts.doors.issueLinks(), 201),
    demo: async () => json(await parts.doors.makeDemo(), 201),
    verify: async () => json(presentReport(await verifyAll(parts.log))),
    openapi: () => ({ kind: 'bytes', type: 'application/json', bytes: api }),
    health: () => presentHealth(parts.log.state === 'ok'),
    metrics: ({ identity, address }) =>
      identity.kind === 'operator' || isLoopback(address) ? presentMetrics(parts) : notFound,
  }
}

function presentHealth(saves: boolean): Reply {
  return saves ? json({ status: 'ok' }) : json({ status: 'not-saving' }, 503)
}

async function presentMetrics({ metrics }: HandlerParts): Promise<Reply> {
  const { type, text } = await metrics.render()
  return { kind: 'bytes', type, bytes: text }
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address)
}

/** The reports of all chains, as they travel. */
export function presentReport(reports: readonly StreamReport[]): VerifyReport {
  const streams = reports.map(report =>
    report.kind === 'whole'
      ? { stream: report.stream, entries: report.entries, head: report.head, fault: null }
      : {
          stream: report.stream,
          entries: report.seq - 1,
          head: '',
          fault: `entry ${report.seq}: ${report.fault}`,
        },
  )
  return { ok: streams.every(({ fault }) => fault === null), streams }
}
