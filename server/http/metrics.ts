/** Counters for Prometheus. No label holds a name, an address or an id of a text. */
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'

export interface Metrics {
  readonly countRequest: (route: string, status: number) => void
  readonly countSocket: () => void
  readonly countClose: (code: number) => void
  /** The exposition text and its media type. */
  render(): Promise<{ type: string; text: string }>
}

/** Counters of their own registry, so that several servers fit in one process. `openSockets` is asked at each look. */
export function makeMetrics(openSockets: () => number): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'chapeau_http_requests_total',
    help: 'Requests answered.',
    labelNames: ['route', 'status'],
    registers: [registry],
  })
  const opened = new Counter({
    name: 'chapeau_sockets_opened_total',
    help: 'Sockets that reached a room.',
    registers: [registry],
  })
  const closed = new Counter({
    name: 'chapeau_sockets_closed_total',
    help: 'Sockets closed by the server.',
    labelNames: ['code'],
    registers: [registry],
  })
  new Gauge({
    name: 'chapeau_sockets_open',
    help: 'Sockets open now.',
    registers: [registry],
    collect() {
      this.set(openSockets())
    },
  })
  return {
    countRequest: (route, status) => requests.inc({ route, status }),
    countSocket: () => opened.inc(),
    countClose: code => closed.inc({ code }),
    render: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  }
}
