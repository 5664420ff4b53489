import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { type IntentEvent, intentLife, type IntentState } from 'shared/sync/intent-life.ts'
import { archiveMs, leaseMs } from 'shared/sync/protocol.ts'
import { OutboxDb, type OutboxRow } from './outbox-db.ts'
import { archive, claim, discard, markStuck, reissue, release, retryStuck, settle, storeOutcomes } from './queue.ts'

const id = 'a'
const now = 1_000_000
const answer = { id, status: 'confirmed', code: null, data: {}, at: {}, replayed: false } as const
const at = { now, chance: () => 0.5 }

/** A row as it lies on the phone in a state; sent once where it is not new. */
const rowIn = (state: OutboxRow['state']): OutboxRow => ({
  id,
  n: 1,
  state,
  envelope: JSON.stringify({ name: 'booking.book', version: 1, after: [], madeAt: 1, args: {} }),
  lease: state === 'sending' ? 'tab' : '',
  leaseUntil: state === 'sending' ? now + leaseMs : 0,
  attempts: 0,
  nextAt: 0,
  sentAt: state === 'sending' ? now : null,
  sentBefore: null,
  outcome: state === 'final' || state === 'settled' ? JSON.stringify(answer) : null,
  answeredAt: state === 'final' || state === 'settled' ? now : null,
  stuckIn: state === 'stuck' ? '1' : null,
})

/** Each event as the engine brings it about. */
const deeds: { readonly [E in IntentEvent]: (db: OutboxDb) => Promise<unknown> } = {
  send: (db) => claim(db, { lease: 'other', now, limit: { intents: 50, bytes: 100_000 } }),
  lost: (db) => release(db, 'tab', true),
  later: (db) => storeOutcomes(db, [{ ...answer, status: 'later' }], at),
  answer: (db) => storeOutcomes(db, [answer], at),
  unreadable: (db) => markStuck(db, id, '1'),
  update: (db) => retryStuck(db, '2'),
  reached: (db) => settle(db, new Map()),
  withdraw: (db) => discard(db, id),
  async forgotten(db) {
    const row = must(await db.intents.get(id), 'row')
    // The server is asked about answers alone.
    if (row.outcome !== null) await db.intents.put(reissue(row, []))
  },
  age: (db) => archive(db, now + archiveMs + 1),
}

const held = Object.keys(intentLife).filter((state): state is OutboxRow['state'] => {
  return state !== 'withdrawn' && state !== 'archived'
})
const events = Object.keys(deeds).filter((event): event is IntentEvent => event in deeds)

async function after(state: OutboxRow['state'], event: IntentEvent): Promise<IntentState> {
  const db = new OutboxDb(id, { indexedDB: new IDBFactory(), IDBKeyRange })
  await db.intents.add(rowIn(state))
  await deeds[event](db)
  const row = await db.intents.get(id)
  db.close()
  return row?.state ?? (event === 'age' ? 'archived' : 'withdrawn')
}

test.each(held)('[BK18] an intent that is %s does at every event what its table says', async (state) => {
  for (const event of events) {
    const fate = intentLife[state][event]
    expect(await after(state, event), event).toBe('to' in fate ? fate.to : state)
  }
})
