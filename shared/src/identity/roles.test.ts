import { expect, test } from 'vitest'
import { may, mayFor, roles, rolesOf } from './roles.ts'

const conductor = { memberships: [{ agency: 'demo:coast', role: 'conductor' as const }] }

test('[ID1] everyone with an account is a passenger', () => {
  expect(rolesOf([])).toEqual(['passenger'])
  expect(rolesOf(conductor.memberships)).toEqual(['passenger', 'conductor'])
})

test('[ID2] a conductor reads manifests and boards people on departures of the own agency alone', () => {
  expect(mayFor(conductor, 'tickets.board', 'demo:coast')).toBe(true)
  expect(mayFor(conductor, 'manifest.read', 'demo:coast')).toBe(true)
  expect(mayFor(conductor, 'tickets.board', 'demo:night')).toBe(false)
})

test('[ID2] a role of one agency adds nothing to a role of another', () => {
  const both = {
    memberships: [
      { agency: 'demo:coast', role: 'conductor' as const },
      { agency: 'demo:night', role: 'operator' as const },
    ],
  }
  expect(mayFor(both, 'tickets.board', 'demo:night')).toBe(false)
  expect(mayFor(both, 'imports.read', 'demo:coast')).toBe(false)
  expect(mayFor(both, 'imports.read', 'demo:night')).toBe(true)
})

test('[ID1] only passengers book, and every person is one', () => {
  expect(roles.filter((role) => may(role, 'booking.book'))).toEqual(['passenger'])
})
