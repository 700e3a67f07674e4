/** Decisions on proposals and brackets: armed on a card, shown, confirmed, recorded. */
import { type Desk, expect, paperRead, paperWith, test } from './house.ts'

const standard13 = 'Customs should act at once.'

/** Brazil proposes a replacement in Standard 13. */
async function propose(desk: Desk): Promise<void> {
  await desk.select('at once')
  await desk.press('Delete')
  await desk.type('without delay')
  await desk.saved()
}
const proposed = 'Customs should act {-BR:at once}{+BR:without delay}.'

async function arm(desk: Desk, card: string | RegExp, act: string): Promise<void> {
  const opened = await desk.openCard(card)
  await opened.getByRole('button', { name: act, exact: true }).click()
  await expect(desk.dialog).toBeVisible()
}

async function confirm(desk: Desk, act: string): Promise<void> {
  await desk.dialog.getByRole('button', { name: act, exact: true }).click()
}

test('[SC49] the chair adopts: the words shown before are the words the text has after, for all', async ({
  sit,
  house,
  text,
}) => {
  const [brazil, chair] = [await sit('BR'), await sit('CHAIR')]
  await propose(brazil)
  await chair.showsBlock(proposed)
  await arm(chair, 'replaces 2 words', 'Adopt')
  const preview = await chair.dialog.locator('[data-outcome]').innerText()
  expect(preview).toBe('Customs should act without delay.')
  await chair.dialog.getByRole('textbox', { name: 'Reason' }).fill('No objection')
  await confirm(chair, 'Adopt these words')
  await expect(chair.dialog).toBeHidden()
  for (const desk of [brazil, chair]) await desk.shows(paperWith({ [standard13]: preview }))
  expect(await house.exported(text, 'clean')).toContain(preview)
  expect((await house.record(text)).at(-1)).toMatchObject({
    act: 'adopt',
    party: 'CHAIR',
    reason: 'No objection',
  })
  await expect(chair.page.getByText('No open proposal')).toBeVisible()
  await brazil.after('without delay')
  await brazil.type(' at all')
  await chair.showsBlock('Customs should act without delay{+BR: at all}.')
})

test('[SC49] adopts as amended, by other words', async ({ sit, house, text }) => {
  const [brazil, secretary] = [await sit('BR'), await sit('SEC')]
  await propose(brazil)
  await secretary.showsBlock(proposed)
  await arm(secretary, 'replaces 2 words', 'Adopt as amended')
  await secretary.dialog.getByRole('textbox', { name: 'Words to adopt' }).fill('promptly')
  const outcome = secretary.dialog.locator('[data-outcome]')
  await expect(outcome).toHaveText('Customs should act promptly.')
  await confirm(secretary, 'Adopt these words')
  for (const desk of [brazil, secretary])
    await desk.shows(paperWith({ [standard13]: 'Customs should act promptly.' }))
  expect((await house.record(text)).at(-1)).toMatchObject({ act: 'adopt-as-amended', party: 'SEC' })
})

test('[SC49] adopts as amended, by the words of another open proposal', async ({ sit }) => {
  const [brazil, japan, chair] = [await sit('BR'), await sit('JP'), await sit('CHAIR')]
  await propose(brazil)
  await japan.select('should', 1)
  await japan.press('Delete')
  await japan.type('shall')
  await chair.showsBlock(/shall/)
  await arm(chair, /BR.*replaces/, 'Adopt as amended')
  await chair.dialog.getByRole('radio', { name: 'Another open proposal' }).check()
  await expect(chair.dialog.locator('[data-outcome]')).toHaveText('Customs shall act at once.')
  await confirm(chair, 'Adopt these words')
  for (const desk of [brazil, japan, chair])
    await desk.shows(paperWith({ [standard13]: 'Customs shall act at once.' }))
})

test('[SC50] the chair does not retain, and the text is as it was', async ({ sit, house, text }) => {
  const [brazil, chair] = [await sit('BR'), await sit('CHAIR')]
  await propose(brazil)
  await chair.showsBlock(proposed)
  await arm(chair, 'replaces 2 words', 'Not retain')
  await expect(chair.dialog).toContainText('without delay')
  await confirm(chair, 'Not retain')
  for (const desk of [brazil, chair]) await desk.shows(paperRead)
  expect((await house.record(text)).at(-1)).toMatchObject({ act: 'not-retain', party: 'CHAIR' })
})

test('[SC50] the chair keeps a proposal in brackets: it stands, marked as kept', async ({
  sit,
  house,
  text,
}) => {
  const [brazil, chair] = [await sit('BR'), await sit('CHAIR')]
  await propose(brazil)
  await chair.showsBlock(proposed)
  await arm(chair, 'replaces 2 words', 'Keep in brackets')
  await confirm(chair, 'Keep in brackets')
  await expect(chair.dialog).toBeHidden()
  for (const desk of [brazil, chair]) {
    await expect(await desk.openCard('replaces 2 words')).toContainText('kept')
    await desk.showsBlock(proposed)
  }
  expect((await house.record(text)).at(-1)).toMatchObject({ act: 'keep-in-brackets', party: 'CHAIR' })
})

test('[SC51] the chair lifts an agreed bracket and keeps another', async ({ sit, house, text }) => {
  const [brazil, chair] = [await sit('BR'), await sit('CHAIR')]
  await chair.page.getByRole('tab', { name: /Brackets/ }).click()
  await arm(chair, '[shall]', 'Keep in brackets')
  await confirm(chair, 'Keep in brackets')
  await expect(chair.dialog).toBeHidden()
  await arm(chair, '[should]', 'Lift the bracket')
  await expect(chair.dialog).toContainText('should')
  await confirm(chair, 'Lift the bracket')
  for (const desk of [brazil, chair])
    await desk.shows(
      paperWith({
        '2 Each Party [shall][should] name one contact point.':
          '2 Each Party [shall]should name one contact point.',
      }),
    )
  const cards = chair.page.locator('li[data-bracket]')
  await expect(cards).toHaveCount(1)
  await expect(cards).toContainText('kept')
  const acts = (await house.record(text)).map(entry => entry.act).slice(-2)
  expect(acts).toEqual(['keep-in-brackets', 'lift-bracket'])
})

test('[SC51] a key at an agreed bracket asks the secretary whether to lift it, and nothing goes before', async ({
  sit,
}) => {
  const secretary = await sit('SEC')
  await secretary.after('shall]')
  await secretary.press('Backspace')
  await expect(secretary.dialog).toContainText('Lift the bracket')
  await secretary.press('Escape')
  await expect(secretary.dialog).toBeHidden()
  await expect(secretary.editor).toBeFocused()
  await secretary.shows(paperRead)
  await secretary.press('Backspace')
  await confirm(secretary, 'Lift the bracket')
  await secretary.showsBlock('2 Each Party shall[should] name one contact point.')
})

test('[SC52] a delegation withdraws its own, and is offered no act on others’', async ({
  sit,
  house,
  text,
}) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await propose(brazil)
  await japan.showsBlock(proposed)
  const seen = await japan.openCard('replaces 2 words')
  await expect(seen.getByRole('button', { name: /Adopt|Withdraw|retain/ })).toHaveCount(0)
  await arm(brazil, 'replaces 2 words', 'Withdraw')
  await confirm(brazil, 'Withdraw the proposal')
  for (const desk of [brazil, japan]) await desk.shows(paperRead)
  expect((await house.record(text)).at(-1)).toMatchObject({ act: 'withdraw', party: 'BR' })
})

test('[SC53] of two decisions the second is told that it came too late', async ({ sit, house, text }) => {
  const [brazil, secretary] = [await sit('BR'), await sit('SEC')]
  const chair = await sit('CHAIR', { line: true })
  await propose(brazil)
  await chair.showsBlock(proposed)
  await arm(chair, 'replaces 2 words', 'Not retain')
  await arm(secretary, 'replaces 2 words', 'Adopt')
  chair.line?.hold('down')
  await confirm(chair, 'Not retain')
  await expect.poll(async () => (await house.record(text)).at(-1)?.act).toBe('not-retain')
  await expect(secretary.dialog).toContainText('This is decided already, or withdrawn.')
  chair.line?.release('down')
  await expect(chair.dialog).toBeHidden()
  await secretary.dialog.getByRole('button', { name: 'Close' }).click()
  for (const desk of [brazil, secretary, chair]) await desk.shows(paperRead)
})

test('[SC53] a decision that was overtaken on the way is refused with words, and the window stays', async ({
  sit,
  house,
  text,
}) => {
  const [brazil, secretary] = [await sit('BR'), await sit('SEC')]
  const chair = await sit('CHAIR', { line: true })
  await propose(brazil)
  await chair.showsBlock(proposed)
  await arm(chair, 'replaces 2 words', 'Keep in brackets')
  await arm(secretary, 'replaces 2 words', 'Adopt')
  chair.line?.hold('up')
  chair.line?.hold('down')
  await confirm(chair, 'Keep in brackets')
  await confirm(secretary, 'Adopt these words')
  await secretary.showsBlock('Customs should act without delay.')
  chair.line?.release('up')
  chair.line?.release('down')
  await expect(chair.dialog).toContainText(/This is decided already, or withdrawn|This was not done/)
  await chair.dialog.getByRole('button', { name: /Close|Cancel/ }).click()
  await chair.shows(paperWith({ [standard13]: 'Customs should act without delay.' }))
  const acts = (await house.record(text)).flatMap(entry => (entry.act === null ? [] : [entry.act]))
  expect(acts.at(-1)).toBe('adopt')
})

test('[SC53] words that change while the window stands open are shown anew before they can be adopted', async ({
  sit,
}) => {
  const [brazil, chair] = [await sit('BR'), await sit('CHAIR')]
  await propose(brazil)
  await chair.showsBlock(proposed)
  await arm(chair, 'replaces 2 words', 'Adopt')
  await brazil.type(' or excuse')
  await expect(chair.dialog).toContainText('The words have changed.')
  await expect(chair.dialog.getByRole('button', { name: 'Adopt these words' })).toBeDisabled()
  await confirm(chair, 'Show the words as they are now')
  await expect(chair.dialog.locator('[data-outcome]')).toHaveText(
    'Customs should act without delay or excuse.',
  )
  await confirm(chair, 'Adopt these words')
  await brazil.showsBlock('Customs should act without delay or excuse.')
})
