import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../shared/api/routes.ts'
import { serve } from './serve.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chapeau-client-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(folder, 'assets', 'main-abc.js'), 'export {}')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('pages', () => {
  it('[HT17] answer every address of the client with its page, asked for anew each time', async () => {
    const served = await serve({ clientFolder: folder })
    for (const path of ['/', '/texts/abc', '/texts/abc/record']) {
      const response = await served.ask(path, { headers: { accept: 'text/html' } })
      expect(await response.text(), path).toContain('<title>page</title>')
      expect(response.headers.get('cache-control'), path).toBe('no-cache')
    }
  })

  it('[HT17] keep files with a hash in their name for a year, and no other', async () => {
    const served = await serve({ clientFolder: folder })
    const asset = await served.ask('/assets/main-abc.js')
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(asset.headers.get('content-type')).toContain('javascript')
    expect((await served.ask('/icon.svg')).headers.get('cache-control')).toBe('no-cache')
  })

  it('[HT17] never stand for what is missing of the interface or of the files', async () => {
    const served = await serve({ clientFolder: folder })
    for (const path of ['/api/nothing', '/collab/x', '/assets/main-old.js', '/robots.txt']) {
      const response = await served.ask(path, { headers: { accept: 'text/html' } })
      expect(response.status, path).toBeGreaterThanOrEqual(400)
      expect(await response.text(), path).not.toContain('<title>page</title>')
    }
  })

  it('[HT17] never come from outside the folder', async () => {
    const served = await serve({ clientFolder: join(folder, 'assets') })
    for (const path of [
      '/%2e%2e/icon.svg',
      '/..%2ficon.svg',
      '/assets/..%2f..%2ficon.svg',
      '/.%00./icon.svg',
    ])
      expect((await served.ask(path)).status, path).toBeGreaterThanOrEqual(400)
  })

  it('[HT18] run nothing but our own files: strict policy, Trusted Types, no frame, no referrer', async () => {
    const served = await serve({ clientFolder: folder })
    const { headers } = await served.ask('/', { headers: { accept: 'text/html' } })
    const policy = headers.get('content-security-policy') ?? ''
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ])
      expect(policy).toContain(part)
    expect(policy).not.toMatch(/unsafe|\*/)
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('strict-transport-security')).toBeNull()
  })

  it('[HT18] ask for TLS from then on where people come over TLS', async () => {
    const served = await serve({ publicUrl: new URL('https://drafts.example.org') })
    expect((await served.ask('/healthz')).headers.get('strict-transport-security')).toContain(
      'max-age=31536000',
    )
  })
})

describe('what the interface tells of itself', () => {
  it('[HT19] is an OpenAPI document that names every route with what goes in and out', async () => {
    const served = await serve()
    const document = (await (await served.ask('/api/openapi.json')).json()) as {
      openapi: string
      paths: Record<string, Record<string, { operationId: string; responses: object }>>
    }
    expect(document.openapi).toMatch(/^3\.1/)
    const named = Object.values(document.paths).flatMap(path =>
      Object.values(path).map(({ operationId }) => operationId),
    )
    expect(named.sort()).toEqual(Object.keys(routes).sort())
    const text = JSON.stringify(document)
    for (const kind of ['structure', 'adopt-as-amended', 'keep-in-brackets'])
      expect(text).toContain(`"${kind}"`)
  })

  it('[HT20] says whether the record can be written, and counts requests without a name or an id', async () => {
    const served = await serve()
    expect(await (await served.ask('/healthz')).json()).toEqual({ status: 'ok' })
    await served.ask('/api/texts/some-text', { as: 'delegate' })
    const metrics = await (await served.ask('/metrics')).text()
    expect(metrics).toContain('chapeau_http_requests_total{route="text",status="404"} 1')
    expect(metrics).toContain('chapeau_sockets_open 0')
    expect(metrics).not.toMatch(/some-text|delegate|Person/)
  })

  it('[HT20] keeps the counters to the machine and its operator', async () => {
    const served = await serve({ trustedProxies: ['127.0.0.1'] })
    const headers = { 'x-forwarded-for': '203.0.113.9' }
    expect((await served.ask('/metrics', { headers })).status).toBe(404)
    expect((await served.ask('/metrics', { headers, as: 'operator' })).status).toBe(200)
  })
})
