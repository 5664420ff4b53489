import { changeDigest, emptyDigest, rowHash } from 'shared/sync/digest.ts'
import type { ChangeRow, ExchangeRequest, ExchangeResponse, Outcome, ScopeChange } from 'shared/sync/envelope.ts'

/**
 * The server's side of an exchange, as small as it can be told: a change log per scope, one outcome per intent id.
 * It decides nothing about seats; `decide` does. For tests of the phone; the real server is tried in the stories.
 */
export interface ModelServer {
  epoch: string
  /** Rows of a page; more come with `more`. */
  pageRows: number
  readonly log: ScopeLog
  /** What became of each intent, executed once. */
  readonly outcomes: Map<string, Outcome>
  readonly executed: string[]
  exchange(request: ExchangeRequest): ExchangeResponse
  put(scope: string, kind: string, id: string, value: unknown): number
  remove(scope: string, kind: string, id: string): number
  /** A backup comes back: the state of then, under a new epoch. */
  restore(saved: Saved, epoch: string): void
  save(): Saved
}

type Saved = { scopes: [string, ScopeState][]; outcomes: [string, Outcome][] }
type Verdict = Pick<Outcome, 'status'> & Partial<Pick<Outcome, 'code' | 'data'>>

interface ScopeState {
  head: number
  digest: string
  gone: 'revoked' | 'unknown' | null
  readonly rows: Map<string, ChangeRow>
}
type ScopeLog = Map<string, ScopeState>

export interface ModelOptions {
  readonly epoch?: string
  readonly now: () => number
  /** Called once for each new intent; writes its effects. */
  readonly decide?: (intent: ExchangeRequest['intents'][number], server: ModelServer) => Verdict
}

export function createModelServer({ epoch = 'e'.repeat(32), now, decide }: ModelOptions): ModelServer {
  const log: ScopeLog = new Map()
  const scopeOf = (scope: string): ScopeState => {
    const known = log.get(scope)
    if (known) return known
    const made: ScopeState = { head: 0, digest: emptyDigest, gone: null, rows: new Map() }
    log.set(scope, made)
    return made
  }

  function write(scope: string, row: Omit<ChangeRow, 'seq' | 'rev'>): number {
    const state = scopeOf(scope)
    const key = `${row.kind} ${row.id}`
    const former = state.rows.get(key)
    state.head += 1
    const seq = state.head
    state.digest = changeDigest(state.digest, {
      ...(former?.op === 'put' && { removed: rowHash(row.kind, row.id, former.seq) }),
      ...(row.op === 'put' && { added: rowHash(row.kind, row.id, seq) }),
    })
    state.rows.set(key, { ...row, seq, rev: (former?.rev ?? 0) + 1 })
    return seq
  }

  const server: ModelServer = {
    epoch,
    pageRows: 1000,
    log,
    outcomes: new Map(),
    executed: [],
    put: (scope, kind, id, value) => write(scope, { kind, id, op: 'put', value }),
    remove: (scope, kind, id) => write(scope, { kind, id, op: 'remove', value: null }),
    save: () => structuredClone({ scopes: [...log], outcomes: [...server.outcomes] }),
    restore(saved, next) {
      const copy = structuredClone(saved)
      log.clear()
      server.outcomes.clear()
      for (const [scope, state] of copy.scopes) log.set(scope, state)
      for (const [id, outcome] of copy.outcomes) server.outcomes.set(id, outcome)
      server.epoch = next
    },
    exchange(request) {
      const outcomes = request.intents.map((intent) => answer(intent))
      const known = request.epoch === undefined || request.epoch === server.epoch
      const changes = Object.entries(request.scopes).flatMap(([scope, asked]) => page(scope, asked, known))
      const forgotten = request.known?.flatMap(({ id }) => (server.outcomes.has(id) ? [] : [id]))
      const told = { outcomes, changes, ...(forgotten && { forgotten }) }
      return { protocol: 1, epoch: server.epoch, now: now(), oldestSupportedApp: '0.0.0', ...told }
    },
  }

  function answer(intent: ExchangeRequest['intents'][number]): Outcome {
    const stored = server.outcomes.get(intent.id)
    if (stored) return { ...stored, replayed: true }
    const before = new Map([...log].map(([scope, state]) => [scope, state.head]))
    const verdict: Verdict = decide?.(intent, server) ?? { status: 'confirmed' }
    const at: Record<string, number> = {}
    for (const [scope, state] of log) if (state.head !== (before.get(scope) ?? 0)) at[scope] = state.head
    const outcome: Outcome = { id: intent.id, code: null, data: {}, at, replayed: false, ...verdict }
    if (outcome.status === 'later') return outcome
    server.executed.push(intent.id)
    server.outcomes.set(intent.id, outcome)
    return outcome
  }

  function page(scope: string, asked: { cursor: number; digest?: string }, known: boolean): ScopeChange[] {
    const state = scopeOf(scope)
    if (state.gone) return [{ scope, gone: state.gone }]
    const lost = !known || asked.cursor > state.head
    const wrong = asked.cursor === state.head && asked.digest !== undefined && asked.digest !== state.digest
    const from = lost || wrong ? 0 : asked.cursor
    if (from === state.head && !lost && !wrong && asked.cursor === state.head) return []
    const behind = [...state.rows.values()].filter((row) => row.seq > from).sort((a, b) => a.seq - b.seq)
    const rows = behind.slice(0, server.pageRows)
    const more = rows.length < behind.length
    const to = more ? (rows.at(-1)?.seq ?? from) : state.head
    return [{ scope, snapshot: from === 0, from, to, more, ...(!more && { digest: state.digest }), rows }]
  }

  return server
}
