/** The secretary's own hand: agreed text, its structure over slow lines, and words entered for a delegation. */
import { parseClientFrame, renderOwnFrame } from '../../shared/protocol/frame.ts'
import { type Desk, expect, paperWith, test } from './house.ts'

test('[SC45] the secretary writes agreed text itself, breaks and joins its paragraphs, for all at once', async ({
  sit,
}) => {
  const [secretary, brazil] = [await sit('SEC'), await sit('BR')]
  await secretary.after('Parties')
  await secretary.type(' to this text')
  await secretary.select('at once')
  await secretary.type('without delay')
  await secretary.after('costs.')
  await secretary.press('Enter')
  await secretary.type('They are paid yearly.')
  await secretary.before('Nothing')
  await secretary.press('Backspace')
  await secretary.type(' ')
  await brazil.shows(
    paperWith({
      '1 The Parties shall report each year to the Council.':
        '1 The Parties to this text shall report each year to the Council.',
      'Customs should act at once.': 'Customs should act without delay.',
      'Fees follow the costs.':
        'Fees follow the costs. / They are paid yearly. Nothing else applies. / * 1 Where the law allows.',
    }).replace(' / Nothing else applies. / * 1 Where the law allows.', ''),
  )
  await secretary.saved()
})

test('[SC45] the secretary makes headings, labels and notes through the menus', async ({ sit }) => {
  const [secretary, brazil] = [await sit('SEC'), await sit('BR')]
  await secretary.after('Nothing else')
  await secretary.choose('Block', 'A heading, level 3')
  await secretary.after('costs')
  await secretary.choose('Block', 'Change the label')
  await secretary.dialog.getByRole('textbox', { name: 'Label' }).fill('2 bis')
  await secretary.dialog.getByRole('button', { name: 'Change the label' }).click()
  await secretary.after('year')
  await secretary.click('Note')
  await expect(secretary.editor.locator('.block[data-kind="note"]')).toHaveCount(2)
  await secretary.type('Or more often.')
  await brazil.shows(
    paperWith({
      '1 The Parties shall report each year to the Council.':
        '1 The Parties shall report each year(2) to the Council.',
      'Fees follow the costs.': '2 bis Fees follow the costs.',
      'Nothing else applies.': '# Nothing else applies.',
      '* 1 Where the law allows.': '* 2 Or more often. / * 1 Where the law allows.',
    }),
  )
})

test('[SC46] the secretary enters a proposal for a delegation: both names stand on the card and in the record', async ({
  sit,
  house,
  text,
}) => {
  const [secretary, senegal] = [await sit('SEC'), await sit('SN')]
  await secretary.choose(/edits agreed text/, 'Senegal')
  const speaking = secretary.page.getByRole('toolbar', { name: 'Drafting' })
  await expect(speaking).toContainText(/Senegal.*by.*SEC/)
  await secretary.after('Customs')
  await secretary.type(' and the police')
  await senegal.showsBlock('Customs{+SN: and the police} should act at once.')
  await senegal.after('the police')
  await senegal.type(' force')
  await secretary.showsBlock('Customs{+SN: and the police force} should act at once.')
  const card = await senegal.openCard('adds')
  await expect(card).toContainText('entered by Secretariat')
  await secretary.saved()
  const written = (await house.record(text)).filter(entry => entry.inserted !== '' && entry.party !== null)
  const hands = new Set(written.map(({ party, onBehalfOf }) => `${party} for ${onBehalfOf}`))
  expect(hands).toEqual(new Set(['SEC for SN', 'SN for null']))
  await secretary.choose(/by/, 'Edit agreed text')
  await secretary.after('Nothing')
  await secretary.type(' here')
  await senegal.showsBlock('Nothing here else applies.')
})

for (const delayMs of [0, 60, 500]) {
  test(`[SC47] foo Enter bar Enter Enter baz without a pause, over a line of ${delayMs} ms each way`, async ({
    sit,
  }) => {
    const [secretary, brazil] = [await sit('SEC', { line: true }), await sit('BR')]
    slow(secretary, delayMs)
    await secretary.after('costs.')
    await secretary.type('foo')
    await secretary.press('Enter')
    await secretary.type('bar')
    await secretary.press('Enter', 'Enter')
    await secretary.type('baz')
    const words = paperWith({ 'Fees follow the costs.': 'Fees follow the costs.foo / bar /  / baz' })
    expect(await secretary.read()).toBe(words)
    for (const desk of [brazil, secretary]) await desk.shows(words)
    await secretary.saved()
    await secretary.type('!')
    await brazil.showsBlock('baz!')
  })

  test(`[SC47] Backspace at a paragraph’s start and on without a pause, over a line of ${delayMs} ms each way`, async ({
    sit,
  }) => {
    const [secretary, brazil] = [await sit('SEC', { line: true }), await sit('BR')]
    slow(secretary, delayMs)
    await secretary.before('Nothing')
    await secretary.press('Backspace')
    await secretary.type(' And ')
    await secretary.press('Delete')
    await secretary.type('n')
    const words = paperWith({
      'Fees follow the costs.':
        'Fees follow the costs. And nothing else applies. / * 1 Where the law allows.',
    }).replace(' / Nothing else applies. / * 1 Where the law allows.', '')
    for (const desk of [brazil, secretary]) await desk.shows(words)
    await secretary.saved()
  })
}

test('[SC48] when a break is refused the words typed since come back to their place, with a notice', async ({
  sit,
}) => {
  const [secretary, brazil] = [await sit('SEC', { wire: true }), await sit('BR')]
  const taken = await secretary.editor.locator('.block').first().getAttribute('data-block')
  if (secretary.wire) secretary.wire.alter = frame => withTakenId(frame, String(taken))
  await secretary.after('Fees follow')
  await secretary.press('Enter')
  await secretary.type('in all cases ')
  await expect(secretary.page.getByText('The change of structure was not taken.')).toBeVisible()
  const words = paperWith({ 'Fees follow the costs.': 'Fees follow in all cases  the costs.' })
  for (const desk of [secretary, brazil]) await desk.shows(words)
  await secretary.click('Close this message')
  await secretary.type('(sic)')
  await brazil.showsBlock(/sic/)
})

test('[SC48] words held behind a break are offered when one leaves the page before the answer', async ({
  sit,
}) => {
  const secretary = await sit('SEC', { line: true })
  const { page, line } = secretary
  await secretary.after('costs.')
  line?.hold('up')
  await secretary.press('Enter')
  await secretary.type('They are low.')
  await page.getByRole('link', { name: 'Record' }).click()
  await expect(secretary.editor).toBeHidden()
  line?.release('up')
  await page.goBack()
  await expect(page.getByText('Your 3 words are kept here.')).toBeVisible()
  await expect(page.getByText('They are low.')).toBeVisible()
})

function slow({ line }: Desk, delayMs: number): void {
  if (line) line.delayMs = delayMs
}

/** The frame of a break asks for a block id that stands already: the server refuses it. */
function withTakenId(frame: Uint8Array, taken: string): Uint8Array {
  const parsed = parseClientFrame(frame)
  if (parsed?.kind !== 'own' || parsed.message.kind !== 'command') return frame
  const { command } = parsed.message
  if (command.kind !== 'structure') return frame
  const breaks = command.breaks.map(each => ({ ...each, id: taken as typeof each.id }))
  return renderOwnFrame({ kind: 'command', command: { ...command, breaks } })
}
