/** The built client: files by name, and its page for every other address that a browser opens. */
import { join } from 'node:path'
import express, { type Express, type RequestHandler, type Response } from 'express'
import { failure, sendReply } from './reply.ts'

const yearMs = 365 * 24 * 3_600_000

/** Serves the built client in `folder`; null: there is none, and nothing but the interface is served. */
export function mountClient(app: Express, folder: string | null): void {
  if (folder !== null) {
    app.use(
      '/assets',
      express.static(join(folder, 'assets'), { immutable: true, maxAge: yearMs, index: false }),
    )
    app.use(express.static(folder, { index: false, setHeaders: askEachTime }))
    app.get('/{*path}', page(folder))
  }
  app.use((_request, response) => sendReply(response, failure('not-found', 'There is no such address.')))
}

/** Paths below `/api` and `/collab`, and paths that name a file, are never answered with the page. */
function page(folder: string): RequestHandler {
  return (request, response, next) => {
    const isOurs = /^\/(api|collab|assets)(\/|$)/.test(request.path) || /\.\w+$/.test(request.path)
    if (isOurs || request.accepts('html') === false) return next()
    response.sendFile('index.html', {
      root: folder,
      cacheControl: false,
      headers: { 'Cache-Control': 'no-cache' },
    })
  }
}

/** Names without a hash in them may change under the same address: the browser asks each time whether they did. */
function askEachTime(response: Response): void {
  response.setHeader('Cache-Control', 'no-cache')
}
