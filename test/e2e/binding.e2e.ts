/** What a delegation's keys become, and what its neighbours' keys leave alone. */
import { expect, test } from '@playwright/test'
import { HarnessPage } from './harness-page.ts'

const texts = ['Hello brave new world', 'Second block here', 'Third one']
const rest = ' / Second block here / Third one'
let on: HarnessPage

test.beforeAll(async ({ browser }) => {
  on = await HarnessPage.open(browser)
})
test.afterAll(() => on.close())
test.beforeEach(() => on.boot({ texts }))

test.describe('typing', () => {
  test('[ED1] typing in agreed text is an insertion of the delegation', async () => {
    await on.caret('A', 0, 6)
    await on.type('XYZ ')
    await on.expectText(`Hello {+A:XYZ }brave new world${rest}`)
    expect(await on.caretOf('A')).toEqual([0, 10])
  })

  test('[ED1] typing on inside one’s own words extends them', async () => {
    await on.caret('A', 0, 6)
    await on.type('XYZ ')
    await on.caret('A', 0, 8)
    await on.type('qq')
    await on.expectText(`Hello {+A:XYqqZ }brave new world${rest}`)
    expect(await on.caretOf('A')).toEqual([0, 10])
  })

  test('[ED2] typing inside another delegation’s words is an insertion of one’s own in them', async () => {
    await on.caret('A', 0, 6)
    await on.type('XYZ ')
    await on.caret('B', 0, 8)
    await on.type('bb')
    await on.expectText(`Hello {+A:XY}{+B:bb}{+A:Z }brave new world${rest}`)
    expect(await on.caretOf('B')).toEqual([0, 10])
  })

  test('[ED2] typing at both edges of another delegation’s words stays on its side', async () => {
    await on.caret('A', 0, 6)
    await on.type('XYZ ')
    await on.caret('B', 0, 6)
    await on.type('<<')
    await on.caret('B', 0, 12)
    await on.type('>>')
    await on.expectText(`Hello {+B:<<}{+A:XYZ }{+B:>>}brave new world${rest}`)
    expect(await on.caretOf('B')).toEqual([0, 14])
  })

  test('[ED3] neighbouring edits of a sitting are one proposal, distant ones are others', async () => {
    await on.caret('A', 0, 6)
    await on.type('x')
    await on.caret('A', 0, 12)
    await on.press('Delete')
    await on.caret('A', 2, 0)
    await on.type('y')
    await on.quiet()
    expect(await on.run(() => window.harness.hub.doc.getMap('proposals').size)).toBe(2)
  })

  test('[ED4] the element of one’s own words lasts while one types in them', async () => {
    await on.caret('A', 0, 6)
    await on.type('a')
    const words = '#A .insertion .words'
    await on.run(selector => {
      Object.assign(window, { kept: document.querySelector(selector)?.firstChild })
    }, words)
    await on.type('bcdefgh')
    const same = await on.run(selector => {
      const node = document.querySelector(selector)?.firstChild
      return node === (window as never as { kept: Node }).kept && node?.textContent === 'abcdefgh'
    }, words)
    expect(same).toBe(true)
  })

  test('[ED2] two who type at one place at once keep their words apart', async () => {
    await on.boot({ texts: ['Hello brave new world'], delays: { A: 60, B: 60, S: 60, T: 60 } })
    for (let i = 0; i < 30; i++)
      await on.run(n => {
        const letter = 'abcdefghij'.charAt(n % 10)
        for (const name of ['A', 'B'] as const) {
          const [block, offset] = n === 0 ? [0, 6] : (window.harness.caret(name) as [number, number])
          window.harness.write(name, [block, offset], [block, offset], letter)
        }
      }, i)
    const tens = 'abcdefghij'.repeat(3)
    await on.expectSound()
    const either = [`{+A:${tens}}{+B:${tens}}`, `{+B:${tens}}{+A:${tens}}`]
    expect(either.map(words => `Hello ${words}brave new world`)).toContain(await on.text('A'))
  })
})

test.describe('erasing', () => {
  test('[ED5] Backspace deletes one’s own letters and strikes all others', async () => {
    await on.caret('B', 0, 6)
    await on.type('bb')
    await on.caret('A', 0, 8)
    await on.type('aa')
    await on.press(...Array.from({ length: 6 }, () => 'Backspace'))
    await on.expectText(`Hell{-A:o }{+B-A:bb}brave new world${rest}`)
    expect(await on.caretOf('A')).toEqual([0, 4])
  })

  test('[ED5] Delete strikes forward, and typing goes on behind what was struck', async () => {
    await on.caret('A', 0, 6)
    await on.press('Delete', 'Delete', 'Delete')
    await on.type('X')
    await on.expectText(`Hello {-A:bra}{+A:X}ve new world${rest}`)
  })

  test('[ED5] the caret walks over letters that are struck already', async () => {
    await on.caret('A', 0, 9)
    await on.press('Backspace', 'Backspace')
    await on.caret('A', 0, 9)
    await on.press('Backspace')
    await on.expectText(`Hello {-A:bra}ve new world${rest}`)
    expect(await on.caretOf('A')).toEqual([0, 6])
  })

  test('[ED5] Ctrl+Backspace and Ctrl+Delete take words', async () => {
    await on.caret('A', 0, 12)
    await on.press('Control+Backspace', 'Control+Delete')
    await on.expectText(`Hello {-A:brave new} world${rest}`)
  })

  test('[ED6] a selection over own, foreign and agreed words: own ones go, the rest is struck', async () => {
    await on.caret('B', 0, 6)
    await on.type('bb')
    await on.caret('A', 0, 9)
    await on.type('aa')
    await on.caret('A', 0, 7, [0, 12])
    await on.press('Delete')
    await on.expectText(`Hello {+B:b}{+B-A:b}{-A:br}ave new world${rest}`)
  })

  test('[ED6][EC51] typing over three paragraphs strikes words and breaks, as one proposal', async () => {
    await on.caret('A', 0, 6, [2, 5])
    await on.type('Zap!')
    await on.expectText(
      'Hello {-A:brave new world}{+A:Zap!} / {-A:Second block here} <join A> / {-A:Third} one <join A>',
    )
    expect(await on.caretOf('A')).toEqual([0, 25])
    expect(await on.run(() => window.harness.hub.doc.getMap('proposals').size)).toBe(1)
  })

  test('[ED5] Backspace takes a whole emoji', async () => {
    await on.caret('A', 0, 6)
    await on.page.keyboard.insertText('a👩‍🌾')
    await on.press('Backspace')
    await on.expectText(`Hello {+A:a}brave new world${rest}`)
  })

  test('[ED5][EC47] the letter at the caret is struck, not another like it', async () => {
    await on.boot({ texts: ['aaaa ooo'] })
    await on.caret('A', 0, 2)
    await on.type('a')
    await on.caret('A', 0, 6)
    await on.press('Delete')
    await on.expectText('aa{+A:a}aa {-A:o}oo')
  })

  test('[ED6][EC48] what is typed over the whole paragraph stands behind it in the order of typing', async () => {
    await on.caret('A', 0, 0, [0, 21])
    await on.press('Delete')
    await on.type('new')
    await on.expectText(`{-A:Hello brave new world}{+A:new}${rest}`)
  })

  test('[ED6][EC49] words typed when all of a paragraph is struck stand in that paragraph', async () => {
    await on.caret('A', 1, 0, [1, 17])
    await on.press('Backspace')
    await on.caretAtRest('A', 1, 0)
    await on.press('End')
    await on.type('x')
    await on.expectText('Hello brave new world / {-A:Second block here}{+A:x} / Third one')
  })
})

test.describe('paragraphs', () => {
  test('[ED7] Enter at a paragraph’s end proposes a new one', async () => {
    await on.caret('A', 0, 21)
    await on.press('Enter')
    await on.type('New para')
    await on.expectText('Hello brave new world / New para <new A> / Second block here / Third one')
    expect(await on.caretOf('A')).toEqual([1, 8])
  })

  test('[ED7] paragraphs typed one after another stand in that order', async () => {
    await on.caret('A', 0, 21)
    for (const words of ['one', 'two', 'three']) {
      await on.press('Enter')
      await on.type(words)
    }
    await on.expectText(
      'Hello brave new world / one <new A> / two <new A> / three <new A> / Second block here / Third one',
    )
  })

  test('[ED7] Backspace in an empty proposed paragraph takes it back', async () => {
    await on.caret('A', 0, 21)
    await on.press('Enter', 'Backspace')
    await on.expectText(`Hello brave new world${rest}`)
    expect(await on.caretOf('A')).toEqual([0, 21])
  })

  test('[ED7] Backspace at the beginning of one’s own paragraph moves its words up', async () => {
    await on.caret('A', 0, 21)
    await on.type(' foo')
    await on.press('Enter')
    await on.type('bar')
    await on.caret('A', 1, 0)
    await on.press('Backspace')
    await on.type('-')
    await on.expectText(`Hello brave new world{+A: foo-bar}${rest}`)
    expect(await on.caretOf('A')).toEqual([0, 26])
    await on.caret('A', 0, 29)
    await on.press('Enter')
    await on.type('baz')
    await on.caret('A', 0, 29)
    await on.press('Delete')
    await on.expectText(`Hello brave new world{+A: foo-barbaz}${rest}`)
  })

  test('[ED7] a paragraph in which others wrote stays where it is', async () => {
    await on.caret('A', 0, 21)
    await on.press('Enter')
    await on.type('bar')
    await on.caret('B', 1, 1)
    await on.type('x')
    await on.caret('A', 1, 0)
    await on.press('Backspace')
    await on.expectText(`Hello brave new world / b{+B:x}ar <new A>${rest}`)
  })

  test('[ED8] Enter inside agreed, foreign or own words proposes a break there', async () => {
    await on.caret('A', 0, 6)
    await on.press('Enter')
    await on.caret('A', 1, 17)
    await on.type(' mine')
    await on.caret('A', 1, 20)
    await on.press('Enter')
    await on.caret('B', 1, 19)
    await on.press('Enter')
    await on.expectText('Hello {+A:¶}brave new world / Second block here{+A: m}{+B:¶}{+A:i¶ne} / Third one')
  })

  test('[ED8] Enter at a paragraph’s beginning proposes an empty one before it', async () => {
    await on.caret('A', 1, 0)
    await on.press('Enter')
    await on.type('x')
    await on.expectText('Hello brave new world /  <new A> / {+A:x}Second block here / Third one')
  })

  test('[ED9] Backspace at a paragraph’s beginning and Delete at its end propose to join', async () => {
    await on.caret('A', 1, 0)
    await on.press('Backspace')
    expect(await on.caretOf('A')).toEqual([0, 21])
    await on.caret('A', 1, 17)
    await on.press('Delete')
    await on.expectText('Hello brave new world / Second block here <join A> / Third one <join A>')
  })

  test('[ED10] of several pasted paragraphs the first stands in place, the others are proposed', async () => {
    await on.caret('A', 0, 6)
    await on.paste('A', '<p>One <b>bold</b></p><p>Two</p><p>Three</p>')
    await on.expectText(
      'Hello {+A:One bold}brave new world / Two <new A> / Three <new A> / Second block here / Third one',
    )
    expect(await on.page.locator('#B .insertion strong').textContent()).toBe('bold')
    expect(await on.caretOf('A')).toEqual([2, 5])
  })

  test('[ED10][EC59] pasted proposals and ids of others are words', async () => {
    await on.caret('A', 0, 6)
    const alien =
      '<p data-block="b2"><span class="insertion" data-change="x.y" data-party="2">alien</span><span class="glyph" data-end="open" data-bracket="q">[</span><script>alert(1)</script><a href="javascript:alert(1)">link</a></p>'
    await on.paste('A', alien)
    await on.expectText(`Hello {+A:alien[link}brave new world${rest}`)
    expect(await on.page.locator('#B a').count()).toBe(0)
  })

  test('[ED18] two hundred pasted pages are proposed whole', async () => {
    await on.caret('A', 2, 9)
    const lines = Array.from(
      { length: 1500 },
      (_, i) => `Paragraph ${i} ${'words and more words '.repeat(20)}`,
    )
    await on.paste('A', '', lines.join('\n'))
    await on.expectSound()
    const shown = (await on.text('B')).split(' / ')
    expect(shown.length).toBe(1502)
    expect(shown.at(-1)).toMatch(/^Paragraph 1499 .*<new A>$/)
  })

  test('[ED18] a paragraph longer than any text may be is not taken, and said so', async () => {
    await on.caret('A', 0, 6)
    await on.paste('A', '', 'x'.repeat(100_001))
    await on.expectText(`Hello brave new world${rest}`)
    expect((await on.run(() => window.harness.seat('A').notices))[0]).toMatchObject({ rule: 'too-long' })
  })

  test('[ED11] Shift+Enter is a line break in one’s own words', async () => {
    await on.caret('A', 0, 6)
    await on.press('Shift+Enter')
    await on.type('x')
    await on.expectText(`Hello {+A:⏎x}brave new world${rest}`)
  })

  test('[ED12] a proposed unit is a heading and a paragraph after the unit with the caret', async () => {
    await on.boot({ texts: ['# One', 'Words of one', '# Two', 'Words of two'] })
    await on.caret('A', 1, 3)
    await on.press('Control+Shift+Enter')
    await on.type('New')
    await on.expectText('# One / Words of one / # New <new A> /  <new A> / # Two / Words of two')
  })
})

test.describe('undo', () => {
  test('[ED13] undo and redo take back and restore one’s own words and strikes', async () => {
    await on.caret('A', 0, 6)
    await on.type('abc')
    await on.run(() => window.harness.seat('A').editor.desk.undo.divide())
    await on.caret('A', 0, 12, [0, 15])
    await on.press('Backspace')
    await on.quiet()
    expect(await on.text('B')).toBe(`Hello {+A:abc}bra{-A:ve }new world${rest}`)
    await on.press('Control+z')
    await on.quiet()
    expect(await on.text('B')).toBe(`Hello {+A:abc}brave new world${rest}`)
    await on.press('Control+z')
    await on.quiet()
    expect(await on.text('B')).toBe(`Hello brave new world${rest}`)
    await on.press('Control+Shift+z', 'Control+y')
    await on.expectText(`Hello {+A:abc}bra{-A:ve }new world${rest}`)
  })

  test('[ED13] what others struck of words that an undo brings back is struck again', async () => {
    await on.caret('A', 0, 6)
    await on.type('abcdef')
    await on.quiet()
    await on.run(() => window.harness.strike('B', 'cd'))
    await on.quiet()
    await on.run(() => window.harness.seat('A').editor.desk.undo.divide())
    await on.caret('A', 0, 6, [0, 12])
    await on.press('Backspace')
    await on.quiet()
    await on.press('Control+z')
    await on.expectText(`Hello {+A:ab}{+A-B:cd}{+A:ef}brave new world${rest}`)
  })

  test('[ED13][EC66] undo after an adoption leaves agreed text alone', async () => {
    await on.caret('A', 0, 6)
    await on.type('abc ')
    await on.quiet()
    expect(await on.run(() => window.harness.adopt('A'))).toBe(true)
    await on.caret('A', 0, 0)
    await on.press('Control+z')
    await on.expectText(`Hello abc brave new world${rest}`)
  })

  test('[ED3] a proposal that was closed is not written in any more: a new one begins', async () => {
    await on.caret('A', 0, 6)
    await on.type('abc ')
    await on.quiet()
    await on.run(() => window.harness.adopt('A'))
    await on.type('def ')
    await on.expectText(`Hello abc {+A:def }brave new world${rest}`)
  })
})

test.describe('others at the same text', () => {
  test('[ED14] the caret stays at its letter while others type before it', async () => {
    await on.caret('A', 0, 12)
    await on.caret('B', 0, 6)
    await on.type('bbb')
    await on.quiet()
    expect(await on.caretOf('A')).toEqual([0, 15])
    await on.caret('S', 0, 2)
    await on.type('ss')
    await on.expectText(`Hesslo {+B:bbb}brave new world${rest}`.replace('Hesslo', 'Hessllo'))
    expect(await on.caretOf('A')).toEqual([0, 17])
  })

  test('[ED14] a caret belongs to the letter left of it when others type at the same place', async () => {
    await on.caret('A', 0, 6)
    await on.caret('B', 0, 6)
    await on.type('bbb')
    await on.quiet()
    expect(await on.caretOf('A')).toEqual([0, 6])
    await on.run(() => window.harness.focus('A'))
    await on.type('aa')
    await on.expectText(`Hello {+A:aa}{+B:bbb}brave new world${rest}`)
  })

  test('[ED14] a selection keeps its letters when words around it change', async () => {
    await on.caret('A', 0, 6, [0, 11])
    await on.run(() => {
      window.harness.put('S', 'Hello', 'Oh ')
      window.harness.strike('S', 'new ')
    })
    await on.quiet()
    expect(await on.caretOf('A')).toEqual([0, 9, '0:14'])
  })

  test('[ED14] a caret that the browser moved stays moved when others’ words arrive before it tells', async () => {
    await on.caret('A', 0, 0)
    await on.run(() => {
      const words = document.querySelector('#A .content')?.firstChild
      document.getSelection()?.collapse(words ?? null, 12)
      window.harness.put('S', 'brave', 'SS')
      window.harness.hub.act(() => {})
    })
    await on.quiet()
    expect(await on.caretOf('A')).toEqual([0, 14])
    await on.type('x')
    await on.expectText(`Hello SSbrave {+A:x}new world${rest}`)
  })

  test('[ED15][EC9] words the secretary types inside a strike stand when the strike is adopted', async () => {
    await on.caret('A', 0, 6, [0, 15])
    await on.press('Delete')
    await on.caret('S', 0, 9)
    await on.type('SSS')
    await on.quiet()
    await on.run(() => window.harness.adopt('A'))
    await on.expectText(`Hello SSS world${rest}`)
  })

  test('[ED16] dragging agreed words strikes them here and proposes them there', async () => {
    await on.caret('A', 0, 6, [0, 12])
    await on.run(() => {
      const { view } = window.harness.seat('A').editor.surface
      const data = new DataTransfer()
      const send = (type: string, position: number) => {
        const { left, top, bottom } = view.coordsAtPos(position)
        const target = type === 'dragstart' ? view.domAtPos(position).node.parentNode : view.dom
        const init = {
          bubbles: true,
          cancelable: true,
          clientX: left,
          clientY: (top + bottom) / 2,
          dataTransfer: data,
        }
        target?.dispatchEvent(new DragEvent(type, init))
      }
      send('dragstart', 8)
      send('dragover', 3)
      send('drop', 3)
      send('dragend', 3)
    })
    await on.expectText(`He{+A:brave }llo {-A:brave }new world${rest}`)
  })

  test('[ED16] cut strikes agreed words, and copies words only', async () => {
    await on.caret('A', 0, 6, [0, 12])
    const html = await on.run(() => {
      const data = new DataTransfer()
      const event = new ClipboardEvent('cut', { clipboardData: data, bubbles: true, cancelable: true })
      window.harness.seat('A').editor.surface.view.dom.dispatchEvent(event)
      return [data.getData('text/plain'), /data-(block|change|party|bracket)/.test(data.getData('text/html'))]
    })
    expect(html).toEqual(['brave ', false])
    await on.expectText(`Hello {-A:brave }new world${rest}`)
  })

  test('[ED16][EC60] struck words are copied only when nothing else is selected', async () => {
    await on.caret('A', 0, 6, [0, 12])
    await on.press('Delete')
    const copy = () =>
      on.run(() => {
        const data = new DataTransfer()
        const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true })
        window.harness.seat('A').editor.surface.view.dom.dispatchEvent(event)
        return data.getData('text/plain')
      })
    await on.caret('A', 0, 0, [0, 21])
    expect(await copy()).toBe('Hello new world')
    await on.caret('A', 0, 6, [0, 12])
    expect(await copy()).toBe('brave ')
  })
})
