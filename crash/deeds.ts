import type Sqlite from 'better-sqlite3'
import type { Deed, DeedKind } from './words.ts'

interface Tried {
  readonly value: string
  /** Where the trace of the disk stood when it was acknowledged. */
  at?: number
}

/** What was done outside of the queues: a database has the last that was acknowledged, or one that was tried since. */
export class Deeds {
  readonly #tried = new Map<string, { readonly kind: DeedKind; readonly id: string; list: Tried[] }>()
  acknowledged = 0

  trying({ kind, id, value }: Deed): void {
    this.#of(kind, id).list.push({ value })
  }

  done(deed: Deed, at: number): void {
    const { list } = this.#of(deed.kind, deed.id)
    const tried = list.findLast(({ value }) => value === deed.value)
    if (tried) tried.at ??= at
    else list.push({ value: deed.value, at })
    this.acknowledged += 1
  }

  refused({ kind, id, value }: Deed): void {
    const about = this.#of(kind, id)
    const last = about.list.findLastIndex((tried) => tried.value === value && tried.at === undefined)
    about.list = about.list.filter((_, i) => i !== last)
  }

  /** @param until as for Journal.compare(). */
  compare(db: Sqlite.Database, until: number): string[] {
    return [...this.#tried.values()].flatMap(({ kind, id, list }) => {
      const last = list.findLastIndex(({ at = Infinity }) => at <= until && at !== Infinity)
      if (last < 0) return []
      const now = valuesNow[kind](db, id)
      if (list.slice(last).some(({ value }) => now.includes(value))) return []
      return [
        `lost: ${kind} ${id} was acknowledged as ${list[last]?.value ?? ''}, now it is ${now.join() || 'nothing'}`,
      ]
    })
  }

  #of(kind: DeedKind, id: string) {
    const key = `${kind} ${id}`
    const about = this.#tried.get(key) ?? { kind, id, list: [] }
    this.#tried.set(key, about)
    return about
  }
}

/** What a database says of it; several where one includes the other. */
const valuesNow: Readonly<Record<DeedKind, (db: Sqlite.Database, id: string) => string[]>> = {
  cancelled: (db, id) => departure(db, id).map(({ status }) => status),
  delay: (db, id) => departure(db, id).map(({ delay_minutes }) => String(delay_minutes ?? 0)),
  vehicle: (db, id) => departure(db, id).map(({ seat_map }) => seat_map),
  card(db, ref) {
    const rows = db.prepare<[string], { status: string }>('select status from local_intent where ref = ?').all(ref)
    // What the bank thought over may have come true meanwhile.
    return rows.flatMap(({ status }) => (status === 'succeeded' ? ['paid', 'processing'] : [status]))
  },
  'top-up': (db, id) =>
    db
      .prepare<[string], { amount: number }>(`select amount from payment where id = ? and purpose = 'top-up'`)
      .all(id)
      .map(({ amount }) => String(amount)),
}

interface DepartureRow {
  readonly status: string
  readonly delay_minutes: number | null
  readonly seat_map: string
}

const departure = (db: Sqlite.Database, id: string): DepartureRow[] =>
  db
    .prepare<[string], DepartureRow>(
      `select status, delay_minutes, json_extract(frozen, '$.seatMap') as seat_map from departure where id = ?`,
    )
    .all(id)
