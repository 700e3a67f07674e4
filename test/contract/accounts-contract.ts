/** What every store of people, parties, texts and secrets does; one suite for all of them. */
import { describe, expect, it } from 'vitest'
import type { Accounts, Party } from '../../server/actor/accounts.ts'
import type { Actor } from '../../server/actor/actor.ts'
import type { PartyId, PersonId, TextId, UnixMs } from '../../shared/ids.ts'

/** Opens the accounts; `reopen` closes them and opens the same ones again, as after a restart. */
export interface AccountsFixture {
  readonly accounts: Accounts
  readonly reopen: () => Promise<Accounts>
}

const at = (ms: number) => ms as UnixMs
const ana: Actor = { person: 'ana' as PersonId, name: 'Ana', party: 'BR' as PartyId, role: 'delegate' }
const kenji: Actor = { person: 'kenji' as PersonId, name: '健二', party: 'JP' as PartyId, role: 'chair' }

/** A member party with names made of its id. */
export function party(id: string, fields: Partial<Party> = {}): Party {
  const names = { nameEn: `Name of ${id}`, nameFr: `Nom de ${id}`, initials: id }
  return { id: id as PartyId, kind: 'member', ...names, colour: 1, ...fields }
}

export function describeAccounts(name: string, open: () => Promise<AccountsFixture>): void {
  const seeded = async () => {
    const fixture = await open()
    const { accounts } = fixture
    for (const one of [party('JP', { colour: 12 }), party('BR')]) await accounts.addParty(one)
    for (const one of [kenji, ana]) await accounts.addPerson(one, at(1))
    return fixture
  }

  describe(`accounts: ${name}`, () => {
    it('[LO18] keeps parties, people and texts in order of entry, over a restart', async () => {
      const { accounts, reopen } = await seeded()
      const text = { title: 'Annex I', language: 'en', createdAt: at(2), epoch: 'e1' }
      await accounts.addText({ id: 'Z' as TextId, ...text })
      await accounts.addText({ id: 'A' as TextId, ...text })
      const again = await reopen()
      expect(await again.listParties()).toEqual([party('JP', { colour: 12 }), party('BR')])
      expect(await again.listPeople()).toEqual([kenji, ana])
      expect((await again.listTexts()).map(({ id }) => id)).toEqual(['Z', 'A'])
      expect(await again.findText('A' as TextId)).toEqual({ id: 'A', ...text })
    })

    it('[LO18] finds a person, and nobody where there is none', async () => {
      const { accounts } = await seeded()
      expect(await accounts.findActor(ana.person)).toEqual(ana)
      expect(await accounts.findActor('nobody' as PersonId)).toBeNull()
      expect(await accounts.findText('none' as TextId)).toBeNull()
      await accounts.setRole(ana.person, 'observer')
      expect(await accounts.findActor(ana.person)).toEqual({ ...ana, role: 'observer' })
    })

    it('[LO18] lets a link be used once, before its end', async () => {
      const { accounts, reopen } = await seeded()
      for (const hash of ['h1', 'h2'])
        await accounts.addLink({ hash, person: ana.person, expiresAt: at(100) })
      expect(await accounts.useLink('h1', at(100))).toBeNull()
      expect(await Promise.all([accounts.useLink('h1', at(99)), accounts.useLink('h1', at(99))])).toEqual([
        ana.person,
        null,
      ])
      const again = await reopen()
      expect(await again.useLink('h1', at(99))).toBeNull()
      expect(await again.useLink('h2', at(99))).toBe(ana.person)
      expect(await again.useLink('h3', at(99))).toBeNull()
    })

    it('[LO18] keeps sign-ins and tokens until they are ended', async () => {
      const { accounts } = await seeded()
      await accounts.addSignIn({ hash: 's1', person: ana.person, createdAt: at(1), expiresAt: at(9) })
      await accounts.addToken({ hash: 't1', person: kenji.person, createdAt: at(1) })
      expect(await accounts.findSignIn('s1')).toEqual({ person: ana.person, expiresAt: 9 })
      expect(await accounts.findToken('t1')).toBe(kenji.person)
      expect([await accounts.findSignIn('t1'), await accounts.findToken('s1')]).toEqual([null, null])
      await accounts.endSignIn('s1')
      await accounts.endToken('t1')
      expect([await accounts.findSignIn('s1'), await accounts.findToken('t1')]).toEqual([null, null])
    })

    it('[LO18] refuses a duplicate, an unknown party or person, and a colour outside the palette', async () => {
      const { accounts } = await seeded()
      const refusals = [
        accounts.addParty(party('BR')),
        accounts.addParty(party('SN', { colour: 13 })),
        accounts.addPerson(ana, at(1)),
        accounts.addPerson({ ...ana, person: 'awa' as PersonId, party: 'SN' as PartyId }, at(1)),
        accounts.addToken({ hash: 't1', person: 'nobody' as PersonId, createdAt: at(1) }),
      ]
      for (const refusal of refusals)
        await expect(refusal).rejects.toThrow(expect.objectContaining({ code: 'constraint' }))
      expect([await accounts.listParties(), await accounts.listPeople()].map(list => list.length)).toEqual([
        2, 2,
      ])
    })

    it('[LO18] takes what is typed as data, whatever it looks like', async () => {
      const { accounts } = await seeded()
      const title = `'; drop table texts; -- \u0000 " \\ 健 \u{1f600}`
      await accounts.addText({ id: 'T' as TextId, title, language: 'en', createdAt: at(1), epoch: 'e' })
      expect((await accounts.findText('T' as TextId))?.title).toBe(title)
    })
  })
}
