import { expect, test } from 'vitest'
import { calendarFile, fold } from './ics.ts'

const ride = {
  uid: '0123456789abcdef0123456789abcdef@wayfare',
  title: 'Coach Vilnius to Klaipėda',
  description: 'Booking K7PQM4. Seats 4C, 4D; aisle\nIt works offline. C:\\',
  location: 'Vilnius, bus station',
  startsAt: Date.UTC(2026, 10, 24, 6, 15),
  endsAt: Date.UTC(2026, 10, 24, 10, 5),
}
const file = (extra = {}) => calendarFile({ ...ride, ...extra }, Date.UTC(2026, 10, 22, 12))
const unfolded = (text: string) => text.replace(/\r\n /g, '').split('\r\n')

test('a ride stands in the calendar from departure to arrival, in UTC', () => {
  const lines = unfolded(file())
  expect(lines).toContain('DTSTART:20261124T061500Z')
  expect(lines).toContain('DTEND:20261124T100500Z')
  expect(lines).toContain('DTSTAMP:20261122T120000Z')
})

test('commas, semicolons, backslashes and line ends of a name do not break the file', () => {
  expect(unfolded(file())).toContain('DESCRIPTION:Booking K7PQM4. Seats 4C\\, 4D\\; aisle\\nIt works offline. C:\\\\')
})

test('a stop name cannot smuggle in a line of its own', () => {
  const lines = unfolded(file({ location: 'Kaunas\r\nATTENDEE:mailto:x@example.com' }))
  expect(lines.filter((l) => l.startsWith('ATTENDEE'))).toEqual([])
})

test('no line is over 75 octets, whatever the script of the stop names', () => {
  const text = file({ title: 'Автобус из Даугавпилса в Шяуляй через Паневежис '.repeat(4) })
  for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
})

test('folding loses nothing and cuts no character', () => {
  const line = `SUMMARY:${'Šiauliai 🚌 '.repeat(30)}`
  expect(fold(line).replace(/\r\n /g, '')).toBe(line)
})

test('every line of the file ends in CR LF, the last one too', () => {
  const text = file()
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  expect(text.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/)
})
