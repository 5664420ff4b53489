import Sqlite from 'better-sqlite3'
import type { IntentEnvelope } from 'shared/sync/envelope.ts'
import { audit, findingText } from '../sync-server/src/audit/audit.ts'
import { sqliteSnapshot } from '../sync-server/src/db/snapshot.ts'
import { Deeds } from './deeds.ts'
import { compareProvider } from './provider.ts'
import type { Answer } from './words.ts'

interface Entry {
  readonly name: string
  outcome?: string
  /** Where the trace of the disk stood when the answer had come. */
  at: number
}

/** What was asked and what was answered, kept by a process that nobody kills. */
export class Journal {
  readonly #entries = new Map<string, Entry>()
  readonly #untouched = new Set<string>()
  readonly deeds = new Deeds()
  readonly wrong: string[] = []
  /** Answered with `later`, as a server does that met an error. */
  readonly later: string[] = []
  answered = 0
  /** How many intents of each name were done: confirmed, held or recorded. */
  readonly granted = new Map<string, number>()

  asked(envelopes: readonly IntentEnvelope[]): void {
    for (const { id, name } of envelopes) {
      if (!this.#entries.has(id)) this.#entries.set(id, { name, at: Infinity })
    }
  }

  took(answers: readonly Answer[], at: number): void {
    for (const { id, outcome, replayed } of answers) {
      this.#untouched.delete(id)
      const entry = this.#entries.get(id)
      if (entry === undefined) this.wrong.push(`intent ${id} was answered and never asked`)
      else if (entry.outcome === undefined) {
        Object.assign(entry, { outcome, at })
        this.answered += 1
        if (!outcome.includes('"status":"refused"'))
          this.granted.set(entry.name, (this.granted.get(entry.name) ?? 0) + 1)
      } else if (entry.outcome !== outcome)
        this.wrong.push(`intent ${id} was answered ${entry.outcome}, then ${outcome}`)
      else if (!replayed) this.wrong.push(`intent ${id} was answered twice as if it were new`)
    }
  }

  putOff(envelopes: readonly IntentEnvelope[]): void {
    for (const { id, name, args } of envelopes)
      this.later.push(`put off: intent ${id} (${name}) ${JSON.stringify(args)}`)
  }

  /** Told that nothing of them was touched; of those that were answered before this says nothing. */
  refusedWhole(ids: readonly string[]): void {
    for (const id of ids) if (this.#entries.get(id)?.outcome === undefined) this.#untouched.add(id)
  }

  /** A request with them was lost. */
  unsure(ids: readonly string[]): void {
    for (const id of ids) this.#untouched.delete(id)
  }

  get asks(): number {
    return this.#entries.size
  }

  /**
   * Compare with what a database holds: nothing acknowledged is lost or another, nobody's intents are there, and we and
   * the card provider agree.
   * `until`: the disk's trace up to which it was kept; what was answered later may be gone.
   */
  compare(file: string, { until = Infinity, untouched = false } = {}): string[] {
    const { stored, others } = reading(file, (db) => {
      const others = [...this.deeds.compare(db, until), ...compareProvider(db)]
      return { stored: storedIn(db), others }
    })
    const lost = [...this.#entries].flatMap(([id, { name, outcome, at }]) => {
      if (outcome === undefined || at > until) return []
      const kept = stored.get(id)
      if (kept === undefined) return [`lost: intent ${id} (${name}) was answered ${outcome}`]
      return kept === outcome ? [] : [`changed: intent ${id} (${name}) was answered ${outcome}, now it is ${kept}`]
    })
    const strange = [...stored.keys()].filter((id) => !this.#entries.has(id)).map((id) => `nobody asked intent ${id}`)
    const half = untouched ? [...this.#untouched].filter((id) => stored.has(id)) : []
    return [
      ...lost,
      ...others,
      ...strange,
      ...half.map((id) => `half: intent ${id} is there, its batch was refused whole`),
    ]
  }
}

function reading<T>(file: string, work: (db: Sqlite.Database) => T): T {
  const db = new Sqlite(file, { readonly: true, timeout: 10_000 })
  try {
    return work(db)
  } finally {
    db.close()
  }
}

function storedIn(db: Sqlite.Database): Map<string, string> {
  const rows = db.prepare<[], { id: string; outcome: string }>('select id, outcome from intent').all()
  return new Map(rows.map(({ id, outcome }) => [id, outcome]))
}

/** All that the audit finds wrong; only the first hundred. */
export async function auditOf(file: string): Promise<string[]> {
  const snapshot = sqliteSnapshot(file)
  try {
    const wrong = snapshot.damage().map((line) => `AU0 database ${line}`)
    for await (const finding of audit(snapshot.reader)) {
      wrong.push(findingText(finding))
      if (wrong.length >= 100) break
    }
    return wrong
  } finally {
    await snapshot.close()
  }
}
