import knex, { type Knex } from 'knex'

/** What a parameter may be. Booleans are 0 and 1: SQLite has none. */
export type Value = string | number | bigint | null | Uint8Array
export type Params = Readonly<Record<string, Value>>
/** What a `where` or `insert` takes for a parameter: a sentinel that is found again among the compiled bindings. */
export type Placeholder = string

export type Dialect = 'better-sqlite3' | 'pg'

/** A query built once with knex, kept as SQL with the names of its parameters in order of binding. */
export interface Compilable {
  compiled(dialect: Dialect): Compiled
}

export interface Statement<P, R> extends Compilable {
  /** Never set: carries the types. */
  readonly types?: { params: P; row: R }
}

export interface Compiled {
  readonly sql: string
  readonly bindings: readonly Binding[]
}
export type Binding = { readonly name: string } | { readonly constant: Value }

type Build<P> = (k: Knex, p: (name: keyof P & string) => Placeholder) => Knex.QueryBuilder | Knex.Raw

const mark = '\u0001'

const builders = new Map<Dialect, Knex>()

/** A knex that only builds: it never connects. */
function builder(dialect: Dialect): Knex {
  const known = builders.get(dialect) ?? knex({ client: dialect, useNullAsDefault: true })
  builders.set(dialect, known)
  return known
}

/**
 * Compile a query once. knex's builder costs six times a prepared statement when it is called for each query,
 * so a store makes its statements when it is loaded: `statement<{ id: string }, Row>((k, p) => k('t').where({ id: p('id') }))`.
 * `limit` takes no placeholder: use a constant, or `k.raw('limit ?', [p('n')])`.
 */
export function statement<P = Params, R = unknown>(build: Build<P>): Statement<P, R> {
  const cache = new Map<Dialect, Compiled>()
  return {
    compiled(dialect) {
      const known = cache.get(dialect)
      if (known) return known
      const compiled = compile(build, dialect)
      cache.set(dialect, compiled)
      return compiled
    },
  }
}

function compile<P>(build: Build<P>, dialect: Dialect): Compiled {
  const native = build(builder(dialect), (name) => mark + name)
    .toSQL()
    .toNative()
  const bindings = native.bindings.map((value): Binding => {
    if (typeof value === 'string' && value.startsWith(mark)) return { name: value.slice(mark.length) }
    return { constant: value as Value }
  })
  return { sql: native.sql, bindings }
}

/** The values of a call in the order in which the statement binds them. */
export function bind(compiled: Compiled, given: object): Value[] {
  const params = given as Readonly<Record<string, Value | undefined>>
  const values: Value[] = []
  for (const binding of compiled.bindings) {
    const value = 'name' in binding ? params[binding.name] : binding.constant
    if (value === undefined)
      throw new Error(`A parameter of ${Object.keys(given).join()} is missing for: ${compiled.sql}`)
    values.push(value)
  }
  return values
}
