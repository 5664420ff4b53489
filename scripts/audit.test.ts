import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { expect, test } from 'vitest'
import { makeWorld } from '../sync-server/src/testing/world.ts'
import { publishKeys } from '../sync-server/src/tickets/keys.ts'
import { auditCommand } from './audit.ts'
import { CommandPlace } from './testing.ts'

const place = new CommandPlace()

test('a sound database is told with what was looked at, while its server goes on', async () => {
  const world = await makeWorld({ folder: place.from })
  await world.context.db.transact((tx) => publishKeys(tx, world.context.signer))
  const phone = await world.passenger()
  await phone.ask('booking.book', bookIntentOf({ departure: departureIdAt(9) }))
  expect(await auditCommand([], place)).toBe(0)
  expect(place.said.join('\n')).toMatch(
    /Looked at 1 departures, 2 seat legs, 1 bookings, .* 1 tickets, .*\n\d+ checks, nothing/,
  )

  const spoiler = new Sqlite(world.file)
  spoiler.exec('update booking set due = 1')
  spoiler.close()
  place.said = []
  expect(await auditCommand(['--database', 'wayfare.db'], place)).toBe(1)
  expect(place.said.join('\n')).toMatch(/AU22 booking [0-9a-f]{32} .*\n[\s\S]*AU22 is broken 1 times: A booking owes/)
  await world.close()
})

test('[AU0] a file that was damaged is told as damaged', async () => {
  const world = await makeWorld({ folder: place.from })
  await world.close()
  const spoiler = new Sqlite(world.file)
  spoiler.pragma('foreign_keys = OFF')
  spoiler.exec(`insert into seat_leg values ('f:no@20261124', '1A', 0, 'nobody')`)
  spoiler.close()
  expect(await auditCommand([], place)).toBe(1)
  expect(place.said.join('\n')).toContain('AU0 database a row of seat_leg names no row of departure')
})

test('what cannot be audited is told with what to do', async () => {
  writeFileSync(join(place.from, 'text.db'), 'no database, however long it may be'.repeat(100))
  new Sqlite(join(place.from, 'other.db')).exec('create table t (x)').close()
  const cases: [string[], string][] = [
    [['--database', 'nowhere.db'], 'There is no database'],
    [['--database', 'text.db'], 'cannot be read: file is not a database'],
    [['--database', 'other.db'], 'is no database of this server'],
    [['--speed', '9'], "Unknown option '--speed'"],
    [['somewhere'], 'Unexpected argument'],
  ]
  for (const [args, advice] of cases) {
    place.said = []
    expect(await auditCommand(args, place)).toBe(2)
    expect(place.said.join('\n')).toContain(advice)
  }
})
