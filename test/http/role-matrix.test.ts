import { describe, expect, it } from 'vitest'
import { type Caller, type Route, type RouteName, routes } from '../../shared/api/routes.ts'
import { roles } from '../../shared/rules/roles.ts'
import { addText, serve, type Served } from './serve.ts'

const callers: readonly Caller[] = [...roles, 'operator', 'nobody']

/** Who is let in, written down a second time: `+` in the order chair, secretary, delegate, observer, reader, operator, nobody. */
const matrix: { readonly [name in RouteName]: string } = {
  signIn: '+++++++',
  signOut: '+++++--',
  me: '+++++--',
  parties: '++++++-',
  texts: '++++++-',
  importText: '-+---+-',
  text: '++++++-',
  record: '++++++-',
  faults: '++++++-',
  exportText: '++++++-',
  command: '+++++--',
  ticket: '+++++--',
  freshLinks: '-----+-',
  demo: '-----+-',
  verify: '-----+-',
  openapi: '+++++++',
  health: '+++++++',
  metrics: '+++++++',
}

const bodies: { readonly [name in RouteName]?: (text: string) => unknown } = {
  signIn: () => ({ token: 'unknown' }),
  command: () => ({ id: 'c1', kind: 'withdraw', proposal: 'p1' }),
  ticket: textId => ({ textId }),
}

/** A right request for a route, by a caller. */
async function call(served: Served, name: RouteName, caller: Caller, text: string): Promise<Response> {
  const route: Route = routes[name]
  const query = name === 'importText' ? '?title=New&format=text' : ''
  const body = bodies[name]?.(text)
  const type = name === 'importText' ? 'application/octet-stream' : 'application/json'
  const sent = name === 'importText' ? 'Words.\n' : JSON.stringify(body)
  return served.ask(route.path.replace('{text}', text) + query, {
    method: route.method.toUpperCase(),
    ...(route.body === undefined ? {} : { body: sent, headers: { 'content-type': type } }),
    ...(caller === 'nobody' ? {} : { as: caller }),
  })
}

describe('roles and routes', () => {
  it('[HT7][RL33] let in to every route who the matrix names, and nobody else', async () => {
    const served = await serve()
    const text = await addText(served)
    // Sign-out ends the tokens with which the others are asked.
    const names = (Object.keys(routes) as RouteName[]).sort(
      (a, b) => Number(a === 'signOut') - Number(b === 'signOut'),
    )
    for (const name of names) {
      const row = matrix[name]
      expect(row, `${name} stands in the matrix`).toHaveLength(callers.length)
      for (const [column, caller] of callers.entries()) {
        const { status } = await call(served, name, caller, text)
        const letIn = name === 'signIn' ? status === 401 : status < 300
        if (row[column] === '+') expect(letIn, `${name} for ${caller}: ${status}`).toBe(true)
        else expect(status, `${name} for ${caller}`).toBe(caller === 'nobody' ? 401 : 403)
      }
    }
  })

  it('[HT7] tells nobody what a route would have said', async () => {
    const served = await serve()
    const text = await addText(served)
    const real = await call(served, 'exportText', 'nobody', text)
    const missing = await call(served, 'exportText', 'nobody', 'no-such-text')
    expect([real.status, await real.text()]).toEqual([missing.status, await missing.text()])
  })
})
