import pg from 'pg'

/**
 * What is under way outside this process: a database on a server answers when it does. Virtual time stands until then.
 * The driver's own doors are counted, for nothing else of the server waits for anybody outside.
 */
let underWay = 0
let watched = false

export const isOutside = (): boolean => underWay > 0

/** Counts a promise until it settles. */
export function countOutside<T>(work: Promise<T>): Promise<T> {
  underWay += 1
  const done = (): void => void (underWay -= 1)
  work.then(done, done)
  return work
}

const isPromise = (value: unknown): value is Promise<unknown> => value instanceof Promise

/** From now on everything that is asked of a database on a server is counted. */
export function watchPostgres(): void {
  if (watched) return
  watched = true
  const doors: readonly (readonly [object, string])[] = [
    [pg.Client.prototype, 'query'],
    [pg.Client.prototype, 'connect'],
    [pg.Pool.prototype, 'connect'],
    [pg.Pool.prototype, 'query'],
  ]
  for (const [of, name] of doors) {
    const real: unknown = Reflect.get(of, name)
    if (typeof real !== 'function') throw new Error(`The driver has no ${name}`)
    Reflect.set(of, name, function (this: object, ...given: unknown[]): unknown {
      const answer: unknown = Reflect.apply(real, this, given)
      return isPromise(answer) ? countOutside(answer) : answer
    })
  }
}
