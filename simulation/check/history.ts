import { canonical } from 'shared/sync/canonical.ts'
import { readRecord } from '../../pwa/src/sync/wire.ts'
import type { Server } from '../server/server.ts'
import { holds } from './violation.ts'

interface Row {
  readonly kind: string
  readonly id: string
  readonly seq: number
  readonly rev: number
  readonly op: string
  readonly value: string
}

export interface SeenScope {
  seq: number
  readonly rows: Map<string, Row>
  /** Texts of the live rows at each head that was ever committed. */
  readonly states: Map<number, string>
}

/** One text for the rows of a scope, the same on server and phone. */
export const stateText = (rows: readonly { kind: string; id: string; seq: number; value: unknown }[]): string =>
  rows
    .map(({ kind, id, seq, value }) => `${kind} ${id} ${seq} ${canonical(readRecord(kind, value).value)}`)
    .sort()
    .join('\n')

/** All that the server ever committed to its change log, as one looks on from outside. */
export class History {
  readonly scopes = new Map<string, SeenScope>()
  epoch = ''

  /** Takes down what was committed since the last look. */
  look(server: Server): void {
    if (!server.owner.alive || !server.committed) return
    server.committed = false
    const { eyes } = server
    const epoch = eyes.prepare<[], string>('select epoch from sync_epoch').pluck().get() ?? ''
    if (epoch !== this.epoch) {
      this.epoch = epoch
      this.scopes.clear()
    }
    const heads = eyes.prepare<[], { scope: string; seq: number }>('select scope, seq from scope_head').all()
    for (const { scope, seq } of heads) {
      const known = this.scopes.get(scope) ?? { seq: 0, rows: new Map<string, Row>(), states: new Map([[0, '']]) }
      this.scopes.set(scope, known)
      holds('SM10', seq >= known.seq, () => `the head of ${scope} went back from ${known.seq} to ${seq}`)
      if (seq === known.seq) continue
      const news = eyes
        .prepare<[string, number], Row>(
          'select kind, id, seq, rev, op, value from change_log where scope = ? and seq > ?',
        )
        .all(scope, known.seq)
      for (const row of news) {
        holds('SM10', row.seq <= seq, () => `${scope} has a row at ${row.seq} beyond its head ${seq}`)
        known.rows.set(`${row.kind} ${row.id}`, row)
      }
      known.seq = seq
      const live = [...known.rows.values()].filter(({ op }) => op === 'put')
      known.states.set(seq, stateText(live.map((row) => ({ ...row, value: JSON.parse(row.value) as unknown }))))
    }
  }

  /** SM10: no row came in behind a head that had been committed: who stood there would never hear of it. */
  checkWhole({ eyes }: Server): void {
    const rows = eyes.prepare<[], Row & { scope: string }>('select scope, kind, id, seq from change_log').all()
    for (const { scope, kind, id, seq } of rows) {
      const known = this.scopes.get(scope)?.rows.get(`${kind} ${id}`)
      holds('SM10', known?.seq === seq, () => `${kind} ${id} came into ${scope} at ${seq}, behind its head`)
    }
  }
}
