import Router from '@koa/router'
import { z } from 'zod'
import { departureId, feedId } from 'shared/base/ids.ts'
import { dayOfText, isoDay, isoText } from 'shared/base/time.ts'
import { suggestPlaces } from 'shared/timetable/places.ts'
import type { Departure } from 'shared/timetable/timetable.ts'
import type { Context } from '../context.ts'
import { endpoint } from '../http/endpoint.ts'
import { Problem } from '../http/problem.ts'
import type { AppContext, AppRouter, AppState } from '../http/types.ts'
import { type DepartureAnswer, departureAnswer, placesAnswer, searchAnswer, timetableAnswer } from './answers.ts'
import { type Encoding, packBytes } from './packs.ts'
import { pointerOf } from './records.ts'
import { type LoadsOf, placeAnswer, search } from './search.ts'
import { currentPacks } from './store-packs.ts'

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2026-11-24')
  .transform((text, issues) => {
    const found = dayOfText(text)
    if (found !== undefined) return found
    issues.addIssue('is no day of the calendar')
    return z.NEVER
  })

const smallNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,3}$/, 'must be a whole number')
    .transform(Number)
    .refine((n) => n >= least && n <= most, `must be from ${least} to ${most}`)

const placesQuery = z.strictObject({ query: z.string().trim().min(1).max(100), limit: smallNumber(1, 20).default(8) })

const searchQuery = z
  .strictObject({ from: feedId, to: feedId, date: day, passengers: smallNumber(1, 9).default(1) })
  .refine((query) => query.from !== query.to, { path: ['to'], message: 'must differ from where the ride begins' })

/** What the rooms above the timetable know: seats of rides, and departures as they were when first booked. */
export interface Ports {
  readonly loadsOf: LoadsOf
  readonly departure: (id: string) => Promise<Departure | undefined>
}

export function routes(context: Context, { loadsOf, departure }: Ports): AppRouter {
  const { db, timetables } = context
  const router: AppRouter = new Router<AppState>()

  endpoint(
    router,
    {
      method: 'get',
      path: '/timetable',
      summary: 'The current timetable packs: immutable files by content hash',
      who: 'anyone',
      answer: { status: 200, schema: timetableAnswer },
    },
    async ({ ctx }) => {
      ctx.set('Cache-Control', 'no-cache')
      return { packs: (await db.read.all(currentPacks, {})).map(pointerOf) }
    },
  )

  endpoint(
    router,
    {
      method: 'get',
      path: '/timetable/packs/:hash',
      summary: 'One pack, brotli or gzip as the client accepts',
      who: 'anyone',
      params: z.strictObject({ hash: z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits') }),
      answer: { status: 200, schema: z.unknown() },
      problems: { 404: ['unknown-pack'], 406: ['no-encoding'] },
    },
    async ({ ctx, params }) => {
      ctx.vary('Accept-Encoding')
      const encoding = encodingFor(ctx)
      const bytes = await packBytes(db.read, params.hash, encoding)
      if (!bytes) throw new Problem(404, 'unknown-pack', 'There is no such pack: ask /api/timetable for the current.')
      ctx.set('Cache-Control', 'public, max-age=31536000, immutable')
      if (encoding !== 'identity') ctx.set('Content-Encoding', encoding)
      // The same pack in another encoding is another body.
      ctx.etag = `${params.hash}-${encoding}`
      ctx.type = 'application/json'
      ctx.status = 200
      if (ctx.fresh) ctx.status = 304
      else ctx.body = bytes
    },
  )

  endpoint(
    router,
    {
      method: 'get',
      path: '/places',
      summary: 'Places by the beginnings of their words; accents, case and small typing errors do not matter',
      who: 'anyone',
      query: placesQuery,
      answer: { status: 200, schema: placesAnswer },
    },
    async ({ ctx, query }) => {
      ctx.set('Cache-Control', 'no-cache')
      return { places: suggestPlaces(timetables.current(), query.query, query.limit).map(placeAnswer) }
    },
  )

  endpoint(
    router,
    {
      method: 'get',
      path: '/buses/search',
      summary: 'Rides from place to place whose boarding falls on the local date, with the seats free on each',
      who: 'anyone',
      query: searchQuery,
      answer: { status: 200, schema: searchAnswer },
      problems: { 404: ['unknown-place'] },
    },
    async ({ ctx, query }) => {
      ctx.set('Cache-Control', 'no-store')
      const { date, ...asked } = query
      const found = await search(timetables.current(), loadsOf, { ...asked, day: date })
      if (!('unknown' in found)) return found
      const { unknown, suggestions } = found
      const names = suggestions.map((place) => `${place.name} (${place.id})`).join(', ')
      const hint = names ? `Did you mean ${names}?` : 'Ask /api/places?query= for its id.'
      throw new Problem(404, 'unknown-place', `No place or stop has the id given as ${unknown}. ${hint}`, {
        data: { parameter: unknown, suggestions },
      })
    },
  )

  endpoint(
    router,
    {
      method: 'get',
      path: '/buses/:departure',
      summary: 'One departure with all its stops',
      who: 'anyone',
      params: z.strictObject({ departure: departureId }),
      answer: { status: 200, schema: departureAnswer },
      problems: { 404: ['unknown-departure'] },
    },
    async ({ ctx, params }) => {
      ctx.set('Cache-Control', 'no-store')
      const found = await departure(params.departure)
      if (!found) throw new Problem(404, 'unknown-departure', 'No such departure runs on that day.')
      return answerOf(found)
    },
  )

  return router
}

/**
 * The encoding the client likes best; brotli, then gzip, among those it likes equally (RFC 9110, 12.5.3).
 * @throws Problem 406 when it accepts none of ours.
 */
function encodingFor(ctx: AppContext): Encoding {
  const liking = new Map<string, number>()
  for (const part of ctx.get('accept-encoding').toLowerCase().split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    if (coding) liking.set(coding, q ? Number(q.slice(2)) || 0 : 1)
  }
  // What is sent plain is acceptable unless it is excluded, and never preferred.
  const likes = (encoding: Encoding): number =>
    liking.get(encoding) ?? liking.get('*') ?? (encoding === 'identity' ? Number.MIN_VALUE : 0)
  const best = (['br', 'gzip', 'identity'] as const).reduce((a, b) => (likes(b) > likes(a) ? b : a))
  if (likes(best) === 0) throw new Problem(406, 'no-encoding', 'Accept br, gzip or identity as Content-Encoding.')
  return best
}

function answerOf({ day: service, feed: _, calls, everyMinutes, ...departure }: Departure): DepartureAnswer {
  return {
    ...departure,
    amenities: [...departure.amenities],
    serviceDate: isoDay(service),
    calls: calls.map(({ arrival: _arrival, departure: _departure, arrivalAt, departureAt, ...call }) => ({
      ...call,
      arrivalAt: isoText(arrivalAt, call.zone),
      departureAt: isoText(departureAt, call.zone),
    })),
    sold: everyMinutes === undefined,
    ...(everyMinutes !== undefined && { everyMinutes }),
  }
}
