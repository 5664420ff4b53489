import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { must } from 'shared/base/result.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import type { BoardIntent } from 'shared/tickets/intents.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { sqliteSnapshot } from '../db/snapshot.ts'
import { makeWorld } from '../testing/world.ts'
import { publishKeys } from '../tickets/keys.ts'
import { audit, checks, findingText } from './audit.ts'

const nine = departureIdAt(9)
let folder: string
let sound: string
const ids = { booking: '', cancelled: '', refused: '', ticket: '', event: '', account: '', dependent: '', held: '' }

const booked = z.object({ booking: z.string() })

/** A morning on one coach: parties, a cancellation, refusals, boardings and cash. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wayfare-audit-'))
  const world = await makeWorld({ folder })
  const { context } = world
  await context.db.transact((tx) => publishKeys(tx, context.signer))
  const phone = await world.passenger()
  ids.account = phone.actor.account
  const book = async (about: Partial<Parameters<typeof bookIntentOf>[0]> = {}) =>
    booked.parse((await phone.ask('booking.book', bookIntentOf({ departure: nine, ...about }))).data).booking
  ids.booking = await book({ passengers: 2 })
  ids.cancelled = await book({ from: 2, to: 4 })
  expect((await phone.ask('booking.cancel', { booking: ids.cancelled })).status).toBe('confirmed')
  await book({ from: 3, to: 6 })
  const dear = phone.envelope('booking.book', bookIntentOf({ departure: nine, ceiling: 1 }))
  const after = phone.envelope('booking.cancel', { booking: dear.id }, { after: [dear.id] })
  await phone.send([dear, after])
  ids.refused = dear.id
  ids.dependent = after.id

  const conductor = await world.conductor()
  const db = new Sqlite(world.file, { readonly: true })
  const tickets = db.prepare<[string], string>('select id from ticket where booking = ? order by id').pluck()
  const [first, second] = tickets.all(ids.booking)
  db.close()
  ids.ticket = must(first, 'ticket')
  const fact = (about: Partial<BoardIntent>): BoardIntent => ({
    event: world.id(),
    ticket: ids.ticket,
    departure: nine,
    stop: 0,
    kind: 'board',
    device: conductor.device,
    deviceAt: world.clock.now,
    offset: 0,
    manifestAt: null,
    verdict: 'cash-due',
    ...about,
  })
  ids.event = world.id()
  await conductor.ask('tickets.board', fact({ event: ids.event }))
  await conductor.ask('tickets.board', fact({}))
  await conductor.ask('tickets.board', fact({ kind: 'cash', amount: { amount: 500, currency: 'EUR' } }))
  await conductor.ask('tickets.board', fact({ ticket: must(second, 'ticket') }))
  ids.held = (await phone.ask('tickets.board', fact({}))).id
  await world.close()
  sound = join(folder, 'wayfare.db')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let copies = 0

/** What the audit says of the database after somebody has been at it. */
async function auditAfter(damage: string): Promise<string[]> {
  const file = join(folder, `copy-${(copies += 1)}.db`)
  copyFileSync(sound, file)
  const db = new Sqlite(file)
  db.pragma('foreign_keys = OFF')
  db.exec(damage)
  db.close()
  const snapshot = sqliteSnapshot(file)
  try {
    const said: string[] = []
    for await (const finding of audit(snapshot.reader)) said.push(findingText(finding))
    return said
  } finally {
    await snapshot.close()
  }
}

test('nothing is wrong with a database to which nobody did anything', async () => {
  expect(await auditAfter('select 1')).toEqual([])
})

/** The table again, without its keys, so that what they forbid can be there. */
const keyless = (table: string): string =>
  `create table copy as select * from ${table}; drop table ${table}; alter table copy rename to ${table};`

const oneLeg = `(departure, seat, leg) = (select departure, seat, leg from seat_leg where booking = '$booking' order by seat, leg limit 1)`

/** By check: damage, and where it is found. `$booking` and the like stand for ids. */
const damages: readonly (readonly [number: string, damage: string, at: string])[] = [
  [
    'AU1',
    `${keyless('seat_leg')} insert into seat_leg select departure, seat, leg, 'b2' from seat_leg where ${oneLeg}`,
    `departure ${nine} seat`,
  ],
  ['AU2', `update seat_leg set booking = '$cancelled' where ${oneLeg}`, `departure ${nine} seat`],
  ['AU2', `update seat_leg set booking = 'nobody' where ${oneLeg}`, `departure ${nine} seat`],
  ['AU2', `update booking set status = 'expired' where id = '$booking'`, `departure ${nine} seat`],
  ['AU2', `update booking set alight = 1 where id = '$booking'`, `departure ${nine} seat`],
  ['AU3', `delete from seat_leg where ${oneLeg}`, 'booking $booking'],
  ['AU3', `update booking set status = 'confirmed' where id = '$cancelled'`, 'booking $cancelled'],
  ['AU4', `update departure set taken = '{}'`, `departure ${nine} seat`],
  ['AU4', `update departure set taken = '{"12D":"3f"}'`, `departure ${nine} seat 12D`],
  ['AU4', `update departure set taken = 'x'`, `departure ${nine} `],
  ['AU5', `update seat_leg set seat = '99Z' where ${oneLeg}`, `departure ${nine} seat 99Z`],
  ['AU5', `update seat_leg set leg = 17 where ${oneLeg}`, `departure ${nine} seat`],
  ['AU5', `update departure set frozen = '{}'`, `departure ${nine} `],
  ['AU10', `delete from booking_passenger where booking = '$booking' and position = 1`, 'booking $booking'],
  ['AU10', `update booking_passenger set seat = '1A' where booking = '$booking'`, 'booking $booking'],
  ['AU11', `delete from intent where id = '$booking'`, 'booking $booking'],
  ['AU11', `update intent set account = 'somebody' where id = '$booking'`, 'booking $booking'],
  ['AU11', `update intent set status = 'refused' where id = '$booking'`, 'booking $booking'],
  ['AU12', `update booking set id = '$refused' where id = '$booking'`, 'intent $refused'],
  ['AU12', `update ticket set booking = '$refused' where id = '$ticket'`, 'intent $refused'],
  ['AU13', `delete from booking where id = '$booking'`, 'intent $booking'],
  ['AU14', `update booking set status = 'confirmed' where id = '$cancelled'`, 'intent '],
  ['AU14', `update booking set account = 'somebody' where id = '$cancelled'`, 'intent '],
  ['AU15', `update booking set booked_at = ends_at where id = '$booking'`, 'booking $booking'],
  ['AU15', `update booking set alight = 40 where id = '$booking'`, 'booking $booking'],
  ['AU15', `update booking set ends_at = ends_at + 1 where id = '$booking'`, 'booking $booking'],
  ['AU20', `update ticket set seat = '1D' where id = '$ticket'`, 'ticket $ticket'],
  ['AU20', `update ticket set booking = 'none' where id = '$ticket'`, 'ticket $ticket'],
  ['AU20', `update ticket set account = 'somebody' where id = '$ticket'`, 'ticket $ticket'],
  ['AU20', `update booking set status = 'cancelled' where id = '$booking'`, 'ticket $ticket'],
  ['AU21', `update ticket set status = 'cancelled' where id = '$ticket'`, 'booking $booking seat'],
  ['AU21', `update booking_passenger set ticket = null where ticket = '$ticket'`, 'booking $booking seat'],
  ['AU22', `update booking set due = 0 where id = '$booking'`, 'booking $booking'],
  ['AU22', `update booking set due = 1 where id = '$cancelled'`, 'booking $cancelled'],
  ['AU23', `update ticket set due = 500 where id = '$ticket'`, 'ticket $ticket'],
  ['AU23', `delete from boarding_event where kind = 'cash'`, 'ticket $ticket'],
  ['AU24', `update ticket set text = 'BT1:HELLO' where id = '$ticket'`, 'ticket $ticket'],
  ['AU24', `update ticket set rev = 3 where id = '$ticket'`, 'ticket $ticket'],
  ['AU24', `delete from ticket_key`, 'ticket $ticket'],
  ['AU24', `update ticket_key set x = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'`, 'ticket $ticket'],
  ['AU25', `update boarding_event set fact = '{}' where id = '$event'`, 'event $event'],
  ['AU25', `update boarding_event set kind = 'alight' where id = '$event'`, 'event $event'],
  ['AU26', `update boarding_event set flags = '[]' where id = '$event'`, 'event $event'],
  ['AU26', `update boarding_event set flags = '["double-boarded"]' where kind = 'cash'`, 'event '],
  ['AU27', `update intent set status = 'confirmed' where id = '$held'`, 'fact $held'],
  ['AU27', `delete from intent where id = '$held'`, 'fact $held'],
  ['AU28', `update intent set status = 'refused' where id = '$held'`, 'intent $held'],
  ['AU30', `update intent set status = null, outcome = null where id = '$booking'`, 'intent $booking'],
  ['AU30', `update intent set outcome = '{}' where id = '$booking'`, 'intent $booking'],
  ['AU30', `update intent set code = null where id = '$refused'`, 'intent $refused'],
  [
    'AU30',
    `update intent set outcome = replace(outcome, 'confirmed', 'recorded') where id = '$booking'`,
    'intent $booking',
  ],
  ['AU31', `update sync_device set account = 'somebody'`, 'intent $booking'],
  ['AU31', `delete from sync_device`, 'intent $booking'],
  ['AU31', `update sync_device set pruned_through = 1`, 'intent $booking'],
  ['AU32', `${keyless('intent')} update intent set n = 1`, 'device '],
  ['AU33', `update intent set status = 'confirmed' where id = '$refused'`, 'intent $dependent'],
  ['AU33', `update intent set n = 99 where id = '$refused'`, 'intent $dependent'],
  ['AU33', `delete from intent where id = '$refused'`, 'intent $dependent'],
  ['AU34', `update scope_head set seq = 0 where scope = 'account:$account'`, 'intent $booking'],
  ['AU34', `delete from scope_head where scope = 'departure:${nine}'`, 'intent $booking'],
  ['AU40', `update scope_head set seq = seq + 1 where scope = 'public'`, 'scope public'],
  ['AU40', `update scope_head set seq = seq - 1 where scope = 'account:$account'`, 'scope account:$account'],
  ['AU41', `delete from scope_head where scope = 'public'`, 'scope public'],
  ['AU42', `update scope_head set digest = '00000000000000aa' where scope = 'public'`, 'scope public'],
  ['AU42', `update change_log set op = 'remove' where id = '$ticket'`, 'scope account:$account'],
  [
    'AU43',
    `update change_log set value = '{}' where kind = 'booking' and id = '$booking'`,
    'booking $booking in account:',
  ],
  ['AU43', `update booking set price = 7 where id = '$booking'`, 'booking $booking in account:$account'],
  [
    'AU43',
    `update change_log set scope = 'account:spy' where kind = 'booking' and id = '$booking'`,
    'booking $booking in account:spy',
  ],
  [
    'AU43',
    `update change_log set scope = 'public' where kind = 'booking' and id = '$booking'`,
    'booking $booking in public',
  ],
  [
    'AU43',
    `update change_log set kind = 'gossip' where kind = 'booking' and id = '$booking'`,
    'gossip $booking in account:',
  ],
  [
    'AU43',
    `update change_log set op = 'remove' where kind = 'ticket' and id = '$ticket'`,
    'ticket $ticket in account:',
  ],
  ['AU43', `update change_log set rev = 9 where kind = 'booking' and id = '$booking'`, 'booking $booking in account:'],
  ['AU43', `delete from boarding_event where id = '$event'`, 'boarding-event $event in manifest:'],
  ['AU44', `delete from change_log where kind = 'outcome' and id = '$booking'`, 'outcome $booking in account:$account'],
  [
    'AU44',
    `delete from change_log where kind = 'manifest-entry' and id = '$ticket'`,
    'manifest-entry $ticket in manifest:',
  ],
]

const filled = (text: string): string =>
  text.replaceAll(/\$(\w+)/g, (_, name: keyof typeof ids) => must(ids[name], `id ${name}`))

test.each(damages)('[%s] is found broken after: %s', async (number, damage, at) => {
  const said = await auditAfter(filled(damage))
  expect(said.filter((line) => line.startsWith(`${number} ${filled(at)}`))).not.toEqual([])
})

test('every check has been seen to find something', () => {
  const seen = new Set(damages.map(([number]) => number))
  expect(checks.map(({ number }) => number).filter((number) => !seen.has(number))).toEqual([])
})
