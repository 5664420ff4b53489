import fc from 'fast-check'
import { expect, test } from 'vitest'
import { claimsOf, cutName, shortName } from './ticket.ts'

const utf8 = new TextEncoder()

test('[TK2] a name is cut to 24 bytes, never within a character', () => {
  expect(cutName('Rūta Kazlauskaitė')).toBe('Rūta Kazlauskaitė')
  expect(cutName('Žydrūnė Šventickaitė')).toBe('Žydrūnė Šventickait')
  expect(cutName('अनुराधा कृष्णमूर्ति')).toBe('अनुराधा')
  expect(cutName('Ann 👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀')).toMatch(/^Ann /)
})

test('[TK2] whatever the name, it stays its own beginning and within 24 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
      const cut = cutName(name)
      expect(utf8.encode(cut).length).toBeLessThanOrEqual(24)
      expect(name.normalize('NFC').trim().startsWith(cut)).toBe(true)
    }),
  )
})

test('[TK2] half a character from a broken keyboard cannot break the code', () => {
  expect(cutName('A\ud83d')).toBe('A\ufffd')
})

test('[TK3] a ticket is good until a day after its arrival', () => {
  const arrivesAt = Date.UTC(2026, 10, 24, 10, 5)
  const claims = claimsOf({
    ticket: 'ab'.repeat(16),
    reference: 'K7PQM4',
    departure: { id: 'demo:T9@20261124', day: 20_781 },
    seat: '4C',
    board: 0,
    alight: 2,
    arrivesAt,
    name: 'Rūta',
    rev: 0,
    due: 0,
    issuedAt: arrivesAt - 123_456_789,
  })
  expect(claims.expiresAt).toBe(Date.UTC(2026, 10, 25, 10, 5))
  expect(claims.issuedAt % 1000).toBe(0)
})

test('a manifest shows a first name and an initial', () => {
  expect(shortName('Rūta Kazlauskaitė')).toBe('Rūta K.')
  expect(shortName('  Juan  Carlos de la ñandú ')).toBe('Juan Ñ.')
  expect(shortName('Madonna')).toBe('Madonna')
  expect(shortName('')).toBe('')
})
