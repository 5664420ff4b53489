import { z } from 'zod'
import type { Pokes } from './pokes.ts'

/** Carries short texts to the other processes. */
export interface Carrier {
  tell(text: string): void
  /** Longest text it takes, in bytes. */
  readonly longest: number
}

/** What one process tells the others. */
const news = z.union([
  z.object({ heads: z.record(z.string(), z.number().int()) }),
  z.object({ endSession: z.string() }),
  z.object({ endAccount: z.string() }),
])

/** Pokes of several processes on one database: what one says, the phones at all others hear. */
export interface SharedPokes extends Pokes {
  /** From another process. What cannot be read comes of a newer version, and is left alone. */
  hear(text: string): void
  /** Something may not have been heard: streams end, and phones that open them again ask what is new. */
  missed(): void
}

export function sharePokes(own: Pokes, { tell, longest }: Carrier): SharedPokes {
  /** Heads that moved in this turn of the loop. */
  let moved: Record<string, number> = {}

  function tellMoved(): void {
    let heads: [string, number][] = []
    let bytes = 0
    const flush = () => {
      if (heads.length > 0) tell(JSON.stringify({ heads: Object.fromEntries(heads) }))
      heads = []
      bytes = '{"heads":{}}'.length
    }
    flush()
    for (const [scope, to] of Object.entries(moved)) {
      const more = Buffer.byteLength(`${JSON.stringify(scope)}:${to},`)
      if (bytes + more > longest) flush()
      heads.push([scope, to])
      bytes += more
    }
    flush()
    moved = {}
  }

  return {
    ...own,
    publish(heads) {
      own.publish(heads)
      if (Object.keys(moved).length === 0) setImmediate(tellMoved)
      Object.assign(moved, heads)
    },
    endSession(session) {
      own.endSession(session)
      tell(JSON.stringify({ endSession: session }))
    },
    endAccount(account) {
      own.endAccount(account)
      tell(JSON.stringify({ endAccount: account }))
    },
    hear(text) {
      const said = news.safeParse(parsed(text))
      if (!said.success) return
      if ('heads' in said.data) own.publish(said.data.heads)
      else if ('endSession' in said.data) own.endSession(said.data.endSession)
      else own.endAccount(said.data.endAccount)
    },
    missed: () => own.endAll(),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
