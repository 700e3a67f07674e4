/** What "Saved" means: slow lines, no line, a killed server, a tab that goes. */
import { type Desk, expect, House, paperRead, paperWith, test } from './house.ts'

test('[SC59][RL15] says "Saved" only when the record holds what is shown, over a slow line', async ({
  sit,
  house,
  text,
}) => {
  const brazil = await sit('BR', { line: true })
  await brazil.page.evaluate(noteSaved, 'ø')
  if (brazil.line) brazil.line.delayMs = 40
  await brazil.after('Fees')
  for (let round = 0; round < 4; round++) {
    await brazil.type('øøø')
    await brazil.saved()
  }
  await brazil.showsBlock(`Fees{+BR:${'ø'.repeat(12)}} follow the costs.`)
  const said = await brazil.page.evaluate(() => window.saidSaved)
  const written = (await house.record(text)).filter(entry => entry.party === 'BR')
  expect(said.length).toBeGreaterThanOrEqual(4)
  for (const { at, letters } of said) {
    const held = written.filter(entry => entry.at <= at).map(entry => entry.inserted)
    expect(count(held.join(''), 'ø')).toBeGreaterThanOrEqual(letters)
  }
})

test('[SC59] what the secretary types behind a break on its way is not called saved', async ({ sit }) => {
  const secretary = await sit('SEC', { line: true })
  await secretary.page.evaluate(noteSaved, 'ø')
  secretary.line?.hold('up')
  await secretary.after('costs.')
  await secretary.press('Enter')
  await secretary.type('øøø')
  await secretary.says('saving')
  secretary.line?.release('up')
  await secretary.saved()
  await secretary.showsBlock('øøø')
  const said = await secretary.page.evaluate(() => window.saidSaved)
  expect(said.map(({ letters }) => letters)).toEqual([3])
})

test('[SC59] what cannot be sent is not called saved, nor what is not answered', async ({
  sit,
  house,
  text,
}) => {
  const brazil = await sit('BR', { line: true })
  const words = async () => (await house.record(text)).map(entry => entry.inserted).join('')
  brazil.line?.hold('up')
  await brazil.after('Fees')
  await brazil.type(' now')
  await brazil.says('saving')
  expect(await words()).toBe('')
  await expect(brazil.saving).toHaveText('Saving')
  brazil.line?.release('up')
  await brazil.saved()
  expect(await words()).toBe(' now')
  brazil.line?.hold('down')
  await brazil.type(' and then')
  await expect.poll(words).toBe(' now and then')
  await brazil.says('saving')
  brazil.line?.release('down')
  await brazil.saved()
})

test('[SC60] without a line one writes on and is told so; when it is back both sides’ words stand, saved', async ({
  sit,
}) => {
  const [brazil, japan] = [await sit('BR', { line: true }), await sit('JP')]
  brazil.line?.cut()
  await brazil.says('offline')
  await brazil.after('Fees')
  await brazil.type(' offline')
  await expect(brazil.saving).toHaveText(/Offline, \d+ changes kept on this machine/)
  await expect(brazil.page.getByText(/Write on: \d+ changes are kept/)).toBeVisible()
  await japan.before('follow')
  await japan.type('always ')
  await japan.after('at once')
  await japan.type(' too')
  await japan.saved()
  await brazil.select('Nothing')
  await brazil.press('Delete')
  brazil.line?.mend()
  await brazil.saved()
  const both = paperWith({
    'Customs should act at once.': 'Customs should act at once{+JP: too}.',
    'Fees follow the costs.': 'Fees{+BR: offline} {+JP:always }follow the costs.',
    'Nothing else applies.': '{-BR:Nothing} else applies.',
  })
  for (const desk of [brazil, japan]) await desk.shows(both)
})

test('[SC60] offline no decision is offered, and the secretary’s keys in agreed text say why nothing happens', async ({
  sit,
}) => {
  const secretary = await sit('SEC', { line: true })
  secretary.line?.cut()
  await secretary.says('offline')
  await secretary.page.getByRole('tab', { name: /Brackets/ }).click()
  const card = await secretary.openCard('[shall]')
  await expect(card.getByRole('button', { name: 'Lift the bracket' })).toBeDisabled()
  await secretary.after('Fees')
  await secretary.type('x')
  await secretary.press('Enter')
  await secretary.shows(paperRead)
  await expect(secretary.page.getByText(/No line since .* Agreed text is only read/)).toBeVisible()
})

test('[SC61][RL15] words that were not sent outlive a reload, and are called saved only when the record holds them', async ({
  sit,
  house,
  text,
}) => {
  const brazil = await sit('BR', { wire: true })
  await brazil.wire?.shut()
  await brazil.says('offline')
  await brazil.after('Fees')
  await brazil.type(' unsent')
  const asked = brazil.page.waitForEvent('dialog')
  const reloaded = brazil.page.reload()
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.accept()
  await reloaded
  await brazil.showsBlock('Fees{+BR: unsent} follow the costs.')
  await brazil.says('offline')
  expect(await house.exported(text)).not.toContain('unsent')
  const wire = brazil.wire
  const kept: Uint8Array[] = []
  if (wire) {
    // What the window sends of its own is held back here: until it has arrived, nothing is saved.
    wire.alter = frame => {
      const isWords = frame[0] === 0 && frame[1] !== 0
      if (isWords) kept.push(frame)
      return isWords ? null : frame
    }
    wire.open()
  }
  await expect.poll(() => kept.length, { timeout: 20_000 }).toBeGreaterThan(0)
  await brazil.page.waitForFunction(() =>
    document.querySelector('[data-saving]:not([data-saving="offline"])'),
  )
  await brazil.says('saving')
  if (wire) wire.alter = frame => frame
  for (const frame of kept) wire?.send(frame)
  await brazil.saved()
  expect(await house.exported(text)).toContain('unsent')
})

test('[SC61][RL15] words that were not sent outlive a tab that goes and a sign-in that ends', async ({
  house,
}) => {
  const own = await House.open(house.browser)
  try {
    const paper = await own.bringIn()
    const japan = await own.sit('JP', paper, { wire: true })
    await japan.wire?.shut()
    await japan.says('offline')
    await japan.after('Fees')
    await japan.type(' unsent')
    const asked = japan.page.waitForEvent('dialog')
    const gone = japan.page.waitForEvent('close')
    await japan.page.close({ runBeforeUnload: true })
    await (await asked).accept()
    await gone
    const home = await own.openDesk('JP')
    await home.page.goto(own.address('JP', '/'))
    await home.click('EN, language and appearance')
    await home.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(home.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await home.page.goto(await own.freshLink('JP'))
    await expect(home.page.getByRole('heading', { name: 'Texts' })).toBeVisible()
    await home.page.goto(own.address('JP', `/texts/${paper}`))
    await home.showsBlock('Fees{+JP: unsent} follow the costs.')
    await home.saved()
    expect(await own.exported(paper)).toContain('unsent')
  } finally {
    await own.close()
  }
})

test('[SC62] killed while four people type: whatever was shown as saved, or to others, is in the record, and the rest goes in when it is back', async ({
  house,
}) => {
  const own = await House.open(house.browser)
  try {
    const paper = await own.bringIn()
    const desks: Desk[] = []
    for (const party of ['BR', 'JP', 'SN', 'SEC']) desks.push(await own.sit(party, paper, { line: true }))
    const places = ['Parties', 'at once', 'charge', 'Fees']
    const letters = ['ø', 'ж', 'ñ', 'ß']
    for (const [i, desk] of desks.entries()) {
      await desk.page.evaluate(noteSaved, letters[i] ?? '')
      await desk.after(places[i] ?? '')
    }
    for (const [i, desk] of desks.entries()) await desk.type((letters[i] ?? '').repeat(5))
    for (const desk of desks) await desk.saved()
    const typing = Promise.all(desks.map((desk, i) => desk.type((letters[i] ?? '').repeat(35))))
    const entries = async () => (await own.record(paper)).length
    const before = await entries()
    await expect.poll(entries, { intervals: [5] }).toBeGreaterThan(before + 20)
    await own.server.kill()
    for (const desk of desks) desk.line?.cut()
    await typing
    for (const desk of desks) await desk.says('offline')
    await own.server.start()
    const held = await own.exported(paper)
    for (const desk of desks) {
      const seen = await desk.read()
      for (const [i, letter] of letters.entries())
        if (desks[i] !== desk) expect(count(held, letter)).toBeGreaterThanOrEqual(count(seen, letter))
    }
    for (const [i, desk] of desks.entries()) {
      const said = await desk.page.evaluate(() => window.saidSaved.at(-1)?.letters ?? 0)
      expect(said).toBeGreaterThanOrEqual(5)
      expect(count(held, letters[i] ?? '')).toBeGreaterThanOrEqual(said)
    }
    const typed = await Promise.all(desks.map(desk => desk.read()))
    for (const desk of desks) desk.line?.mend()
    for (const desk of desks)
      await expect(desk.saving).toHaveAttribute('data-saving', 'saved', { timeout: 30_000 })
    const [whole = ''] = await Promise.all(desks.map(desk => desk.read()))
    for (const [i, desk] of desks.entries()) {
      await desk.shows(whole)
      expect(count(whole, letters[i] ?? '')).toBe(count(typed[i] ?? '', letters[i] ?? ''))
    }
    for (const letter of letters.slice(0, 3)) expect(count(whole, letter)).toBe(40)
    expect(await own.leave()).toEqual([])
  } finally {
    await own.close()
  }
})

declare global {
  interface Window {
    /** Each time the page came to say "Saved": when, and how many of the letters watched for it showed. */
    saidSaved: { at: number; letters: number }[]
  }
}

/** Notes from now on when the page comes to say "Saved", and how many of these letters it shows then. */
function noteSaved(letter: string): void {
  window.saidSaved = []
  const state = document.querySelector('[data-saving]') as HTMLElement
  new MutationObserver(() => {
    const letters = document.querySelector('.ProseMirror')?.textContent.split(letter).length ?? 1
    if (state.dataset['saving'] === 'saved') window.saidSaved.push({ at: Date.now(), letters: letters - 1 })
  }).observe(state, { attributeFilter: ['data-saving'] })
}

function count(words: string, letter: string): number {
  return words.split(letter).length - 1
}
