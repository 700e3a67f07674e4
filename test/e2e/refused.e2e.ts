/** A window whose update the server refuses: it begins anew and loses no word. */
import * as Y from 'yjs'
import { renderYjsFrame } from '../../shared/protocol/frame.ts'
import { type Desk, expect, paperRead, test } from './house.ts'

/** Words that this window will never send, then an update that no delegation may make. */
async function typeAndForge(desk: Desk, words: string): Promise<void> {
  const { wire } = desk
  if (!wire) throw new Error('nobody sits at the wire')
  wire.alter = frame => (frame[0] === 0 && frame[1] === 2 ? null : frame)
  await desk.type(words)
  await desk.says('saving')
  wire.alter = frame => frame
  wire.send(renderYjsFrame({ kind: 'update', update: forgedBlock() }))
}

/** A block of agreed text, written raw. */
function forgedBlock(): Uint8Array {
  const doc = new Y.Doc()
  doc.getMap('blocks').set('forged', new Y.Map([['kind', 'paragraph']]))
  return Y.encodeStateAsUpdate(doc)
}

test('[SC63][EC31] a refused window offers the words again, submits them as a new proposal, and keeps nothing of what was refused', async ({
  sit,
  house,
  text,
}) => {
  const [brazil, japan] = [await sit('BR', { wire: true }), await sit('JP')]
  await brazil.after('Fees')
  await brazil.type(' always')
  await brazil.saved()
  await typeAndForge(brazil, ' and everywhere')
  const { page } = brazil
  await expect(page.getByText('This change was not taken.')).toBeVisible()
  await expect(page.getByText('Your 2 words are kept here.')).toBeVisible()
  await expect(page.getByText(/GU\d+/)).toBeVisible()
  await brazil.says('refused')
  const before = paperRead.replace('Fees follow', 'Fees{+BR: always} follow')
  for (const desk of [brazil, japan]) await desk.shows(before)
  await brazil.after('at once.')
  await brazil.click('Submit as a proposal')
  await japan.showsBlock(' and everywhere <new BR>')
  await brazil.saved()
  await expect(page.getByText('This change was not taken.')).toBeHidden()
  await brazil.type(' else')
  await japan.showsBlock(/ else/)
  await brazil.saved()
  const shown = await japan.read()
  await page.reload()
  await brazil.saved()
  await brazil.shows(shown)
  expect((await house.record(text)).every(entry => entry.party === 'BR' || entry.kind === 'import')).toBe(
    true,
  )
})

test('[SC63][EC31] words that were refused are asked for before they are left, and gone when they are discarded', async ({
  sit,
}) => {
  const japan = await sit('JP', { wire: true })
  await japan.after('Fees')
  await typeAndForge(japan, ' never')
  await expect(japan.page.getByText('This change was not taken.')).toBeVisible()
  const isAsked = () =>
    japan.page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })))
  expect(await isAsked()).toBe(true)
  await japan.click('Discard')
  await expect(japan.page.getByText('This change was not taken.')).toBeHidden()
  await japan.shows(paperRead)
  await japan.saved()
  expect(await isAsked()).toBe(false)
  await japan.page.reload()
  await japan.saved()
  await japan.shows(paperRead)
})
