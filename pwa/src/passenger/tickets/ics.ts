import type { Instant } from 'shared/base/instants.ts'

/** One ride as a calendar entry. */
export interface CalendarRide {
  /** Stable for the booking, so that a second import replaces the first. */
  uid: string
  title: string
  description: string
  location: string
  startsAt: Instant
  endsAt: Instant
  url?: string
}

/** Text of RFC 5545, section 3.3.11: backslash, semicolon, comma and line ends are escaped. */
const escaped = (text: string): string =>
  text
    .replace(/\\/g, '\\\\')
    .replace(/;/g, '\\;')
    .replace(/,/g, '\\,')
    .replace(/\r\n|\r|\n/g, '\\n')

/** UTC form of a date-time: 20261124T061500Z. */
const utc = (at: Instant): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '')

const bytes = (text: string): number => new TextEncoder().encode(text).length

/** Folds a content line so that no piece is over 75 octets and no character is cut (RFC 5545, section 3.1). */
export function fold(line: string): string {
  const pieces: string[] = []
  let piece = ''
  for (const character of line) {
    if (bytes(piece) + bytes(character) > 75) {
      pieces.push(piece)
      piece = ' '
    }
    piece += character
  }
  return [...pieces, piece].join('\r\n')
}

/** An iCalendar file (RFC 5545) with one event and a reminder an hour before. `now` stamps it. */
export function calendarFile(ride: CalendarRide, now: Instant): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Wayfare//Tickets//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${escaped(ride.uid)}`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(ride.startsAt)}`,
    `DTEND:${utc(ride.endsAt)}`,
    `SUMMARY:${escaped(ride.title)}`,
    `LOCATION:${escaped(ride.location)}`,
    `DESCRIPTION:${escaped(ride.description)}`,
    ...(ride.url ? [`URL:${ride.url}`] : []),
    'TRANSP:OPAQUE',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(ride.title)}`,
    'TRIGGER:-PT1H',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${fold(line)}\r\n`).join('')
}
