/** What people see of the text and of each other: carets, presence, outline, views, the record. */
import type { Locator } from '@playwright/test'
import { type Desk, expect, paperRead, paperWith, test } from './house.ts'

test('[SC54] the caret of another stands where it is, with name and delegation, and goes with the words', async ({
  sit,
}) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await japan.after('Fees follow')
  const caret = brazil.editor.locator('.cursor')
  await expect(caret).toHaveCount(1)
  await expect(caret).toHaveAttribute('data-name', 'Jun Morita · JP')
  await expect(caret).toHaveAttribute('data-party', '2')
  await expect.poll(() => wordsBeforeCaret(brazil)).toBe('Fees follow')
  await brazil.before('Fees')
  await brazil.type('All ')
  await expect.poll(() => wordsBeforeCaret(brazil)).toBe('All Fees follow')
  await japan.type(' all')
  await expect.poll(() => wordsBeforeCaret(brazil)).toBe('All Fees follow all')
  const colours = await caret.evaluate(each => {
    const probe = document.querySelector('.insertion[data-party="2"] > .pair') as Element
    return [getComputedStyle(each).borderInlineStartColor, getComputedStyle(probe, '::before').color]
  })
  expect(colours[0]).toBe(colours[1])
})

test('[SC54] the bar shows who is here by delegation, by name on a press, until they go', async ({ sit }) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  const observer = await sit('ICC')
  await brazil.click(/2 people here/)
  await expect(brazil.dialog).toContainText('Jun Morita')
  await expect(brazil.dialog).toContainText('Ines Coster')
  await brazil.press('Escape')
  await japan.page.close()
  await expect(brazil.page.getByRole('button', { name: /1 person here/ })).toBeVisible()
  await expect(observer.saving).toHaveText('Reading only')
})

test('[SC54] two windows of one person show the same, and either goes on with the words of the other', async ({
  sit,
}) => {
  const [first, second, japan] = [await sit('BR'), await sit('BR'), await sit('JP')]
  await first.after('Fees')
  await first.type(' always')
  await second.showsBlock('Fees{+BR: always} follow the costs.')
  await second.after(' always')
  await second.type(' and fully')
  for (const desk of [first, second, japan]) {
    await desk.showsBlock('Fees{+BR: always and fully} follow the costs.')
    await expect(desk.page.locator('li[data-proposal]')).toHaveCount(1)
  }
})

test('[SC55] the outline counts what is open in each unit, as proposals come and go, and leads there', async ({
  sit,
}) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  const outline = japan.page.getByRole('navigation', { name: 'Outline' })
  const unit = (name: string) => outline.getByRole('button', { name })
  const open = (name: string, count: number) =>
    expect(unit(name)).toHaveAccessibleName(count === 0 ? name : new RegExp(`^${name} ?, ${count} open$`))
  await open('PART ONE', 2)
  await open('Standard 13', 0)
  await brazil.after('at once')
  await brazil.type(' or later')
  await open('Standard 13', 1)
  await open('PART ONE', 3)
  await expect(outline).toContainText('3 open')
  await brazil.press('Control+z')
  await open('Standard 13', 0)
  await expect(outline).toContainText('2 open')
  await unit('Standard 14').click()
  await expect(unit('Standard 14')).toHaveAttribute('aria-current', 'location')
  await expect(japan.editor).toBeFocused()
})

test('[SC55] outline, cards and keys lead to a place with what follows it in view, and move nothing that is there', async ({
  house,
}) => {
  const japan = await house.sit('JP', house.demoText)
  const { page } = japan
  const scroller = page.locator('[data-region="page"]')
  const heightOf = async (target: Locator) => {
    const [place, whole] = [await target.boundingBox(), await scroller.boundingBox()]
    return place && whole ? (place.y - whole.y) / whole.height : -1
  }
  const heading = japan.editor.locator('.block', { hasText: /^Standard 12$/ })
  const outline = page.getByRole('navigation', { name: 'Outline' })
  await outline.getByRole('button', { name: 'Standard 12', exact: true }).click()
  await expect.poll(() => heightOf(heading)).toBeCloseTo(0.2, 1)
  const before = await heightOf(heading)
  await outline
    .getByRole('button', { name: /^Standard 13/ })
    .first()
    .click()
  expect(await heightOf(heading)).toBe(before)
  await japan.openCard('replaces 4 words')
  const words = japan.editor.locator('.insertion', { hasText: 'limited to goods' })
  await expect.poll(() => heightOf(words)).toBeGreaterThan(0.05)
  expect(await heightOf(words)).toBeLessThan(0.65)
  await page.keyboard.press('Shift+F8')
  await expect
    .poll(() => heightOf(japan.editor.locator('.glyph[data-end="open"][data-party="1"]').last()))
    .toBeGreaterThan(0.05)
})

test('[SC56] the views: everything, clean, printed without names, with initials, with names, one party, as if adopted', async ({
  sit,
}) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await brazil.select('at once')
  await brazil.press('Delete')
  await brazil.type('without delay')
  await japan.showsBlock(/without delay/)
  await japan.after('Nothing')
  await japan.type(' more')
  await japan.after('costs.')
  await japan.press('Enter')
  await japan.type('They are low.')
  const all = {
    'Customs should act at once.': 'Customs should act {-BR:at once}{+BR:without delay}.',
    'Fees follow the costs.': 'Fees follow the costs. / They are low. <new JP>',
    'Nothing else applies.': 'Nothing{+JP: more} else applies.',
  }
  for (const desk of [brazil, japan]) await desk.shows(paperWith(all))
  await brazil.click('Clean')
  await brazil.shows(paperRead)
  await brazil.choose('As printed', 'without names')
  await brazil.shows(printed(['[at once][without delay]', '[They are low.]', 'Nothing[ more] else']))
  await brazil.choose('As printed', 'with initials')
  await brazil.shows(
    printed([
      '[at once - BR delete][without delay - BR]',
      '[They are low. - JP]',
      'Nothing[ more - JP] else',
    ]),
  )
  await brazil.choose('As printed', 'with full names')
  await brazil.shows(
    printed([
      '[at once - Brazil delete][without delay - Brazil]',
      '[They are low. - Japan]',
      'Nothing[ more - Japan] else',
    ]),
  )
  await brazil.choose('Only', 'Japan')
  await brazil.shows(paperWith({ ...all, 'Customs should act at once.': 'Customs should act at once.' }))
  await brazil.choose('As if', 'replaces')
  await brazil.press('Escape')
  await brazil.shows(paperWith({ 'Customs should act at once.': 'Customs should act without delay.' }))
  await brazil.page.keyboard.press('Alt+1')
  await brazil.shows(paperWith(all))
})

function printed([first, second, third]: [string, string, string]): string {
  return paperWith({
    'Customs should act at once.': `Customs should act ${first}.`,
    'Fees follow the costs.': `Fees follow the costs. / ${second}`,
    'Nothing else applies.': `${third} applies.`,
  })
}

test('[SC56] in a view that leaves something out nothing can be typed', async ({ sit }) => {
  const brazil = await sit('BR')
  await brazil.after('Fees')
  await brazil.page.keyboard.press('Alt+2')
  await expect(brazil.editor).toHaveAttribute('contenteditable', 'false')
  await brazil.type('xyz')
  await brazil.shows(paperRead)
  await brazil.page.keyboard.press('Alt+1')
  await expect(brazil.editor).toHaveAttribute('contenteditable', 'true')
})

test('[SC57] readers and observers read along, and are told that they do', async ({ sit }) => {
  const [reader, brazil] = [await sit('NO'), await sit('BR')]
  await expect(reader.page.getByText('You read this text.')).toBeVisible()
  await expect(reader.editor).toHaveAttribute('contenteditable', 'false')
  await brazil.after('Fees')
  await brazil.type(' always')
  await reader.showsBlock('Fees{+BR: always} follow the costs.')
})

test('[SC58] the record lists every edit and act with time, person, delegation and place, by party and unit', async ({
  sit,
}) => {
  const [brazil, secretary] = [await sit('BR'), await sit('SEC')]
  await brazil.after('at once')
  await brazil.type(' or later')
  await brazil.saved()
  await secretary.after('Fees')
  await secretary.type(' always')
  await secretary.choose(/edits agreed text/, 'Senegal')
  await secretary.after('Parties')
  await secretary.type(' also')
  await secretary.showsBlock(/{\+SN: also}/)
  await secretary.saved()
  const { page } = secretary
  await page.getByRole('link', { name: 'Record' }).click()
  const rows = page.locator('tbody tr')
  const told = () => rows.evaluateAll(all => all.map(row => (row as HTMLElement).innerText.split(/\t|\n/)))
  await expect(rows.first()).toContainText('also')
  const list = (await told()).map(cells => cells.join(' '))
  expect(list[0]).toMatch(/Samir Haddad on behalf of Senegal +writes *also 1$/)
  expect(list.some(row => /Samir Haddad +writes *always Standard 14$/.test(row))).toBe(true)
  expect(list.some(row => /Beatriz Lima +writes *or later Standard 13$/.test(row))).toBe(true)
  expect(list.at(-1)).toMatch(/brings in the paper/)
  for (const row of list) expect(row).toMatch(/\d\d:\d\d/)
  await page.getByRole('combobox', { name: 'Party' }).selectOption({ label: 'Senegal (SN)' })
  await expect(rows.first()).toContainText('on behalf of Senegal')
  for (const row of await told()) expect(row.join(' ')).toContain('on behalf of Senegal')
  await page.getByRole('combobox', { name: 'Party' }).selectOption({ label: 'All parties' })
  await page.getByRole('combobox', { name: 'Unit' }).selectOption({ label: '\u2003Standard 13' })
  await expect(rows).toHaveCount(1)
  await expect(rows.first()).toContainText('or later')
})

/** The words left of the first caret of others. */
function wordsBeforeCaret(desk: Desk): Promise<string | null> {
  return desk.editor.locator('.cursor').evaluate(caret => {
    const range = document.createRange()
    const content = caret.closest('.content')
    if (!content) return null // drawn anew this moment
    range.setStart(content, 0)
    range.setEndBefore(caret)
    return range.toString()
  })
}
