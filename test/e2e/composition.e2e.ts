/** Input methods: what is composed while others write at the same text. */
import { expect, test } from '@playwright/test'
import type { Map as YMap } from 'yjs'
import { HarnessPage } from './harness-page.ts'
import type { Name } from './harness/main.ts'

const texts = ['Hello brave new world', 'Second block here', 'Third one']
const rest = ' / Second block here / Third one'
let on: HarnessPage

test.beforeAll(async ({ browser }) => {
  on = await HarnessPage.open(browser)
})
test.afterAll(() => on.close())
test.beforeEach(() => on.boot({ texts }))

const put = (name: Name, before: string, words: string) =>
  on.run(([who, where, what]) => window.harness.put(who as Name, where, what), [name, before, words] as [
    Name,
    string,
    string,
  ])
const strike = (name: Name, words: string) =>
  on.run(([who, what]) => window.harness.strike(who as Name, what), [name, words] as [Name, string])

test('[ED33][EC61] lasts while others change the same paragraph on both sides of it', async () => {
  await on.caret('A', 0, 6)
  await on.compose('n')
  await on.compose('ni')
  await put('B', 'Hello', 'BB')
  await put('S', 'new', 'SS')
  await on.compose('ni h')
  expect(await on.run(() => window.harness.seat('A').editor.surface.view.composing)).toBe(true)
  expect(await on.shown('A')).toBe(`Hello ni hbrave new world${rest}`)
  await on.commit('你好')
  await on.expectText(`{+B:BB}Hello {+A:你好}brave SSnew world${rest}`)
  expect(await on.caretOf('A')).toEqual([0, 10])
})

test('[ED33] other paragraphs are drawn meanwhile, and may come and go', async () => {
  await on.caret('A', 1, 6)
  await on.compose('ni')
  await put('S', 'Hello', 'Oh ')
  await put('B', 'one', 'BB')
  await on.caretOf('A')
  await expect.poll(() => on.shown('A')).toBe('Oh Hello brave new world / Secondni block here / Third BBone')
  await on.run(() => {
    window.harness.hub.act(doc => {
      doc.getMap<YMap<unknown>>('blocks').get('b0')?.set('gone', { act: 'x' })
    })
  })
  await expect.poll(() => on.shown('A')).toBe('Secondni block here / Third BBone')
  await on.compose('ni h')
  expect(await on.run(() => window.harness.seat('A').editor.surface.view.composing)).toBe(true)
  await on.commit('你')
  await on.expectText('Second{+A:你} block here / Third {+B:BB}one')
  expect(await on.caretOf('A')).toEqual([0, 7])
})

test('[ED33][EC61] over a selection of agreed words', async () => {
  await on.caret('A', 0, 6, [0, 11])
  await on.compose('k')
  await put('B', 'Hello', 'BB')
  await on.commit('か')
  await on.expectText(`{+B:BB}Hello {-A:brave}{+A:か} new world${rest}`)
})

test('[ED33] over a selection of three paragraphs', async () => {
  await on.caret('A', 0, 6, [2, 6])
  await on.compose('k')
  await on.commit('か')
  await on.expectText(
    'Hello {-A:brave new world}{+A:か} / {-A:Second block here} <join A> / {-A:Third }one <join A>',
  )
})

test('[ED33] inside one’s own words', async () => {
  await on.caret('A', 0, 6)
  await on.type('abcd')
  await on.caret('A', 0, 8)
  await on.compose('x')
  await put('B', 'Hello', 'BB')
  await put('B', 'cd', 'QQ')
  await on.commit('漢字')
  await on.expectSound()
  expect((await on.text('A')).replace('{+B:QQ}', '').replaceAll('}{+A:', '')).toBe(
    `{+B:BB}Hello {+A:ab漢字cd}brave new world${rest}`,
  )
})

test('[ED33] cancelled', async () => {
  await on.caret('A', 0, 6)
  await on.compose('x')
  await put('B', 'Hello', 'BB')
  await on.compose('')
  await on.commit('')
  await on.expectText(`{+B:BB}Hello brave new world${rest}`)
})

test('[ED33] while the secretary deletes the word around it', async () => {
  await on.caret('A', 0, 8)
  await on.compose('n')
  await strike('S', 'brave')
  await on.commit('字')
  await on.expectText(`Hello {+A:字} new world${rest}`)
})

test('[ED33] while the secretary breaks the paragraph', async () => {
  await on.caret('A', 0, 12)
  await on.compose('n')
  await on.run(() => window.harness.breakBefore('T', 'brave', 'tail'))
  await on.quietLines()
  await on.commit('字')
  await on.expectText(`Hello  / brave {+A:字}new world${rest}`)
})

test('[ED33] in an empty proposed paragraph', async () => {
  await on.caret('A', 0, 21)
  await on.press('Enter')
  await on.compose('n')
  await on.commit('字')
  await on.type('x')
  await on.expectText('Hello brave new world / 字x <new A> / Second block here / Third one')
})

test('[ED33][EC63] dead keys compose one letter', async () => {
  await on.caret('A', 0, 6)
  await on.compose('´')
  await on.commit('é')
  await on.type('x')
  await on.expectText(`Hello {+A:éx}brave new world${rest}`)
})

test('[ED34] composing over a drawn bracket puts the paragraph back and offers the words', async () => {
  await on.boot({ texts: ['we [agree] on plastics'] })
  await on.caret('S', 0, 5)
  await on.run(() => {
    const { view } = window.harness.seat('S').editor.surface
    view.dom.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
    const glyph = document.querySelector('#S .glyph')
    const words = glyph?.firstChild as Text
    words.data = 'x'
    view.dom.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: 'x' }))
  })
  await on.expectText('we [agree] on plastics')
  const notices = await on.run(() => window.harness.seat('S').notices)
  expect(notices).toEqual([{ kind: 'not-placed', words: 'x', rule: null }])
})
