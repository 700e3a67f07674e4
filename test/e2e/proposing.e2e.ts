/** What a delegation does to a text with keys and mouse, and what the others see of it. */
import { expect, paperRead, paperWith, test } from './house.ts'

test('[SC39] words typed into agreed text stand in brackets, in the delegation’s colour with its initials, in every window', async ({
  sit,
}) => {
  const [brazil, japan, chair] = [await sit('BR'), await sit('JP'), await sit('CHAIR')]
  await brazil.after('Parties')
  await brazil.type(' also')
  await japan.before('Fees')
  await japan.type('All ')
  const both = paperWith({
    '1 The Parties shall report each year to the Council.':
      '1 The Parties{+BR: also} shall report each year to the Council.',
    'Fees follow the costs.': '{+JP:All }Fees follow the costs.',
  })
  for (const desk of [brazil, japan, chair]) await desk.shows(both)
  const drawn = await chair.page.evaluate(() =>
    [...document.querySelectorAll('.insertion')].map(words => {
      const pair = words.querySelector('.pair') as Element
      const [before, after] = [getComputedStyle(pair, '::before'), getComputedStyle(pair, '::after')]
      const initials = getComputedStyle(words, '::after').content
      return { open: before.content, close: after.content, initials, colour: before.color }
    }),
  )
  expect(drawn).toMatchObject([
    { open: '"["', close: '"]"', initials: '"BR"' },
    { open: '"["', close: '"]"', initials: '"JP"' },
  ])
  expect(drawn[0]?.colour).not.toBe(drawn[1]?.colour)
})

test('[SC40] agreed words a delegation deletes stay, struck in its name; its own go', async ({ sit }) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await japan.select('each year ')
  await japan.press('Delete')
  await japan.after('at once')
  await japan.type(' and fully')
  await japan.press('Control+Backspace')
  await japan.after('costs')
  await japan.press('Backspace', 'Backspace')
  await brazil.shows(
    paperWith({
      '1 The Parties shall report each year to the Council.':
        '1 The Parties shall report {-JP:each year }to the Council.',
      'Customs should act at once.': 'Customs should act at once{+JP: and }.',
      'Fees follow the costs.': 'Fees follow the cos{-JP:ts}.',
    }),
  )
})

test('[SC40] words typed inside another delegation’s words are one’s own, and theirs that are deleted are struck', async ({
  sit,
}) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await brazil.after('Customs should')
  await brazil.type(' always try to')
  await japan.showsBlock(/always try to/)
  await japan.after('always')
  await japan.type(' and everywhere')
  await japan.select('try')
  await japan.press('Delete')
  const words = 'Customs should{+BR: always}{+JP: and everywhere}{+BR: }{+BR-JP:try}{+BR: to} act at once.'
  for (const desk of [brazil, japan]) await desk.showsBlock(words)
})

test('[SC41] deleting over three paragraphs strikes the words and proposes to join what is left', async ({
  sit,
}) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await brazil.selectFrom('free of', 'Nothing')
  await brazil.press('Backspace')
  const struck = paperWith({
    'Samples are free of charge.(1)': 'Samples are {-BR:free of charge.(1)}',
    'Fees follow the costs.': '{-BR:Fees follow the costs.} <join>',
    'Nothing else applies.': '{-BR:Nothing} else applies. <join>',
  })
  for (const desk of [brazil, japan]) await desk.shows(struck)
})

test('[SC41] Enter at a paragraph’s end proposes a paragraph, inside one a break', async ({ sit }) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await brazil.after('Council.')
  await brazil.press('Enter')
  await brazil.type('They do so in writing.')
  await brazil.after('Fees')
  await brazil.press('Enter')
  await japan.shows(
    paperWith({
      '1 The Parties shall report each year to the Council.':
        '1 The Parties shall report each year to the Council. / They do so in writing. <new BR>',
      'Fees follow the costs.': 'Fees{+BR:¶} follow the costs.',
    }),
  )
})

test('[SC42] of several paragraphs pasted the first stands at the caret, the others are proposed after it', async ({
  sit,
}) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await brazil.after('costs.')
  await brazil.paste('<p> One <b>bold</b></p><p>Two</p><p>Three</p>', 'One bold\nTwo\nThree')
  await japan.shows(
    paperWith({
      'Fees follow the costs.': 'Fees follow the costs.{+BR: One bold} / Two <new BR> / Three <new BR>',
    }),
  )
  await expect(japan.editor.locator('strong')).toHaveText('bold')
})

test('[SC42][EC59] what is pasted leaves its ids, proposals, scripts and pictures behind', async ({
  sit,
  text,
  house,
}) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await japan.after('Nothing')
  await japan.type(' at all')
  await brazil.showsBlock(/at all/)
  const foreign = await brazil.editor
    .locator('.block', { hasText: 'at all' })
    .evaluate(each => each.outerHTML)
  const bad =
    '<p onclick="spoil()">safe<img src="x" onerror="spoil()"><script>spoil()</script> <a href="javascript:spoil()">link</a></p>'
  await brazil.after('costs.')
  await brazil.paste(`${bad}${foreign}`, 'plain')
  await japan.showsBlock('Fees follow the costs.{+BR:safe link}')
  await japan.showsBlock('Nothing at all else applies. <new BR>')
  await brazil.saved()
  const pasted = brazil.editor.locator('.block', { hasText: /safe link|Nothing at all else applies/ })
  await expect(pasted.locator('img, script, a[href], [onclick], [onerror]')).toHaveCount(0)
  const writers = (await house.record(text)).filter(entry => entry.inserted.includes('at all else'))
  expect(writers.map(entry => entry.party)).toEqual(['BR'])
})

test('[SC43] a proposed footnote has its reference at the caret, and the caret in its body', async ({
  sit,
}) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await brazil.after('year')
  await brazil.click('Note')
  await brazil.type('Or more often.')
  await japan.shows(
    paperWith({
      '1 The Parties shall report each year to the Council.':
        '1 The Parties shall report each year{+BR:(2)} to the Council.',
      '* 1 Where the law allows.': '* 2 Or more often. <new BR> / * 1 Where the law allows.',
    }),
  )
})

test('[SC43] a new unit after Standard 13 is a heading and a paragraph, proposed', async ({ sit }) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await brazil.after('at once.')
  await brazil.click('New unit')
  await brazil.type('Standard 13 bis')
  await brazil.press('ArrowDown')
  await brazil.type('Customs should say why.')
  await japan.shows(
    paperWith({
      'Customs should act at once.':
        'Customs should act at once. / # Standard 13 bis <new BR> / Customs should say why. <new BR>',
    }),
  )
  await expect(japan.page.getByRole('navigation', { name: 'Outline' })).toContainText('Standard 13 bis')
})

test('[SC43] `[` over a selection puts a proposed bracket around it, and so does its button', async ({
  sit,
}) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await brazil.select('at once')
  await brazil.type('[')
  await brazil.select('costs')
  await brazil.click('Bracket')
  await japan.shows(
    paperWith({
      'Customs should act at once.': 'Customs should act [at once].',
      'Fees follow the costs.': 'Fees follow the [costs].',
    }),
  )
  const closing = japan.editor.locator('.glyph[data-end="close"][data-party="1"]')
  await expect(closing).toHaveCount(2)
  await expect(closing.first()).toHaveAttribute('data-initials', 'BR')
})

test('[SC44] undo takes back one’s own proposals step by step and nothing of others; redo brings them again', async ({
  sit,
}) => {
  const [brazil, japan] = [await sit('BR'), await sit('JP')]
  await brazil.after('Parties')
  await brazil.type(' also')
  await brazil.select('Nothing')
  await brazil.press('Delete')
  await japan.after('also')
  await japan.type(' and always')
  await brazil.showsBlock(/and always/)
  const done = paperWith({
    '1 The Parties shall report each year to the Council.':
      '1 The Parties{+BR: also}{+JP: and always} shall report each year to the Council.',
    'Nothing else applies.': '{-BR:Nothing} else applies.',
  })
  await japan.shows(done)
  await brazil.press('Control+z', 'Control+z')
  const undone = '1 The Parties{+JP: and always} shall report each year to the Council.'
  await japan.shows(paperRead.replace('1 The Parties shall report each year to the Council.', undone))
  await brazil.press('Control+Shift+z', 'Control+y')
  for (const desk of [brazil, japan]) await desk.shows(done)
})

test('[SC44] whatever a delegation does is recorded as its own proposal, and agreed text is as it was', async ({
  sit,
  house,
  text,
}) => {
  const brazil = await sit('BR')
  const agreed = await house.exported(text, 'clean')
  await brazil.after('Parties')
  await brazil.type(' also')
  await brazil.press('Control+Shift+f')
  await brazil.type('A note')
  await brazil.selectFrom('free of', 'Fees')
  await brazil.press('Delete')
  await brazil.after('Council.')
  await brazil.press('Enter')
  await brazil.paste('<p>One</p><p>Two</p>', 'One\nTwo')
  await brazil.press('Control+z', 'Control+z', 'Control+y')
  await brazil.saved()
  expect(await house.exported(text, 'clean')).toBe(agreed)
  const entries = (await house.record(text)).filter(entry => entry.kind !== 'import')
  expect(entries.length).toBeGreaterThan(10)
  for (const entry of entries) {
    expect(entry).toMatchObject({ party: 'BR', onBehalfOf: null, kind: 'edit' })
    expect(entry.places.every(place => place.proposal !== null)).toBe(true)
  }
})
