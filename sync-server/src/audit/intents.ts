import { outcome } from 'shared/sync/envelope.ts'
import { z } from 'zod'
import type { Check } from './check.ts'
import { json } from './json.ts'
import { deviceOf, intentById, type IntentRow, intentsAfter, seqOf, strayIntents, twice } from './store-intents.ts'
import { queryCheck, streamById } from './store-pages.ts'

const stored = outcome.omit({ replayed: true }).strict()
type Stored = z.infer<typeof stored>

const read = (row: IntentRow): Stored | undefined => stored.safeParse(json(row.outcome)).data

/** Why a stored intent cannot be replayed as it was answered; undefined when it can. */
function wrongIn(row: IntentRow): string | undefined {
  if (row.status === null || row.outcome === null) return 'was claimed and never decided'
  const told = read(row)
  if (told === undefined) return 'has an outcome that cannot be read'
  if (told.id !== row.id || told.status !== row.status || told.code !== row.code) {
    return `is ${row.status} ${row.code ?? ''}, its outcome is ${told.status} ${told.code ?? ''} of ${told.id}`
  }
  if (told.status === 'later') return 'is stored as undecided'
  if ((told.status === 'refused') !== (told.code !== null)) return `is ${told.status} with the reason ${told.code}`
  return undefined
}

const decided: Check = {
  number: 'AU30',
  says: 'An intent that is there was decided: it has one outcome, the same in row and text.',
  async *find(reader) {
    for await (const row of streamById(reader, intentsAfter)) {
      const why = wrongIn(row)
      if (why !== undefined) yield { at: `intent ${row.id}`, why }
    }
  },
}

const owned = queryCheck(
  { number: 'AU31', says: 'An intent is of a device of its account, and of a number that was not forgotten.' },
  strayIntents,
  ({ id, device, n, account, owner, pruned_through }) => ({
    at: `intent ${id}`,
    why: `(n ${n}) of account ${account} is of device ${device} of ${owner ?? 'nobody'}, forgotten through ${pruned_through ?? 0}`,
  }),
)

const once = queryCheck(
  { number: 'AU32', says: 'A device gives a number to one intent.' },
  twice,
  ({ device, n, times }) => ({ at: `device ${device}`, why: `gave number ${n} to ${times} intents` }),
)

const dependence = z.object({ intent: z.string() })

const ordered: Check = {
  number: 'AU33',
  says: 'An intent refused for another comes after that one, and that one was refused.',
  async *find(reader) {
    for await (const row of streamById(reader, intentsAfter)) {
      if (row.code !== 'depends-on-refused') continue
      const at = `intent ${row.id}`
      const named = dependence.safeParse(read(row)?.data).data?.intent
      const before = named === undefined ? undefined : await reader.get(intentById, { id: named })
      if (named === undefined) yield { at, why: 'names no intent it depends on' }
      else if (before === undefined) {
        const device = await reader.get(deviceOf, { id: row.device })
        if (!device || device.pruned_through === 0) yield { at, why: `depends on ${named}, which is not there` }
      } else if (before.status !== 'refused') yield { at, why: `depends on ${named}, which is ${before.status}` }
      else if (before.account !== row.account) yield { at, why: `depends on ${named} of another account` }
      else if (before.device === row.device && before.n >= row.n) yield { at, why: `depends on the later ${named}` }
    }
  },
}

const reached: Check = {
  number: 'AU34',
  says: 'A scope has reached every sequence that an outcome names.',
  async *find(reader) {
    for await (const row of streamById(reader, intentsAfter)) {
      for (const [scope, seq] of Object.entries(read(row)?.at ?? {})) {
        const head = (await reader.get(seqOf, { scope }))?.seq ?? 0
        if (seq > head) yield { at: `intent ${row.id}`, why: `was written to ${scope} at ${seq}, its head is ${head}` }
      }
    }
  },
}

export const intentChecks: readonly Check[] = [decided, owned, once, ordered, reached]
