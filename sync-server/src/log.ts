export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]
export type LogFields = Readonly<Record<string, unknown>>

/** One JSON object per line. Names an event and tells facts about it; never a secret, never personal data. */
export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** Fields with such names are never written out, at any depth: the last guard, not the first. */
const secret =
  /pass(word|phrase)?$|^pass|secret|token|cookie|authorization|^email$|phone|^name$|passenger|^args$|^body$/i
const deepest = 5

function clean(value: unknown, depth: number): unknown {
  if (value instanceof Error) {
    // A message of the database may quote a row, so only errors of our own say theirs at the level of the stack.
    return {
      error: value.name,
      message: value.message,
      stack: value.stack
        ?.split('\n')
        .slice(1, 8)
        .map((s) => s.trim()),
    }
  }
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string') return value.length > 500 ? `${value.slice(0, 500)}…` : value
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return '[deeper]'
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => clean(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, secret.test(key) ? '[redacted]' : clean(item, depth + 1)]),
  )
}

export interface LogOptions {
  readonly level: LogLevel
  readonly now: () => number
  readonly write: (line: string) => void
}

export function makeLog({ level, now, write }: LogOptions): Log {
  const least = logLevels.indexOf(level)
  const at =
    (name: LogLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (logLevels.indexOf(name) < least) return
      const known = { time: new Date(now()).toISOString(), level: name, event }
      // Twice, so that they stand first and no field takes their place.
      write(`${JSON.stringify({ ...known, ...Object(clean(fields, 0)), ...known })}\n`)
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
