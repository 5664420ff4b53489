import pg from 'pg'

/** Short texts from each server process on one database to all others. Best effort: nothing is kept for who is away. */
export interface Bus {
  tell(text: string): void
  close(): Promise<void>
}

export interface BusOptions {
  readonly url: string
  readonly hear: (text: string) => void
  /** Some texts may not have been heard: the connection was away, and is back. */
  readonly missed: () => void
  readonly onLost?: (error: Error) => void
}

const channel = 'wayfare'
/** NOTIFY takes less than 8,000 bytes; longer texts are not for here. */
export const longestText = 7_500
/** Texts that wait while the database is away or slow; the oldest are dropped. */
const mostWaiting = 1_000
/** A connection that died without a word is found out by asking. */
const beatMs = 30_000
const patienceMs = 10_000
const firstPauseMs = 500
const longestPauseMs = 30_000

/**
 * One connection of its own that listens and tells (LISTEN, NOTIFY), opened again for ever. Telling is its own
 * transaction, after the unit: within it, NOTIFY would make all commits of the database wait for one another.
 */
export function openPostgresBus({ url, hear, missed, onLost = () => {} }: BusOptions): Bus {
  const waiting: string[] = []
  let client: pg.Client | undefined
  let closed = false
  let telling = false
  let failures = 0
  let retry: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, application_name: 'wayfare pokes', query_timeout: patienceMs })
    let own = 0
    next.on('notification', ({ processId, payload }) => {
      if (payload !== undefined && processId !== own) hear(payload)
    })
    next.on('error', onLost)
    next.on('end', () => lost(next))
    try {
      await next.connect()
      const { rows } = await next.query<{ own: number }>('select pg_backend_pid() as own')
      own = rows[0]?.own ?? 0
      await next.query(`listen ${channel}`)
    } catch (error) {
      onLost(error instanceof Error ? error : new Error(String(error)))
      await next.end().catch(() => undefined)
      return lost(next)
    }
    if (closed) return next.end()
    client = next
    if (failures > 0) missed()
    failures = 0
    void tellAll()
  }

  function lost(one: pg.Client): void {
    if (closed || retry || (client !== undefined && client !== one)) return
    client = undefined
    failures += 1
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1))
    retry = setTimeout(() => {
      retry = undefined
      void connect()
    }, pause).unref()
  }

  async function tellAll(): Promise<void> {
    if (telling) return
    telling = true
    try {
      for (let text = waiting[0]; text !== undefined && client; text = waiting[0]) {
        await client.query('select pg_notify($1, $2)', [channel, text])
        waiting.shift()
      }
    } catch {
      // The connection says itself that it ended; what waits is told when it is back.
    } finally {
      telling = false
    }
  }

  const beat = setInterval(() => {
    const one = client
    one?.query('select 1').catch(() => {
      void one.end().catch(() => undefined)
      lost(one)
    })
  }, beatMs).unref()

  void connect()
  return {
    tell(text) {
      if (closed) return
      waiting.push(text)
      if (waiting.length > mostWaiting) waiting.shift()
      void tellAll()
    },
    async close() {
      closed = true
      clearTimeout(retry)
      clearInterval(beat)
      await client?.end().catch(() => undefined)
    },
  }
}
