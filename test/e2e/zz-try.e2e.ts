import { test } from './house.ts'
test('[SC39] try', async ({ sit }) => {
  test.setTimeout(200000)
  const [br, jp, sec] = [await sit('BR'), await sit('JP'), await sit('SEC')]
  await br.after('Customs should'); await jp.after('Parties'); await sec.after('Fees')
  const words = ' always and fully and then'
  for (let i = 0; i < words.length; i++) { await br.type(words[i]!); await jp.type(words[i]!); if (i < 8) await sec.type(words[i]!) }
  await jp.select('report each'); await jp.press('Delete'); await jp.saved()
  await br.selectFrom('free of', 'Nothing'); await br.press('Backspace'); await br.saved()
  await br.after('Council.'); await br.press('Enter'); await br.type('New one.'); await br.saved()
  await br.after('at once.'); await br.press('Control+Shift+Enter'); await br.type('Standard 13 bis'); await br.press('ArrowDown'); await br.type('Body of it.');  await br.saved()
  await br.after('year'); await br.click('Note'); await br.type('A note by us.'); await br.saved()
  await br.select('name one'); await br.type('['); await br.saved()
  await sec.after('point'); await sec.press('Enter'); await sec.type('hello'); await sec.saved(); await sec.press('Control+b'); await sec.type('bold'); await sec.press('Backspace', 'Backspace'); await sec.saved()
  await sec.page.getByRole('link', { name: 'Record' }).click()
  await sec.page.locator('tbody tr').first().waitFor()
  await sec.page.setViewportSize({ width: 1280, height: 2200 })
  await sec.page.screenshot({ path: '/tmp/e2e-shots/record-rich.png' })
})
