import { canonical } from 'shared/sync/canonical.ts'
import { readRecord } from '../../pwa/src/sync/wire.ts'
import { statement } from '../../sync-server/src/db/statement.ts'
import type { Server } from '../server/server.ts'
import { holds } from './violation.ts'

interface Row {
  readonly kind: string
  readonly id: string
  readonly seq: number
  readonly rev: number
  readonly op: string
  readonly value: unknown
}

export interface SeenScope {
  seq: number
  readonly rows: Map<string, Row>
  /** Texts of the live rows at each head that was ever committed. */
  readonly states: Map<number, string>
}

interface LiveRow {
  readonly kind: string
  readonly id: string
  readonly seq: number
  readonly value: unknown
}

/** Rows are never changed in place, neither here nor on a phone's disk: each has one text. */
const texts = new WeakMap<LiveRow, string>()

function textOf(row: LiveRow): string {
  const { kind, id, seq, value } = row
  const text = texts.get(row) ?? `${kind} ${id} ${seq} ${canonical(readRecord(kind, value).value)}`
  texts.set(row, text)
  return text
}

/** One text for the rows of a scope, the same on server and phone. */
export const stateText = (rows: readonly LiveRow[]): string => rows.map(textOf).sort().join('\n')

const epochNow = statement<object, { epoch: string }>((k) => k('sync_epoch').select('epoch'))
const allHeads = statement<object, { scope: string; seq: number }>((k) => k('scope_head').select('scope', 'seq'))
/** Rows and head in one question: a server may be committing meanwhile. */
const newsOf = statement<{ scope: string; after: number }, Row & { head: number; value: string }>((k, p) =>
  k.raw(
    `select h.seq as head, c.kind, c.id, c.seq, c.rev, c.op, c.value from scope_head h
     join change_log c on c.scope = h.scope where h.scope = ? and c.seq > ?`,
    [p('scope'), p('after')],
  ),
)
const allRows = statement<object, Pick<Row, 'kind' | 'id' | 'seq'> & { scope: string }>((k) =>
  k('change_log').select('scope', 'kind', 'id', 'seq'),
)

/** All that the server ever committed to its change log, as one looks on from outside. */
export class History {
  /** Of the epoch that counts now. */
  scopes = new Map<string, SeenScope>()
  epoch = ''
  /** Every restore of a backup begins another one; a phone may still stand in an older one. */
  readonly #epochs = new Map<string, Map<string, SeenScope>>()
  /** Whether more may be committed between two looks than one group. */
  readonly misses: boolean

  constructor({ misses }: { misses: boolean }) {
    this.misses = misses
  }

  /** What was seen of a scope under an epoch; undefined when there never was such an epoch. */
  of(epoch: string, scope: string): SeenScope | undefined {
    return this.#epochs.get(epoch)?.get(scope)
  }

  /** Takes down what was committed since the last look. */
  async look(server: Server): Promise<void> {
    if (!server.owner.alive || !server.committed) return
    server.committed = false
    const { reader } = server
    const { epoch = '' } = (await reader.get(epochNow, {})) ?? {}
    if (epoch !== this.epoch) {
      this.epoch = epoch
      this.scopes = new Map()
      this.#epochs.set(epoch, this.scopes)
    }
    for (const { scope, seq } of await reader.all(allHeads, {})) {
      const known = this.scopes.get(scope) ?? { seq: 0, rows: new Map<string, Row>(), states: new Map([[0, '']]) }
      this.scopes.set(scope, known)
      holds('SM10', seq >= known.seq, () => `the head of ${scope} went back from ${known.seq} to ${seq}`)
      if (seq === known.seq) continue
      const news = await reader.all(newsOf, { scope, after: known.seq })
      const head = news[0]?.head ?? seq
      for (const row of news) {
        holds('SM10', row.seq <= head, () => `${scope} has a row at ${row.seq} beyond its head ${head}`)
        known.rows.set(`${row.kind} ${row.id}`, { ...row, value: JSON.parse(row.value) as unknown })
      }
      known.seq = head
      const live = [...known.rows.values()].filter(({ op }) => op === 'put')
      known.states.set(head, stateText(live))
    }
  }

  /** SM10: no row came in behind a head that had been committed: who stood there would never hear of it. */
  async checkWhole({ reader }: Server): Promise<void> {
    for (const { scope, kind, id, seq } of await reader.all(allRows, {})) {
      const known = this.scopes.get(scope)?.rows.get(`${kind} ${id}`)
      holds('SM10', known?.seq === seq, () => `${kind} ${id} came into ${scope} at ${seq}, behind its head`)
    }
  }
}
