import { expect, test } from 'vitest'
import { nextPath } from './next.ts'

test('after signing in one returns to where one was sent from', () => {
  expect(nextPath('?next=/checkout')).toBe('/checkout')
  expect(nextPath('?next=%2Ftrips%2F0123%3Fa%3D1')).toBe('/trips/0123?a=1')
})

test('an address from elsewhere leads nowhere but to the account', () => {
  for (const next of [
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/sign-in?next=/sign-in',
  ])
    expect(nextPath(`?next=${encodeURIComponent(next)}`)).toBe('/account')
})

test('staff who were not sent from anywhere begin at their work', () => {
  expect(nextPath('', ['passenger', 'conductor'])).toBe('/conductor')
  expect(nextPath('', ['passenger', 'conductor', 'operator'])).toBe('/operator')
  expect(nextPath('?next=/trips', ['passenger', 'operator'])).toBe('/trips')
})
