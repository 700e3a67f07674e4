import { expect, paperRead, test } from './house.ts'

test('[SC39] try', async ({ sit }) => {
  console.time('sit'); const br = await sit('BR'); console.timeEnd('sit')
  console.time('sit2'); const jp = await sit('JP'); console.timeEnd('sit2')
  console.time('sit3'); const sec = await sit('SEC'); console.timeEnd('sit3')
  console.log(await br.read()); console.log(paperRead === await br.read())
  await br.after('report'); await br.type(' in writing')
  await jp.shows(/in writing/)
  console.log(await jp.read())
  await sec.after('free'); await sec.press('Enter'); await sec.type('foo')
  await sec.saved()
  console.log(await jp.read())
  await jp.select('one contact'); await jp.press('Delete'); await jp.saved()
  console.log(await sec.read())
  await sec.page.screenshot({ path: 'test-results/try.png' })
})
