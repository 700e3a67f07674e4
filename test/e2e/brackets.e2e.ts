/** Drawn brackets: places beside them, keys at them, pairs put around words, and footnotes. */
import { expect, test } from '@playwright/test'
import { HarnessPage } from './harness-page.ts'
import type { Name } from './harness/main.ts'

let on: HarnessPage

test.beforeAll(async ({ browser }) => {
  on = await HarnessPage.open(browser)
})
test.afterAll(() => on.close())

const asked = (name: Name) => on.run(who => window.harness.seat(who).asked, name)
const noticesOf = (name: Name) => on.run(who => window.harness.seat(who).notices, name)

test.describe('typing beside drawn brackets', () => {
  const samples = ['we [agree] on', '[plastic][s]', '[]', 'a[[b]c]d', 'we []here']

  for (const sample of samples)
    test(`[ED40] the secretary types at every place of ${sample}, reached by arrow keys`, async () => {
      for (let at = 0; at <= sample.length; at++) {
        await on.boot({ texts: [sample] })
        await on.caretAtRest('S', 0, 0)
        await on.press(...Array.from({ length: at }, () => 'ArrowRight'))
        await on.type('xy')
        await on.expectText(`${sample.slice(0, at)}xy${sample.slice(at)}`)
        expect(await on.caretOf('S')).toEqual([0, at + 2])
      }
    })

  for (const sample of samples)
    test(`[ED40] a delegation types at every place of ${sample}, and goes on after a pause`, async () => {
      for (let at = 0; at <= sample.length; at++) {
        await on.boot({ texts: [sample] })
        await on.caret('A', 0, at)
        await on.type('x')
        await on.quiet()
        await on.type('y')
        await on.expectText(`${sample.slice(0, at)}{+A:xy}${sample.slice(at)}`)
        expect(await on.caretOf('A')).toEqual([0, at + 2])
      }
    })

  test('[ED40] the side is shown at once, before the record knows it', async () => {
    await on.boot({ texts: ['we [agree] on'], delays: { S: 200, A: 0, B: 0, T: 0 } })
    await on.caret('S', 0, 3)
    await on.type('x')
    expect(await on.text('S')).toBe('we x[agree] on')
    await on.expectText('we x[agree] on')
    await on.caret('S', 0, 10)
    await on.type('!')
    expect(await on.text('S')).toBe('we x[agree!] on')
    await on.expectText('we x[agree!] on')
  })

  test('[ED40] composing at every place of a text with brackets', async () => {
    const sample = 'a[[b]c]d'
    for (let at = 0; at <= sample.length; at++) {
      await on.boot({ texts: [sample] })
      await on.caret('S', 0, at)
      await on.compose('n')
      await on.compose('ni')
      await on.commit('你')
      await on.expectText(`${sample.slice(0, at)}你${sample.slice(at)}`)
    }
  })

  test('[ED41] undo leaves the caret inside an emptied pair', async () => {
    await on.boot({ texts: ['we []here'] })
    await on.caret('S', 0, 4)
    await on.type('abc')
    await on.quiet()
    await on.press('Control+z')
    await on.expectText('we []here')
    expect(await on.caretOf('S')).toEqual([0, 4])
    await on.type('z')
    await on.expectText('we [z]here')
  })

  test('[ED41] words emptied by hand and brought back by undo stand between their brackets', async () => {
    await on.boot({ texts: ['we [brave] on'] })
    await on.caret('S', 0, 4, [0, 9])
    await on.press('Backspace')
    await on.quiet()
    expect(await on.text('A')).toBe('we [] on')
    await on.press('Control+z')
    await on.expectText('we [brave] on')
  })
})

test.describe('erasing at drawn brackets', () => {
  test.beforeEach(() => on.boot({ texts: ['we [agree] on', 'next'] }))

  for (const [key, offset] of [
    ['Backspace', 4],
    ['Delete', 3],
    ['Backspace', 10],
    ['Delete', 9],
    ['Control+Backspace', 4],
    ['Control+Delete', 9],
  ] as const)
    test(`[ED42][EC56] ${key} at a bracket, offset ${offset}, asks for the act and changes nothing`, async () => {
      for (const name of ['A', 'S'] as const) {
        await on.caret(name, 0, offset)
        await on.press(key)
        expect(await asked(name)).toEqual(['b0g0'])
        expect(await on.caretOf(name)).toEqual([0, offset])
      }
      await on.expectText('we [agree] on / next')
    })

  test('[ED42] over a selection letters go and brackets stay; the act is asked for a whole pair', async () => {
    await on.caret('S', 0, 2, [0, 8])
    await on.press('Delete')
    expect(await asked('S')).toEqual([])
    await on.caret('S', 0, 0, [0, 5])
    await on.press('Backspace')
    await on.expectText('[] on / next')
    expect(await asked('S')).toEqual(['b0g0'])
  })

  test('[ED42] a deletion without a key takes letters only, and asks', async () => {
    await on.caret('S', 0, 2, [0, 10])
    await on.run(() => document.execCommand('delete'))
    await on.expectText('we[] on / next')
    expect(await asked('S')).toEqual(['b0g0'])
  })

  test('[ED42] over several paragraphs, and under Enter, brackets stay too', async () => {
    await on.boot({ texts: ['we [agree] on', 'the [next] one', 'last'] })
    await on.caret('S', 0, 2, [0, 8])
    await on.press('Enter')
    await on.expectText('we[ / e] on / the [next] one / last')
    await on.caret('S', 1, 1, [2, 6])
    await on.type('X')
    await on.expectSound()
    expect((await on.text('A')).replace('X', '')).toBe('we[ / e][ext] one / last')
    expect(await on.run(() => window.harness.seat('S').notices)).toEqual([])
  })

  test('[ED42] deleting a word stops at a bracket', async () => {
    await on.caret('A', 0, 9)
    await on.press('Control+Backspace')
    await on.expectText('we [{-A:agree}] on / next')
  })

  test('[ED42] Home and End reach both sides of a bracket at a paragraph’s edge', async () => {
    await on.boot({ texts: ['first', '[agree]'] })
    await on.caretAtRest('S', 1, 3)
    await on.press('Home')
    await on.type('x')
    await on.press('End')
    await on.type('y')
    await on.expectText('first / x[agree]y')
  })
})

test.describe('putting brackets around words', () => {
  test.beforeEach(() => on.boot({ texts: ['Hello brave new world', 'Second block here', 'Third one'] }))

  test('[ED43] a delegation’s [ over a selection proposes a pair', async () => {
    await on.caret('A', 0, 6, [0, 15])
    await on.type('[')
    await on.expectText('Hello [brave new] world / Second block here / Third one')
    expect(await on.page.locator('#B .glyph[data-party="1"]').count()).toBe(2)
    expect(await on.caretOf('A')).toEqual([0, 17])
    await on.press('Control+z')
    await on.expectText('Hello brave new world / Second block here / Third one')
  })

  test('[ED43][EC55] over several paragraphs', async () => {
    await on.caret('A', 0, 6, [2, 5])
    await on.type('[')
    await on.expectText('Hello [brave new world / Second block here / Third] one')
    expect(await on.page.locator('#B .block[data-spans="1"]').count()).toBe(3)
  })

  test('[ED43] the secretary’s [ over a selection is asked of the server, and can be taken back', async () => {
    await on.caret('S', 0, 6, [0, 11])
    await on.type('[')
    await on.quiet()
    await on.type('!')
    await on.expectText('Hello [brave]! new world / Second block here / Third one')
    await on.press('Control+z')
    await on.quiet()
    await on.press('Control+z')
    await on.expectText('Hello brave new world / Second block here / Third one')
  })

  test('[ED43][EC56] two delegations’ pairs may cross', async () => {
    await on.caret('A', 0, 0, [0, 11])
    await on.type('[')
    await on.caret('B', 0, 7, [0, 17])
    await on.type('[')
    await on.expectText('[Hello [brave] new] world / Second block here / Third one')
  })

  test('[ED44] a typed ] closes a typed [ of one’s own words', async () => {
    await on.caret('A', 0, 6)
    await on.type('one [two] three')
    await on.expectText('Hello {+A:one [two] three}brave new world / Second block here / Third one')
    expect(await on.page.locator('#B .glyph').count()).toBe(2)
    await on.press('Control+z')
    await on.expectSound()
  })

  test('[ED44] an empty pair typed in own words takes words between', async () => {
    await on.caretAtRest('A', 0, 6)
    await on.type('x []')
    await on.press('ArrowLeft')
    await on.type('in')
    await on.expectText('Hello {+A:x [in]}brave new world / Second block here / Third one')
  })

  test('[ED44] the secretary’s typed pair is asked of the server', async () => {
    await on.caret('S', 0, 6)
    await on.type('[very] ')
    await on.expectText('Hello [very] brave new world / Second block here / Third one')
    expect(await on.run(() => window.harness.hub.doc.getMap('brackets').size)).toBe(1)
  })

  test('[ED44] a ] without a partner is a letter', async () => {
    await on.caret('A', 0, 6)
    await on.type('a] b')
    await on.expectText('Hello {+A:a] b}brave new world / Second block here / Third one')
    expect(await on.page.locator('#B .glyph').count()).toBe(0)
  })

  test('[ED44] pasted pairs become drawn pairs, pasted singles stay letters', async () => {
    await on.caret('A', 0, 6)
    await on.paste('A', '', 'x [y [z]] w] ')
    await on.expectText('Hello {+A:x [y [z]] w] }brave new world / Second block here / Third one')
    expect(await on.page.locator('#B .glyph').count()).toBe(4)
  })

  test('[ED43] a bracket that is lifted leaves the caret where it was', async () => {
    await on.boot({ texts: ['we [agree] on'] })
    await on.caret('A', 0, 10)
    await on.run(() => {
      const command = { kind: 'lift-bracket', id: 'lift', bracket: 'b0g0' }
      void window.harness.command('S', command as never)
    })
    await on.expectText('we agree on')
    expect(await on.caretOf('A')).toEqual([0, 8])
    expect(await noticesOf('A')).toEqual([])
  })
})

test.describe('footnotes', () => {
  test.beforeEach(() => on.boot({ texts: ['Hello brave new world', 'Second block here'] }))

  test('[ED45][EC52] a proposed footnote: reference and body, with the caret in the body', async () => {
    await on.caret('A', 0, 11)
    await on.press('Control+Shift+f')
    await on.type('See [the] annex.')
    await on.expectText('Hello brave{+A:*} new world / Second block here / * See [the] annex. <new A>')
    await on.caret('B', 0, 22)
    await on.press('Control+Shift+f')
    await on.type('Other')
    await on.expectText(
      'Hello brave{+A:*} new world{+B:*} / Second block here / * See [the] annex. <new A> / * Other <new B>',
    )
    expect(await on.page.locator('#A .note-ref').allTextContents()).toEqual(['1', '2'])
  })

  test('[ED45] the secretary’s footnote is asked of the server; the caret goes to its body; undo takes it back', async () => {
    await on.caret('S', 0, 11)
    await on.press('Control+Shift+f')
    await on.quiet()
    await on.type('Body')
    await on.expectText('Hello brave* new world / Second block here / * Body')
    await on.press('Control+z')
    await on.quiet()
    await on.press('Control+z')
    await on.expectText('Hello brave new world / Second block here')
  })

  test('[ED45] the secretary deletes a reference by a command, the words around it by hand', async () => {
    await on.caret('S', 0, 11)
    await on.press('Control+Shift+f')
    await on.quiet()
    await on.type('Body')
    await on.caret('S', 0, 9, [0, 14])
    await on.press('Backspace')
    await on.expectText('Hello braew world / Second block here')
  })

  test('[ED45] Enter in a footnote is a line break', async () => {
    await on.caret('S', 0, 11)
    await on.press('Control+Shift+f')
    await on.quiet()
    await on.type('One')
    await on.press('Enter')
    await on.type('Two')
    await on.expectText('Hello brave* new world / Second block here / * One⏎Two')
  })

  test('[ED45][EC52] words another delegation types in a proposed body are its own', async () => {
    await on.caret('A', 0, 11)
    await on.press('Control+Shift+f')
    await on.type('Body')
    await on.caret('B', 2, 2)
    await on.type('xx')
    await on.expectText('Hello brave{+A:*} new world / Second block here / * Bo{+B:xx}dy <new A>')
  })
})

test.describe('formats', () => {
  test('[ED46] bold over agreed words is proposed, over own words it is set', async () => {
    await on.boot({ texts: ['Hello brave new world'] })
    await on.caret('A', 0, 6, [0, 11])
    await on.press('Control+b')
    await on.caret('A', 0, 21)
    await on.type('own')
    await on.caret('A', 0, 21, [0, 24])
    await on.press('Control+b')
    await on.expectText('Hello brave new world{+A:own}')
    expect(await on.page.locator('#B .reformat').textContent()).toBe('brave')
    expect(await on.page.locator('#B strong').textContent()).toBe('own')
  })

  test('[ED46] bold chosen at the caret holds for what is typed next', async () => {
    await on.boot({ texts: ['Hello brave new world'] })
    await on.caret('A', 0, 6)
    await on.press('Control+b')
    await on.type('bold')
    await on.expectText('Hello {+A:bold}brave new world')
    expect(await on.page.locator('#B strong').textContent()).toBe('bold')
  })
})
