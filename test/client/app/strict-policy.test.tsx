// @vitest-environment happy-dom
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { Button } from '../../../client/ui/button.tsx'
import { clearScreens, show } from '../render.tsx'

const client = join(import.meta.dirname, '../../../client')

function sources(folder: string): readonly { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(tsx?|css|html)$/.test(name))
    .map(name => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
}

afterEach(clearScreens)

describe('strict content policy', () => {
  it('[SC37] has no inline script, style or handler in its page', () => {
    const html = readFileSync(join(client, 'index.html'), 'utf8')
    expect(html).not.toMatch(/<style|style=|\son\w+=|javascript:/i)
    expect([...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)].map(match => match[2])).toEqual([''])
  })

  it('[SC37] lets no component write a style element', async () => {
    const html = readFileSync(join(client, 'index.html'), 'utf8')
    const sign = /<meta id="([\w-]+)" \/>/.exec(html)?.[1] ?? ''
    const meta = document.createElement('meta')
    meta.id = sign
    document.head.append(meta)
    await show(<Button>press</Button>)
    expect(document.querySelectorAll('style')).toHaveLength(0)
    meta.remove()
  })

  it('[SC37] parses nothing that people type as HTML, and needs no address outside of its own', () => {
    for (const { name, text } of sources(client)) {
      expect(text, name).not.toMatch(/dangerouslySetInnerHTML|\.innerHTML|insertAdjacentHTML|document\.write/)
      expect(text.replaceAll('http://www.w3.org/2000/svg', ''), name).not.toMatch(/https?:\/\//)
    }
  })

  it('[SC38] sets direction by start and end, never by left and right', () => {
    const physical =
      /(?:margin|padding|border|inset)-(?:left|right)\b|text-align:\s*(?:left|right)|(?:^|[\s;{])(?:left|right):|float:\s*(?:left|right)/
    for (const { name, text } of sources(client))
      if (name.endsWith('.css')) expect(text, name).not.toMatch(physical)
  })
})
