/** Every screen of the real product under axe: in English by day, in French by night. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { type Desk, expect, test } from './house.ts'

/** What is wrong with the page, in short; the empty list is what is asked for. */
async function faults(page: Page, name: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(node => `${name}: ${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  )
}

const ways = [
  {
    language: 'en',
    theme: 'light',
    words: {
      settings: 'EN, language and appearance',
      replaces: 'replaces',
      adopt: 'Adopt',
      amend: 'Adopt as amended',
      cancel: 'Cancel',
      block: 'Block',
      label: 'Change the label',
    },
  },
  {
    language: 'fr',
    theme: 'dark',
    words: {
      settings: /^FR, /,
      replaces: 'remplace',
      adopt: 'Adopter',
      amend: 'Adopter tel qu’amendé',
      cancel: 'Annuler',
      block: 'Bloc',
      label: /numéro/,
    },
  },
] as const

for (const { language, theme, words } of ways) {
  const choose = (page: Page) =>
    page.addInitScript(
      ([tongue, look]) => {
        localStorage.setItem('chapeau.language', tongue)
        localStorage.setItem('chapeau.theme', look)
      },
      [language, theme] as const,
    )

  test(`[SC67] sign-in, home and record have no fault that axe finds, ${language}, ${theme}`, async ({
    house,
    text,
  }) => {
    const stranger = await house.browser.newContext()
    const page = await stranger.newPage()
    await choose(page)
    await page.goto(house.address('BR', '/'))
    await expect(page.getByRole('textbox')).toBeVisible()
    const found = await faults(page, 'sign-in')
    await stranger.close()
    const desk = await house.openDesk('SEC')
    await choose(desk.page)
    await desk.page.goto(house.address('SEC', '/'))
    await expect(desk.page.locator('table')).toBeVisible()
    found.push(...(await faults(desk.page, 'home')))
    await desk.page.goto(house.address('SEC', `/texts/${text}/record`))
    await expect(desk.page.locator('tbody tr')).toHaveCount(1)
    found.push(...(await faults(desk.page, 'record')))
    expect(found).toEqual([])
  })

  test(`[SC67] a text with proposals, its menus and windows have no fault that axe finds, ${language}, ${theme}`, async ({
    sit,
    house,
    text,
  }) => {
    const brazil = await sit('BR')
    await propose(brazil)
    const desk = await house.openDesk('SEC')
    const { page } = desk
    await choose(page)
    await page.goto(house.address('SEC', `/texts/${text}`))
    await desk.showsBlock(/-BR:at once/)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    const found = await faults(page, 'text')
    const card = await desk.openCard(words.replaces)
    found.push(...(await faults(page, 'card')))
    await card.getByRole('button', { name: words.adopt, exact: true }).click()
    await expect(desk.dialog).toBeVisible()
    found.push(...(await faults(page, 'adopt')))
    await desk.dialog.getByRole('button', { name: words.cancel }).click()
    await card.getByRole('button', { name: words.amend, exact: true }).click()
    await expect(desk.dialog).toBeVisible()
    found.push(...(await faults(page, 'amend')))
    await desk.dialog.getByRole('button', { name: words.cancel }).click()
    await expect(desk.dialog).toBeHidden()
    await card.getByRole('button', { name: words.amend, exact: true }).focus()
    await page.keyboard.press('?')
    await expect(desk.dialog).toContainText('F6')
    found.push(...(await faults(page, 'keys')))
    await desk.press('Escape')
    await desk.after('Nothing')
    await desk.choose(words.block, words.label)
    await expect(desk.dialog).toBeVisible()
    found.push(...(await faults(page, 'label')))
    await desk.press('Escape')
    await desk.click(words.settings)
    await expect(page.getByRole('menu')).toBeVisible()
    found.push(...(await faults(page, 'settings')))
    await desk.press('Escape')
    await page.keyboard.press('Alt+3')
    await desk.showsBlock(/- BR delete/)
    found.push(...(await faults(page, 'printed')))
    expect(found).toEqual([])
  })
}

/** One of each that is drawn in a way of its own. */
async function propose(desk: Desk): Promise<void> {
  await desk.select('at once')
  await desk.press('Delete')
  await desk.type('without delay')
  await desk.after('costs.')
  await desk.press('Enter')
  await desk.type('They are low.')
  await desk.select('contact')
  await desk.type('[')
  await desk.saved()
}
