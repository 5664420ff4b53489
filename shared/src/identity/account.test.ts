import { expect, test } from 'vitest'
import { email, newPassword, personName, profileChange, registerBody } from './account.ts'

const ok = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success

test('[ID3] a password has at least 8 characters and at most 72 bytes', () => {
  expect(ok(newPassword, 'seven77')).toBe(false)
  expect(ok(newPassword, 'eight888')).toBe(true)
  expect(ok(newPassword, 'x'.repeat(72))).toBe(true)
  expect(ok(newPassword, 'x'.repeat(73))).toBe(false)
  expect(ok(newPassword, 'ž'.repeat(37))).toBe(false)
})

test('[ID3] a password may hold any text, blanks and emoji included', () => {
  expect(ok(newPassword, '  ąčę 🚌 šų ')).toBe(true)
})

test('[ID4] an email address keeps its case and loses the blanks around it', () => {
  expect(email.parse(' Ona.Žalia@Example.org '.replace('Ž', 'Z'))).toBe('Ona.Zalia@Example.org')
  for (const text of [
    '',
    'ona',
    'ona@',
    '@example.org',
    'a b@example.org',
    'ona@example',
    `${'x'.repeat(250)}@example.org`,
  ])
    expect(ok(email, text)).toBe(false)
})

test('a name is one line', () => {
  expect(ok(personName, 'Ona Žalia')).toBe(true)
  for (const text of ['', '   ', 'a\nb', 'a\u0000b', 'x'.repeat(81)]) expect(ok(personName, text)).toBe(false)
})

test('a body with a field we do not know is refused whole', () => {
  const body = { email: 'ona@example.org', password: 'heron kettle 41', name: 'Ona' }
  expect(ok(registerBody, body)).toBe(true)
  expect(ok(registerBody, { ...body, roles: ['operator'] })).toBe(false)
  expect(ok(profileChange, { email: 'other@example.org' })).toBe(false)
})
