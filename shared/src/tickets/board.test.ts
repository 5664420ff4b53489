import { expect, test } from 'vitest'
import { boardingOpens, colourOf, decideBoarding } from './board.ts'
import type { BoardingFact } from './events.ts'
import type { Evidence, ManifestRow, Presented } from './evidence.ts'
import { claimsOf } from './ticket.ts'
import { verdicts } from './verdicts.ts'

const minute = 60_000
const leaves = Date.UTC(2026, 10, 24, 6, 15)
const departure = { id: 'demo:T9@20261124', day: 20_781 }
const ticket = 'ab'.repeat(16)
const claims = claimsOf({
  ticket,
  reference: 'K7PQM4',
  departure,
  seat: '4C',
  board: 0,
  alight: 2,
  arrivesAt: leaves + 230 * minute,
  name: 'Rūta Kazlauskaitė',
  rev: 1,
  due: 0,
  issuedAt: leaves - 60 * minute,
})
const row: ManifestRow = {
  ticket,
  reference: 'K7PQM4',
  seat: '4C',
  name: 'Rūta K.',
  board: 0,
  alight: 2,
  status: 'valid',
  rev: 1,
  statusAt: null,
  replacedBy: null,
  due: { amount: 0, currency: 'EUR' },
}
const evidence: Evidence = {
  now: leaves,
  departure: { ...departure, currency: 'EUR', leavesAt: [leaves, leaves + 80 * minute, leaves + 230 * minute] },
  stop: 0,
  manifest: [row],
  manifestAt: leaves - 10 * minute,
  facts: [],
  clockOffBy: null,
  deviceRevoked: false,
}
const code: Presented = { kind: 'code', claims, signature: 'good' }
const boarded: BoardingFact = {
  event: 'e'.repeat(32),
  ticket,
  departure: departure.id,
  stop: 0,
  kind: 'board',
  device: 'd'.repeat(32),
  deviceAt: leaves - 20 * minute,
  offset: 7 * minute,
  manifestAt: null,
}
const told = (presented: Presented, change: Partial<Evidence> = {}): string[] =>
  decideBoarding(presented, { ...evidence, ...change }).reasons.map((reason) => reason.verdict)

test('[TK10] everything that is wrong is told, the most serious first', () => {
  const boarding = decideBoarding(code, {
    ...evidence,
    manifest: [{ ...row, seat: '7C', due: { amount: 2400, currency: 'EUR' } }],
    facts: [boarded],
    stop: 2,
    clockOffBy: 840_000,
    deviceRevoked: true,
  })
  expect(boarding.reasons.map((reason) => reason.verdict)).toEqual([
    'device-revoked',
    'already-boarded',
    'leg-ended',
    'seat-moved',
    'clock-suspect',
    'cash-due',
  ])
  expect(boarding.colour).toBe('red')
})

test('[TK22] a phone that may no longer check tickets says so before anything else, whatever the code', () => {
  expect(told(code, { deviceRevoked: true })[0]).toBe('device-revoked')
  const forged: Presented = { kind: 'code', claims, signature: 'forged' }
  expect(told(forged, { deviceRevoked: true })[0]).toBe('device-revoked')
})

test('[TK10] green lets board, amber asks, red stops, and no ticket has no colour', () => {
  const of = (colour: string): string[] => verdicts.filter((verdict) => colourOf(verdict) === colour)
  expect(of('green')).toEqual(['valid-not-on-manifest', 'valid'])
  expect(of('none')).toEqual(['not-a-ticket'])
  expect(of('amber')[0]).toBe('already-boarded')
  expect(of('red').at(-1)).toBe('wrong-departure')
})

test('[TK10] every verdict carries the age of the list', () => {
  for (const presented of [code, { kind: 'request' }, { kind: 'nothing' }] satisfies Presented[])
    expect(decideBoarding(presented, evidence).manifestAt).toBe(evidence.manifestAt)
})

test.each(['unknown-key', 'key-revoked', 'forged'] as const)(
  '[TK11] a code that is %s tells no name and no seat',
  (signature) => {
    const boarding = decideBoarding(
      { kind: 'code', claims, signature },
      { ...evidence, manifest: [], facts: [boarded] },
    )
    expect(boarding.reasons).toEqual([{ verdict: signature }])
    expect(boarding.holder).toBeNull()
  },
)

test('[TK12] a replaced ticket names the seat of the one that replaced it', () => {
  const replaced = {
    ...row,
    status: 'superseded',
    statusAt: leaves,
    replacedBy: { ticket: 'cd'.repeat(16), seat: '7C' },
  } as const
  const [first] = decideBoarding(code, { ...evidence, manifest: [replaced] }).reasons
  expect(first).toEqual({ verdict: 'superseded', at: leaves, seat: '7C' })
})

test('[TK12] a lower issue stops where a higher one was seen', () => {
  expect(told(code, { highestRev: 2 })).toEqual(['superseded'])
  expect(told(code, { highestRev: 1 })).toEqual(['valid'])
  expect(told(code, { manifest: [{ ...row, rev: 2, seat: '9A' }] })).toEqual(['superseded'])
})

test('[TK12] the code in hand may be of a higher issue than the list', () => {
  expect(told({ ...code, claims: { ...claims, rev: 2 } } as Presented)).toEqual(['valid'])
})

test('[TK13] of a ticket for another departure only that, its life and its boardings are judged', () => {
  const elsewhere = {
    kind: 'code',
    claims: { ...claims, run: '0'.repeat(16), day: 20_782 },
    signature: 'good',
  } as const
  expect(told(elsewhere, { manifest: [], stop: 2, now: 0 })).toEqual(['wrong-date', 'wrong-departure'])
  const [first] = decideBoarding(elsewhere, { ...evidence, manifest: [] }).reasons
  expect(first).toEqual({ verdict: 'wrong-date', day: 20_782, run: '0'.repeat(16) })
})

test("[TK14] a second scan says when the first was, by the server's clock", () => {
  const [first] = decideBoarding(code, { ...evidence, facts: [boarded] }).reasons
  expect(first).toEqual({ verdict: 'already-boarded', boarding: boarded, at: leaves - 13 * minute })
  expect(told({ ...code, claims: { ...claims, rev: 2 } } as Presented, { facts: [boarded] })).toEqual([
    'already-boarded',
  ])
})

test('[TK15] a ride from the second stop boards there and not before, and not where it ends', () => {
  const later = { ...row, board: 1 }
  const at = (stop: number): string[] => told(code, { manifest: [later], stop, now: leaves + 70 * minute })
  expect([at(0), at(1), at(2)]).toEqual([['board-later'], ['valid'], ['leg-ended']])
})

test('[TK16] boarding opens 30 minutes before the coach leaves the stop', () => {
  expect(told(code, { now: leaves - boardingOpens - 1 })).toEqual(['too-early'])
  expect(told(code, { now: leaves - boardingOpens })).toEqual(['valid'])
  expect(told(code, { now: claims.expiresAt })).toEqual(['valid'])
  expect(told(code, { now: claims.expiresAt + 1 })).toEqual(['too-late'])
})

test('[TK17] a phone whose clock is off judges neither too early nor too late', () => {
  expect(told(code, { clockOffBy: -900_000, now: 0 })).toEqual(['clock-suspect'])
  expect(told(code, { clockOffBy: 900_000, now: claims.expiresAt * 2 })).toEqual(['clock-suspect'])
})

test('[TK18] what is owed stands beside every verdict that believes the code', () => {
  const due = { amount: 2400, currency: 'EUR' }
  const owing = { ...evidence, manifest: [{ ...row, due }] }
  expect(decideBoarding(code, owing).verdict).toBe('cash-due')
  expect(decideBoarding(code, { ...owing, facts: [boarded] })).toMatchObject({ verdict: 'already-boarded', due })
  const cash = { ...boarded, event: 'f'.repeat(32), kind: 'cash', amount: due } as const
  expect(decideBoarding(code, { ...owing, facts: [cash] })).toMatchObject({ verdict: 'valid', due: null })
})

test('[TK18] the list knows better than the code what is owed', () => {
  const owing = { ...code, claims: { ...claims, due: 2400 } } as Presented
  expect(told(owing)).toEqual(['valid'])
  expect(decideBoarding(owing, { ...evidence, manifest: [] }).due).toEqual({ amount: 2400, currency: 'EUR' })
})

test('[TK19] a ticket that the list lacks is noted when it is newer than the list, else checked by hand', () => {
  const listed = (manifestAt: number | null): string[] => told(code, { manifest: [], manifestAt })
  expect(listed(claims.issuedAt)).toEqual(['valid-not-on-manifest'])
  expect(listed(claims.issuedAt + 2 * minute)).toEqual(['valid-not-on-manifest'])
  expect(listed(claims.issuedAt + 2 * minute + 1)).toEqual(['missing-from-manifest'])
  expect(listed(null)).toEqual(['valid-not-on-manifest'])
})

test('[TK20] a moved passenger is shown the new seat', () => {
  const boarding = decideBoarding(code, { ...evidence, manifest: [{ ...row, seat: '7C' }] })
  expect(boarding.reasons).toEqual([{ verdict: 'seat-moved', seat: '7C' }])
  expect(boarding.holder?.seat).toBe('7C')
})

test('[TK21] a request that waits never boards', () => {
  expect(decideBoarding({ kind: 'request' }, evidence)).toMatchObject({
    verdict: 'not-confirmed',
    colour: 'red',
    holder: null,
  })
})

test('[TK23] somebody found by name is judged like a code', () => {
  const found: Presented = { kind: 'entry', ticket }
  expect(told(found)).toEqual(['valid'])
  expect(told(found, { facts: [boarded], stop: 2 })).toEqual(['already-boarded', 'leg-ended'])
  expect(told(found, { manifest: [{ ...row, status: 'cancelled' }] })).toEqual(['cancelled'])
  expect(told(found, { now: leaves + 230 * minute + 24 * 60 * minute + 1 })).toEqual(['too-late'])
  expect(told(found, { manifest: [] })).toEqual(['not-a-ticket'])
})
