import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { must } from 'shared/base/result.ts'
import { departureIdAt } from 'shared/testing/builders.ts'
import { copySqlite } from '../../../sync-server/src/db/copy.ts'
import type { Actor } from '../../../sync-server/src/identity/actor.ts'
import { restoreSqlite } from '../../../sync-server/src/restore.ts'
import { exchange } from '../../../sync-server/src/sync/exchange.ts'
import { makeWorld, type World } from '../../../sync-server/src/testing/world.ts'
import { recordsOf } from '../local/rows.ts'
import { fakeNetwork, type FakeNetwork } from './fake-network.ts'
import { createPhone, type Phone, type PhoneOptions } from './phone.ts'
import { seededChance } from './ports.ts'

export interface Passenger {
  readonly phone: Phone
  readonly network: FakeNetwork
  readonly actor: Actor
}

/** Real phones and a real server whose database is replaced by a real backup of it, by the command's own verb. */
export interface Restorable {
  /** The server that runs now. */
  readonly world: World
  passenger(seed: number, options?: Partial<PhoneOptions>): Promise<Passenger>
  phoneOf(actor: Actor, seed: number, options?: Partial<PhoneOptions>): Passenger
  backup(): Promise<string>
  /** The server stops, the backup comes back, a server starts with the same keys. */
  restore(file: string): Promise<void>
}

/** The departure that every phone follows. */
export const nine = departureIdAt(9)

/** Another one for each test of the file. */
export function restorable(): Restorable {
  const line = { hours: [9, 11] }
  let folder = ''
  let made: World | undefined
  let copies = 0
  let restores = 0
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wayfare-restored-'))
    made = await makeWorld({ folder, line })
  })
  afterEach(async () => {
    await made?.close()
    rmSync(folder, { recursive: true })
  })
  const now = (): World => must(made, 'world')

  function phoneOf(actor: Actor, seed: number, options: Partial<PhoneOptions> = {}): Passenger {
    const network = fakeNetwork({ exchange: (request) => exchange(now().context, actor, request) })
    const phone = createPhone({ transport: network, account: actor.account, now: now().clock.now, seed, ...options })
    phone.follow.push(`departure:${nine}`)
    return { phone, network, actor }
  }

  return {
    get world() {
      return now()
    },
    phoneOf,
    passenger: async (seed, options) => phoneOf(await now().person(), seed, options),
    async backup() {
      copies += 1
      const file = join(folder, `copy-${copies}.db`)
      await copySqlite(now().file, file)
      return file
    },
    async restore(file) {
      const { signer, config, log } = now().context
      const at = now().clock.now
      restores += 1
      await now().close()
      await restoreSqlite(file, config, { now: () => at, random: seededChance(restores).bytes, log })
      made = await makeWorld({ folder, line, seed: `restored ${restores}` })
      made.clock.now = at + 60_000
      Object.assign(made.context, { signer })
    },
  }
}

export const bookings = async ({ phone }: Passenger) =>
  (await recordsOf(phone.cache, 'booking')).map(({ id, status, passengers }) => ({
    id,
    status,
    seats: passengers.map(({ seat }) => seat),
  }))
