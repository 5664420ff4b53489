import { z } from 'zod'
import { callIndex, departureId, feedId, moneySchema } from 'shared/base/ids.ts'
import { packPointer } from 'shared/records.ts'
import { amenities } from 'shared/timetable/timetable.ts'

/** What the timetable answers over HTTP: times are ISO 8601 with the offset of the place. */

export const placeAnswer = z.object({
  id: feedId,
  name: z.string(),
  lat: z.number(),
  lon: z.number(),
  stops: z.array(feedId),
})
export type PlaceAnswer = z.infer<typeof placeAnswer>
export const placesAnswer = z.object({ places: z.array(placeAnswer) })

export const timetableAnswer = z.object({ packs: z.array(packPointer) })

const route = z.object({ id: feedId, short: z.string(), long: z.string(), colour: z.string().optional() })
const agency = z.object({ id: feedId, name: z.string(), phone: z.string().optional(), url: z.string().optional() })
const at = z.iso.datetime({ offset: true })
/** GTFS pickup_type or drop_off_type. */
const arrangement = z.number().int().min(0).max(3)
const serviceDate = z.iso.date()

const foundEnd = z.object({
  index: callIndex,
  stop: feedId,
  name: z.string(),
  platform: z.string().optional(),
  at,
  zone: z.string(),
  approximate: z.boolean(),
  arrangement,
})
export type FoundEnd = z.infer<typeof foundEnd>

const foundRide = z.object({
  id: departureId,
  trip: feedId,
  serviceDate,
  route,
  headsign: z.string(),
  agency,
  board: foundEnd,
  alight: foundEnd,
  via: z.array(z.string()),
  durationMinutes: z.number().int(),
  /** Of one adult; `total` of all passengers asked for. */
  price: moneySchema,
  total: moneySchema,
  /** `tariff`: no fare of the feed matched. */
  priceSource: z.enum(['feed', 'tariff']),
  freeSeats: z.number().int(),
  totalSeats: z.number().int(),
  amenities: z.array(z.enum(amenities)),
  status: z.enum(['scheduled', 'cancelled']),
  /** False for "every n minutes": shown, not sold. */
  sold: z.boolean(),
  everyMinutes: z.number().int().optional(),
})
export type FoundRide = z.infer<typeof foundRide>

export const searchAnswer = z.object({
  from: placeAnswer,
  to: placeAnswer,
  date: serviceDate,
  departures: z.array(foundRide),
  /** When the day has no ride: the next day that has one, and when it leaves. */
  next: z.object({ date: serviceDate, at }).nullable(),
})
export type SearchAnswer = z.infer<typeof searchAnswer>

export const departureAnswer = z.object({
  id: departureId,
  trip: feedId,
  serviceDate,
  route,
  headsign: z.string(),
  agency,
  calls: z.array(
    z.object({
      index: callIndex,
      stop: feedId,
      name: z.string(),
      platform: z.string().optional(),
      place: feedId,
      lat: z.number(),
      lon: z.number(),
      arrivalAt: at,
      departureAt: at,
      zone: z.string(),
      approximate: z.boolean(),
      pickup: arrangement,
      dropOff: arrangement,
    }),
  ),
  seatMap: z.string(),
  amenities: z.array(z.enum(amenities)),
  currency: z.string(),
  sold: z.boolean(),
  everyMinutes: z.number().int().optional(),
})
export type DepartureAnswer = z.infer<typeof departureAnswer>
