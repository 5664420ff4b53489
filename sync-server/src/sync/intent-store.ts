import type { Reader, Tx } from '../db/transact.ts'
import { statement } from '../db/statement.ts'

export interface IntentRow {
  readonly id: string
  readonly account: string
  readonly device: string
  readonly n: number
  readonly name: string
  readonly hash: string
  readonly at: number
}
export interface StoredIntent {
  readonly account: string
  readonly device: string
  readonly n: number
  readonly name: string
  readonly hash: string
  readonly status: string | null
  readonly outcome: string | null
  readonly decided_at: number
}

const claim = statement<IntentRow>((k, p) =>
  k.raw(
    `insert into intent (id, account, device, n, name, hash, decided_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict do nothing`,
    [p('id'), p('account'), p('device'), p('n'), p('name'), p('hash'), p('at')],
  ),
)
const intentById = statement<{ id: string }, StoredIntent>((k, p) =>
  k('intent')
    .select('account', 'device', 'n', 'name', 'hash', 'status', 'outcome', 'decided_at')
    .where({ id: p('id') }),
)
const release = statement<{ id: string }>((k, p) =>
  k('intent')
    .where({ id: p('id') })
    .delete(),
)
const decide = statement<{ id: string; status: string; code: string | null; outcome: string }>((k, p) =>
  k.raw('update intent set status = ?, code = ?, outcome = ? where id = ?', [
    p('status'),
    p('code'),
    p('outcome'),
    p('id'),
  ]),
)

/** @returns whether the intent is new, as well as its (device, n). */
export const claimIntent = async (tx: Tx, row: IntentRow) => (await tx.run(claim, row)) === 1
export const readIntent = (reader: Reader, id: string) => reader.get(intentById, { id })
export const releaseIntent = (tx: Tx, id: string) => tx.run(release, { id })
export const decideIntent = (tx: Tx, row: { id: string; status: string; code: string | null; outcome: string }) =>
  tx.run(decide, row)

export interface DeviceRow {
  readonly account: string
  readonly pruned_through: number
}
const deviceById = statement<{ id: string }, DeviceRow>((k, p) =>
  k('sync_device')
    .select('account', 'pruned_through')
    .where({ id: p('id') }),
)
const insertDevice = statement<{ id: string; account: string; now: number }>((k, p) =>
  k('sync_device')
    .insert({ id: p('id'), account: p('account'), first_seen: p('now'), pruned_through: 0 })
    .onConflict('id')
    .ignore(),
)
const setPruned = statement<{ id: string; through: number }>((k, p) =>
  k.raw('update sync_device set pruned_through = ? where id = ? and pruned_through < ?', [
    p('through'),
    p('id'),
    p('through'),
  ]),
)
export const readDevice = (reader: Reader, id: string) => reader.get(deviceById, { id })
export const addDevice = (tx: Tx, row: { id: string; account: string; now: number }) => tx.run(insertDevice, row)
export const markPruned = (tx: Tx, row: { id: string; through: number }) => tx.run(setPruned, row)

interface AttemptRow {
  readonly attempts: number
  readonly first_at: number
}
const countAttempt = statement<{ id: string; now: number }>((k, p) =>
  k.raw(
    `insert into intent_attempt (id, attempts, first_at, last_at) values (?, 1, ?, ?)
     on conflict (id) do update set attempts = intent_attempt.attempts + 1, last_at = excluded.last_at`,
    [p('id'), p('now'), p('now')],
  ),
)
const attemptsOf = statement<{ id: string }, AttemptRow>((k, p) =>
  k('intent_attempt')
    .select('attempts', 'first_at')
    .where({ id: p('id') }),
)
const forgetAttempts = statement<{ before: number }>((k, p) =>
  k('intent_attempt').where('last_at', '<', p('before')).delete(),
)
export async function addAttempt(tx: Tx, id: string): Promise<AttemptRow | undefined> {
  await tx.run(countAttempt, { id, now: tx.now })
  return tx.get(attemptsOf, { id })
}
export const dropAttempts = (tx: Tx, before: number) => tx.run(forgetAttempts, { before })

export interface HeldFact {
  readonly id: string
  readonly account: string
  readonly device: string
  readonly name: string
  /** JSON of the envelope as it came. */
  readonly envelope: string
  readonly flag: string
  readonly now: number
}
const insertHeld = statement<HeldFact>((k, p) =>
  k('fact_held')
    .insert({
      id: p('id'),
      account: p('account'),
      device: p('device'),
      name: p('name'),
      envelope: p('envelope'),
      flag: p('flag'),
      recorded_at: p('now'),
    })
    .onConflict('id')
    .ignore(),
)
export const holdFact = (tx: Tx, fact: HeldFact) => tx.run(insertHeld, fact)

const oldest = statement<{ before: number }, { device: string; account: string; n: number; id: string }>((k, p) =>
  k('intent')
    .select('device', 'account', 'n', 'id')
    .where('decided_at', '<', p('before'))
    .orderBy(['decided_at', 'device', 'n'])
    .limit(200),
)
/** The smallest n of a device that is still to be kept. */
const firstKept = statement<{ device: string; before: number }, { n: number | null }>((k, p) =>
  k('intent')
    .min({ n: 'n' })
    .where({ device: p('device') })
    .where('decided_at', '>=', p('before')),
)
export const readOldest = (reader: Reader, before: number) => reader.all(oldest, { before })
export const readFirstKept = (reader: Reader, ask: { device: string; before: number }) => reader.get(firstKept, ask)
