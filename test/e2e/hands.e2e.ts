/** Input methods, the clipboard, the mouse, and the keyboard alone, on the whole product. */
import { type Desk, expect, paperRead, paperWith, test } from './house.ts'

test('[SC64] a composition lasts while others write in the same paragraph, and its words stand where they were composed', async ({
  sit,
}) => {
  const [brazil, japan, secretary] = [await sit('BR'), await sit('JP'), await sit('SEC')]
  const method = await brazil.inputMethod()
  const compose = (text: string) =>
    method.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  await brazil.after('shall')
  await compose('n')
  await compose('ni')
  await japan.before('report')
  await japan.type('fully ')
  await secretary.after('Parties')
  await secretary.type(' here')
  await secretary.saved()
  await brazil.says('saving')
  await compose('ni h')
  expect(await brazil.read()).toContain('shallni h')
  await method.send('Input.insertText', { text: '你好' })
  const words = paperWith({
    '1 The Parties shall report each year to the Council.':
      '1 The Parties here shall{+BR:你好} {+JP:fully }report each year to the Council.',
  })
  for (const desk of [brazil, japan, secretary]) await desk.shows(words)
  await brazil.type('!')
  await japan.showsBlock(/你好!/)
})

test('[SC65][EC60] copied words leave struck ones behind, and struck words are copied where nothing else is selected', async ({
  sit,
}) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await japan.select('each year ')
  await japan.press('Delete')
  await brazil.showsBlock(/-JP/)
  await brazil.select('report each year to')
  await brazil.press('Control+c')
  await brazil.after('costs.')
  await brazil.press('Control+v')
  await brazil.showsBlock('Fees follow the costs.{+BR:report to}')
  await brazil.select('each year')
  await brazil.press('Control+c')
  await brazil.after('Nothing')
  await brazil.press('Control+v')
  const pasted = paperWith({
    '1 The Parties shall report each year to the Council.':
      '1 The Parties shall report {-JP:each year }to the Council.',
    'Fees follow the costs.': 'Fees follow the costs.{+BR:report to}',
    'Nothing else applies.': 'Nothing{+BR:each year} else applies.',
  })
  for (const desk of [brazil, japan]) await desk.shows(pasted)
})

test('[SC65][EC60] words dragged inside a paragraph are struck where they stood and proposed where they were dropped', async ({
  sit,
}) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await brazil.select('each year ')
  await drag(brazil, 'each', 'The Parties')
  await brazil.shows(
    paperWith({
      '1 The Parties shall report each year to the Council.':
        '1 {+BR:each year }The Parties shall report {-BR:each year }to the Council.',
    }),
  )
  await japan.showsBlock(/\+BR:each year/)
})

test('[SC66] an adoption by keyboard alone: to the card, its act, the window and back', async ({ sit }) => {
  const [brazil, chair] = [await sit('BR'), await sit('CHAIR')]
  await brazil.after('at once')
  await brazil.type(' or later')
  await chair.showsBlock(/or later/)
  const { page } = chair
  const focused = page.locator(':focus')
  const panel = page.locator('[data-region="panel"]')
  await reach(chair, 'F6', panel.locator(':focus'))
  await reach(chair, 'Tab', page.locator('li[data-proposal] button[aria-expanded]:focus'))
  await chair.press('Enter')
  await reach(chair, 'F6', panel.locator(':focus'))
  await reach(chair, 'Tab', page.getByRole('button', { name: 'Adopt', exact: true }).and(focused))
  await chair.press('Enter')
  await expect(page.locator('[role="dialog"]:focus, [role="dialog"] :focus')).toHaveCount(1)
  await reach(chair, 'Tab', chair.dialog.getByRole('button', { name: 'Adopt these words' }).and(focused))
  await chair.press('Enter')
  await expect(chair.dialog).toBeHidden()
  await brazil.showsBlock('Customs should act at once or later.')
})

test('[SC66] regions, views, inserts and the list of keys by keyboard', async ({ sit }) => {
  const brazil = await sit('BR')
  const { page } = brazil
  await brazil.after('Fees')
  await page.keyboard.press('Control+Shift+f')
  await brazil.type('Which ones')
  await brazil.showsBlock('Fees{+BR:(2)} follow the costs.')
  await brazil.press('F8')
  const regions = new Set<string>()
  for (let step = 0; step < 6; step++) {
    await brazil.press('F6')
    regions.add(
      await page.evaluate(
        () => document.activeElement?.closest('[data-region]')?.getAttribute('data-region') ?? '',
      ),
    )
  }
  expect([...regions].toSorted()).toEqual(expect.arrayContaining(['outline', 'page', 'panel', 'tools']))
  await reach(brazil, 'F6', page.locator('[data-region="panel"] :focus'))
  await page.keyboard.press('?')
  await expect(brazil.dialog).toContainText('Keyboard shortcuts')
  await brazil.press('Escape')
  await expect(brazil.dialog).toBeHidden()
  await reach(brazil, 'F6', page.locator('[data-region="tools"] :focus'))
  await reach(brazil, 'ArrowRight', page.getByRole('button', { name: 'Clean' }).and(page.locator(':focus')))
  await brazil.press('Enter')
  await brazil.shows(paperRead)
  await page.keyboard.press('Alt+1')
  await brazil.showsBlock('Fees{+BR:(2)} follow the costs.')
})

test('[SC66] the secretary chooses for whom to speak by keyboard', async ({ sit }) => {
  const secretary = await sit('SEC')
  await secretary.after('Fees')
  const voice = secretary.page.getByRole('button', { name: /edits agreed text/ })
  await reach(secretary, 'F6', secretary.page.locator('[data-region="tools"] :focus'))
  await expect(voice).toBeFocused()
  await secretary.press('Enter')
  const japan = secretary.page.locator('[role^="menuitem"]:focus', { hasText: 'Japan' })
  await reach(secretary, 'ArrowDown', japan)
  await secretary.press('Enter')
  await expect(secretary.page.getByRole('toolbar')).toContainText(/Japan.*by/)
  await reach(secretary, 'F6', secretary.page.locator('.ProseMirror:focus'))
  await secretary.type(' always')
  await secretary.showsBlock('Fees{+JP: always} follow the costs.')
})

/** Presses a key until something has the focus; bounded. */
async function reach(desk: Desk, key: string, target: ReturnType<Desk['page']['locator']>): Promise<void> {
  for (let step = 0; step < 40; step++) {
    if ((await target.count()) > 0) return
    await desk.press(key)
  }
  throw new Error(`forty times ${key} does not lead there`)
}

/** Takes hold of the selection at a word and lets it go in front of other words. */
async function drag(desk: Desk, at: string, before: string): Promise<void> {
  const from = await spotOf(desk, at)
  const to = await spotOf(desk, before)
  const { mouse } = desk.page
  await mouse.move(from.middle, from.y)
  await mouse.down()
  await mouse.move(from.middle - 10, from.y, { steps: 3 })
  await mouse.move(to.start, to.y, { steps: 8 })
  await mouse.up()
}

/** Where words stand in the window. */
function spotOf(desk: Desk, words: string): Promise<{ start: number; middle: number; y: number }> {
  return desk.editor.evaluate((editor, wanted) => {
    const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = (node as Text).data.indexOf(wanted)
      if (at < 0) continue
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + wanted.length)
      const { left, width, top, height } = range.getBoundingClientRect()
      return { start: left + 1, middle: left + width / 2, y: top + height / 2 }
    }
    throw new Error(`the page has no “${wanted}”`)
  }, words)
}
