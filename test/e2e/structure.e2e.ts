/**
 * The secretary's Enter, Backspace, paste and undo while keys keep coming and commands are on their way: after each case all
 * four editors show the room's text, words and caret stand as typed.
 */
import { expect, test } from '@playwright/test'
import { HarnessPage } from './harness-page.ts'
import type { BootOptions, Name } from './harness/main.ts'

const texts = ['Hello brave new world', 'Second block here', 'Third one']
const rest = ' / Second block here / Third one'
/** Delay of each line, each way. */
const delays = [0, 60]
const longDelays = [0, 60, 500]
let on: HarnessPage

test.beforeAll(async ({ browser }) => {
  on = await HarnessPage.open(browser)
})
test.afterAll(() => on.close())

interface Case {
  /** Delays at which it is run. */
  readonly at?: readonly number[]
  readonly boot?: Partial<BootOptions>
}

/** One case at each delay. */
function atEachDelay(name: string, act: (delay: number) => Promise<void>, options: Case = {}): void {
  for (const delay of options.at ?? delays)
    test(`${name}, at ${delay} ms`, async () => {
      const all = { A: delay, B: delay, S: delay, T: delay }
      await on.boot({ texts, delays: all, ...options.boot })
      await act(delay)
    })
}

async function expectCaret(name: Name, ...caret: (number | string)[]): Promise<void> {
  expect(await on.caretOf(name)).toEqual(caret)
}

async function burst(): Promise<void> {
  await on.type('foo')
  await on.press('Enter')
  await on.type('bar')
  await on.press('Enter', 'Enter')
  await on.type('baz')
}

/** Lets the room refuse every command. */
async function refuseAll(): Promise<void> {
  await on.run(() => {
    window.harness.hub.refuse = () => 'held for decision'
  })
}

test.describe('bursts', () => {
  const burstAt = (name: string, offset: number, words: string) =>
    atEachDelay(
      `[ED20] foo Enter bar Enter Enter baz ${name}`,
      async () => {
        await on.caret('S', 0, offset)
        await burst()
        expect(await on.shown('S')).toBe(words)
        await expectCaret('S', 3, 3)
        await on.expectText(words)
        await expectCaret('S', 3, 3)
      },
      { at: longDelays },
    )
  burstAt('at a paragraph’s end', 21, `Hello brave new worldfoo / bar /  / baz${rest}`)
  burstAt('in its middle', 6, `Hello foo / bar /  / bazbrave new world${rest}`)
  burstAt('at its beginning', 0, `foo / bar /  / bazHello brave new world${rest}`)

  atEachDelay('[ED20] ten Enters in a row', async () => {
    await on.caret('S', 0, 6)
    await on.press(...Array.from({ length: 10 }, () => 'Enter'))
    await on.type('end')
    await expectCaret('S', 10, 3)
    await on.expectText(`Hello  / ${' / '.repeat(9)}endbrave new world${rest}`)
    await expectCaret('S', 10, 3)
  })

  atEachDelay('[ED21] edits in two other paragraphs meanwhile stay two edits', async () => {
    await on.caret('S', 0, 6)
    await on.press('Enter')
    await on.type('a')
    await on.caret('S', 3, 5)
    await on.type('ZZ')
    await on.caret('S', 0, 2)
    await on.type('Y')
    await on.expectText('HeYllo  / abrave new world / Second block here / ThirdZZ one')
    await expectCaret('S', 0, 3)
  })

  test('[ED20] a burst costs two commands', async () => {
    await on.boot({ texts, delays: { S: 60 } })
    await on.caret('S', 0, 6)
    await burst()
    await on.expectText(`Hello foo / bar /  / bazbrave new world${rest}`)
    expect(await on.run(() => window.harness.hub.commandsRun)).toBeLessThanOrEqual(2)
  })
})

test.describe('joins', () => {
  atEachDelay(
    '[ED22] Backspace at a paragraph’s beginning, then typing',
    async () => {
      await on.caret('S', 1, 0)
      await on.press('Backspace')
      await on.type('XY')
      await expectCaret('S', 0, 23)
      await on.expectText('Hello brave new worldXYSecond block here / Third one')
      await expectCaret('S', 0, 23)
    },
    { at: longDelays },
  )

  atEachDelay('[ED22] Delete at a paragraph’s end, then typing', async () => {
    await on.caret('S', 0, 21)
    await on.press('Delete')
    await on.type('XY')
    await on.expectText('Hello brave new worldXYSecond block here / Third one')
    await expectCaret('S', 0, 23)
  })

  atEachDelay('[ED22] Enter, then Backspace', async () => {
    await on.caret('S', 0, 6)
    await on.press('Enter', 'Backspace')
    await on.type('Q')
    expect(await on.shown('S')).toBe(`Hello Qbrave new world${rest}`)
    await on.expectText(`Hello Qbrave new world${rest}`)
    await expectCaret('S', 0, 7)
  })

  atEachDelay('[ED22] Enter, a word, the word deleted, Backspace, typing', async () => {
    await on.caret('S', 0, 6)
    await on.press('Enter')
    await on.type('ab')
    await on.press('Backspace', 'Backspace', 'Backspace', 'Backspace')
    await on.type('Q')
    await on.expectText(`HelloQbrave new world${rest}`)
    await expectCaret('S', 0, 6)
  })

  atEachDelay('[ED22] break, join, typing at the seam', async () => {
    await on.caret('S', 0, 6)
    await on.press('Enter')
    await on.quiet()
    await on.press('Backspace')
    await on.quiet()
    await on.type('Q')
    await on.expectText(`Hello Qbrave new world${rest}`)
    await expectCaret('S', 0, 7)
  })

  atEachDelay('[ED22] typing at the end of the head after a break', async () => {
    await on.caret('S', 0, 6)
    await on.press('Enter')
    await on.quiet()
    await on.caret('S', 0, 6)
    await on.type('head')
    await on.caret('S', 1, 0)
    await on.type('x')
    await on.caret('S', 0, 10)
    await on.type('!')
    await on.expectText(`Hello head! / xbrave new world${rest}`)
  })
})

test.describe('several paragraphs', () => {
  const three = '<p>One <b>bold</b></p><p>Two</p><p>Three</p>'

  atEachDelay('[ED23] paste of three, then typing', async () => {
    await on.caret('S', 0, 6)
    await on.paste('S', three)
    await on.type('!')
    expect(await on.shown('S')).toBe(`Hello One bold / Two / Three!brave new world${rest}`)
    await on.expectText(`Hello One bold / Two / Three!brave new world${rest}`)
    await expectCaret('S', 2, 6)
    expect(await on.page.locator('#S strong').textContent()).toBe('bold')
  })

  atEachDelay('[ED23] paste of three over a selection of two', async () => {
    await on.caret('S', 0, 6, [1, 7])
    await on.paste('S', three)
    await on.type('!')
    await on.expectText('Hello One bold / Two / Three!block here / Third one')
    await expectCaret('S', 2, 6)
  })

  test('[ED18] a long paste by the secretary goes in portions; the keys behind it wait', async () => {
    await on.boot({ texts, delays: { S: 20 } })
    await on.caret('S', 0, 6)
    const lines = Array.from({ length: 450 }, (_, i) => `Paragraph ${i} ${'words '.repeat(40)}.`)
    await on.paste('S', '', lines.join('\n'))
    await on.type('End')
    await on.expectSound()
    const shown = (await on.text('A')).split(' / ')
    expect(shown.length).toBe(452)
    expect(shown[0]).toMatch(/^Hello Paragraph 0 words/)
    expect(shown[449]).toMatch(/^Paragraph 449 .* words \.Endbrave new world$/)
  })

  atEachDelay('[ED23][EC51] typing over a selection of three', async () => {
    await on.caret('S', 0, 6, [2, 6])
    await on.type('ZZ')
    await on.press('Enter')
    await on.type('w')
    await on.expectText('Hello ZZ / wone')
    await expectCaret('S', 1, 1)
  })
})

test.describe('a delegation meanwhile', () => {
  atEachDelay('[ED24][EC36] types in the tail', async () => {
    await on.caret('S', 0, 6)
    await on.press('Enter')
    await on.type('ba')
    await on.run(() => window.harness.put('A', 'new', 'dd '))
    await on.type('r ')
    await on.expectText(`Hello  / bar brave {+A:dd }new world${rest}`)
    await expectCaret('S', 1, 4)
  })

  atEachDelay('[ED24] types in the head', async () => {
    await on.caret('S', 0, 12)
    await on.press('Enter')
    await on.run(() => window.harness.put('A', 'llo', 'dd '))
    await on.type('q')
    await on.expectText(`He{+A:dd }llo brave  / qnew world${rest}`)
    await expectCaret('S', 1, 1)
  })

  atEachDelay('[ED24][EC37] has an insertion and a strike in the tail', async () => {
    await on.run(() => {
      window.harness.put('A', 'new', 'dd ')
      window.harness.strike('B', 'wor')
    })
    await on.quiet()
    await on.caret('S', 0, 6)
    await on.press('Enter')
    await on.type('q')
    await on.expectText(`Hello  / qbrave {+A:dd }new {-B:wor}ld${rest}`)
    await expectCaret('S', 1, 1)
  })

  atEachDelay('[ED25] Enter right before its insertion breaks behind it', async () => {
    await on.run(() => window.harness.put('A', 'brave', 'dd '))
    await on.quiet()
    await on.caret('S', 0, 6)
    await on.press('Enter')
    expect(await on.shown('S')).toBe(`Hello dd  / brave new world${rest}`)
    await on.type('q')
    await on.expectText(`Hello {+A:dd } / qbrave new world${rest}`)
    await expectCaret('S', 1, 1)
  })

  atEachDelay('[ED25] Enter inside its insertion breaks behind it', async () => {
    await on.run(() => window.harness.put('A', 'brave', 'dddd '))
    await on.quiet()
    await on.caret('S', 0, 8)
    await on.press('Enter')
    await on.type('q')
    await on.expectText(`Hello {+A:dddd } / qbrave new world${rest}`)
    await expectCaret('S', 1, 1)
  })
})

test.describe('a second secretary meanwhile', () => {
  atEachDelay('[ED26] types in the tail and in the head', async () => {
    await on.caret('S', 0, 6)
    await on.press('Enter')
    await on.run(() => window.harness.put('T', ' world', 'TT'))
    await on.type('bar')
    await on.run(() => window.harness.put('T', 'Hello', 'tt'))
    await on.expectText(`ttHello  / barbrave newTT world${rest}`)
    await expectCaret('S', 1, 3)
  })

  atEachDelay('[ED26] deletes in the tail', async () => {
    await on.caret('S', 0, 6)
    await on.press('Enter')
    await on.run(() => window.harness.strike('T', 'new '))
    await on.type('bar')
    await on.expectText(`Hello  / barbrave world${rest}`)
    await expectCaret('S', 1, 3)
  })

  atEachDelay('[ED26] types at both sides of the seam of a join', async () => {
    await on.caret('S', 1, 0)
    await on.press('Backspace')
    await on.run(() => {
      window.harness.write('T', [0, 21], [0, 21], 'TT')
      window.harness.put('T', 'Second', 'U')
    })
    await on.type('x')
    await on.expectSound()
    expect(await on.text('A')).toMatch(
      /^Hello brave new world(xTTU|TTUx|TTxU|UTTx|xUTT|UxTT)Second block here/,
    )
  })

  atEachDelay('[ED26] types at the beginning of the paragraph that is joined', async () => {
    await on.caret('S', 1, 0)
    await on.press('Backspace')
    await on.run(() => window.harness.put('T', 'Second', 'TT'))
    await on.type('x')
    await on.expectSound()
    expect(await on.text('A')).toMatch(/^Hello brave new world(xTT|TTx)Second block here/)
  })

  const bothPress = async (key: string, s: [number, number], t: [number, number]) => {
    await on.run(
      ([forS, forT]) => {
        window.harness.setCaret('T', forT as [number, number])
        window.harness.setCaret('S', forS as [number, number])
      },
      [s, t],
    )
    await on.run(pressed => {
      for (const name of ['T', 'S'] as const) {
        const { view } = window.harness.seat(name).editor.surface
        const event = new KeyboardEvent('keydown', { key: pressed, bubbles: true, cancelable: true })
        view.dom.dispatchEvent(event)
      }
    }, key)
    await on.type('s')
  }

  atEachDelay('[ED26][EC35] both press Enter at two places', async () => {
    await bothPress('Enter', [0, 6], [0, 12])
    await on.expectText(`Hello  / sbrave  / new world${rest}`)
    await expectCaret('S', 1, 1)
  })

  atEachDelay('[ED26][EC35] both press Enter at one place', async () => {
    await bothPress('Enter', [0, 6], [0, 6])
    await on.expectSound()
    expect(await on.text('A')).toMatch(/^Hello {2}\/ s? ?\/ s?brave new world/)
  })

  atEachDelay(
    '[ED26][EC38] both join the same paragraph',
    async () => {
      await bothPress('Backspace', [1, 0], [1, 0])
      await on.expectText('Hello brave new worldsSecond block here / Third one')
      await expectCaret('S', 0, 22)
    },
    { at: [60] },
  )
})

test.describe('failures', () => {
  atEachDelay(
    '[ED27] a refused Enter: the words typed meanwhile return to the caret’s place, with a notice',
    async () => {
      await refuseAll()
      await on.caret('S', 0, 6)
      await on.type('foo')
      await on.press('Enter')
      await on.type('bar')
      await on.press('Enter')
      await on.type('baz')
      await on.expectSound()
      expect(await on.text('A')).toMatch(/^Hello foo ?bar ?bazbrave new world/)
      const notices = await on.run(() => window.harness.seat('S').notices)
      expect(notices[0]).toMatchObject({ kind: 'words-returned', rule: 'TEST' })
    },
    { at: longDelays },
  )

  atEachDelay(
    '[ED27] a refused join: the words stand at the seam',
    async () => {
      await refuseAll()
      await on.caret('S', 1, 0)
      await on.press('Backspace')
      await on.type('XY')
      await on.expectText('Hello brave new worldXY / Second block here / Third one')
    },
    { at: longDelays },
  )

  atEachDelay(
    '[ED28] the line was lost before the command arrived, and healed',
    async () => {
      await on.caret('S', 0, 6)
      await on.type('f')
      await on.quiet()
      await on.press('Enter')
      await on.run(() => window.harness.seat('S').line.fail())
      await on.type('bar')
      await on.run(() => window.harness.seat('S').line.heal())
      await on.expectText(`Hello f / barbrave new world${rest}`)
      await expectCaret('S', 1, 3)
    },
    { at: [60] },
  )

  atEachDelay('[ED28] the answer was lost, and the line healed', async () => {
    await on.caret('S', 0, 6)
    await on.run(() => {
      const { line } = window.harness.seat('S')
      line.onAnswer = () => {
        line.onAnswer = null
        line.fail()
        Object.assign(window, { wasCut: true })
      }
    })
    await on.press('Enter')
    await on.type('bar')
    await on.page.waitForFunction(() => 'wasCut' in window)
    await on.run(() => window.harness.seat('S').line.heal())
    await on.expectText(`Hello  / barbrave new world${rest}`)
    await expectCaret('S', 1, 3)
    await on.run(() => {
      delete (window as { wasCut?: boolean }).wasCut
    })
  })

  const timeout = { boot: { timeoutMs: 300 }, at: [0] }

  atEachDelay(
    '[ED28] no answer in time: not done, the words return',
    async () => {
      await on.caret('S', 0, 6)
      await on.run(() => window.harness.seat('S').line.fail())
      await on.run(() => {
        window.harness.seat('S').line.isBreakUnknown = true
      })
      await on.press('Enter')
      await on.type('bar')
      await on.quiet()
      expect(await on.shown('S')).toBe(`Hello barbrave new world${rest}`)
      await on.run(() => {
        const { line } = window.harness.seat('S')
        line.forgetCommands()
        line.heal()
      })
      await on.expectText(`Hello barbrave new world${rest}`)
      await expectCaret('S', 0, 9)
    },
    timeout,
  )

  test('[ED28] no answer in time though it was done: the words stand at the seam', async () => {
    await on.boot({ texts, timeoutMs: 300 })
    await on.caret('S', 0, 6)
    await on.run(() => {
      const { line } = window.harness.seat('S')
      line.isBreakUnknown = true
      line.onAnswer = () => {
        line.onAnswer = null
        line.fail()
      }
    })
    await on.press('Enter')
    await on.type('bar')
    await on.quiet()
    expect((await on.run(() => window.harness.seat('S').notices))[0]?.rule).toBe('timeout')
    await on.run(() => {
      const { line } = window.harness.seat('S')
      line.forgetCommands()
      line.heal()
    })
    await on.expectSound()
    const either = ['Hello bar / brave new world', 'Hello  / barbrave new world']
    expect(either.map(words => words + rest)).toContain(await on.text('A'))
  })

  test('[ED29] offline, agreed text is only read', async () => {
    await on.boot({ texts })
    await on.caret('S', 0, 6)
    await on.run(() => window.harness.seat('S').line.fail())
    await on.type('x')
    await on.press('Enter', 'Backspace')
    expect(await on.shown('S')).toBe(`Hello brave new world${rest}`)
    expect((await on.run(() => window.harness.seat('S').notices))[0]?.rule).toBe('no-line')
    await on.run(() => window.harness.seat('S').line.heal())
    await on.expectText(`Hello brave new world${rest}`)
  })

  test('[ED30] held words are kept for a tab that goes', async () => {
    await on.boot({ texts, delays: { S: 200 } })
    await on.caret('S', 0, 6)
    await on.press('Enter')
    await on.type('bar')
    expect(await on.run(() => sessionStorage.getItem('held:S'))).toBe('bar')
    await on.quiet()
    expect(await on.run(() => sessionStorage.getItem('held:S'))).toBeNull()
  })
})

test.describe('compositions', () => {
  atEachDelay('[ED31] begun right after Enter; the answer comes during it', async delay => {
    await on.caret('S', 0, 6)
    await on.press('Enter')
    await on.compose('n')
    await on.compose('ni')
    if (delay) await on.page.waitForFunction(() => window.harness.hub.commandsRun > 0)
    await on.compose('ni h')
    expect(await on.run(() => window.harness.seat('S').editor.surface.view.composing)).toBe(true)
    expect(await on.shown('S')).toContain('ni h')
    await on.commit('你好')
    await on.quiet()
    await on.type('x')
    await on.expectText(`Hello  / 你好xbrave new world${rest}`)
    await expectCaret('S', 1, 3)
  })

  atEachDelay('[ED31] ended before the answer', async () => {
    await on.caret('S', 0, 6)
    await on.press('Enter')
    await on.compose('n')
    await on.commit('你好')
    await on.type('x')
    await on.expectText(`Hello  / 你好xbrave new world${rest}`)
    await expectCaret('S', 1, 3)
  })
})

test.describe('undo', () => {
  atEachDelay('[ED32] of an Enter, at once', async () => {
    await on.caret('S', 0, 6)
    await on.type('foo')
    await on.press('Enter', 'Control+z')
    await on.expectText(`Hello foobrave new world${rest}`)
    await expectCaret('S', 0, 9)
  })

  atEachDelay('[ED32] twice', async () => {
    await on.caret('S', 0, 6)
    await on.type('foo')
    await on.press('Enter', 'Control+z', 'Control+z')
    await on.expectText(`Hello brave new world${rest}`)
    await expectCaret('S', 0, 6)
  })

  atEachDelay('[ED32] three times over foo Enter bar', async () => {
    await on.caret('S', 0, 6)
    await on.type('foo')
    await on.press('Enter')
    await on.type('bar')
    await on.quiet()
    await on.press('Control+z')
    await on.quiet()
    expect(await on.text('S')).toBe(`Hello foo / brave new world${rest}`)
    await on.press('Control+z')
    await on.quiet()
    expect(await on.text('S')).toBe(`Hello foobrave new world${rest}`)
    await on.press('Control+z')
    await on.expectText(`Hello brave new world${rest}`)
  })

  atEachDelay('[ED32] and redo of an Enter', async () => {
    await on.caret('S', 0, 6)
    await on.press('Enter', 'Control+z', 'Control+y')
    await on.expectText(`Hello  / brave new world${rest}`)
  })

  atEachDelay('[ED32] of all, and redo of all', async () => {
    await on.caret('S', 0, 6)
    await on.type('foo')
    await on.press('Enter')
    await on.type('bar')
    await on.quiet()
    await on.press('Control+z', 'Control+z', 'Control+z')
    await on.quiet()
    expect(await on.text('S')).toBe(`Hello brave new world${rest}`)
    await on.press('Control+y', 'Control+y', 'Control+y')
    await on.expectText(`Hello foo / barbrave new world${rest}`)
  })

  atEachDelay('[ED32] of a join', async () => {
    await on.caret('S', 1, 0)
    await on.press('Backspace', 'Control+z')
    await on.expectText(`Hello brave new world${rest}`)
    expect(
      await on.run(() => window.harness.seat('S').editor.surface.page.blocks.map(block => block.id)),
    ).toEqual(['b0', 'b1', 'b2'])
  })

  atEachDelay('[ED32] of words typed in the tail before the break', async () => {
    await on.caret('S', 0, 21)
    await on.type('foo')
    await on.caret('S', 0, 6)
    await on.press('Enter')
    await on.quiet()
    await on.press('Control+z')
    await on.quiet()
    await on.press('Control+z')
    await on.expectText(`Hello brave new world${rest}`)
  })

  atEachDelay('[ED32] at once after a burst; the keys behind it wait', async () => {
    await on.caret('S', 0, 6)
    await on.type('foo')
    await on.press('Enter')
    await on.type('bar')
    await on.press('Control+z')
    await on.type('q')
    await on.expectText(`Hello foo / qbrave new world${rest}`)
  })

  atEachDelay('[ED32] and redo of a paste', async () => {
    await on.caret('S', 0, 6)
    await on.paste('S', '<p>One <b>bold</b></p><p>Two</p><p>Three</p>')
    await on.quiet()
    await on.press('Control+z')
    await on.quiet()
    expect(await on.text('S')).toBe(`Hello brave new world${rest}`)
    await on.press('Control+y')
    await on.expectText(`Hello One bold / Two / Threebrave new world${rest}`)
  })
})
