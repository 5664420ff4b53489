import { expect, test } from 'vitest'
import { isCommonPassword } from './common-passwords.ts'

test.each([
  'password',
  'Password1',
  'P@ssw0rd',
  'p4ssw0rd!',
  'password123',
  'qwertyuiop',
  'Qwerty123!',
  '12345678',
  '87654321',
  '1234567890',
  'iloveyou2',
  'Welcome2026',
  'letmein!',
  'football',
  'Dragon1999',
  'aaaaaaaa',
  'abcabcabc',
  '12341234',
  'abcdefgh',
  '1q2w3e4r',
  '1qaz2wsx',
  '01012000',
  'Passwort1!',
  'admin1234',
  'Summer2024!',
  'wayfare1',
  'changeme',
])('[ID5] %s is among the first that guessers try', (password) => {
  expect(isCommonPassword(password)).toBe(true)
})

test.each([
  'heron kettle 41 moss',
  'tYx9-vQ2m',
  'žalias autobusas važiuoja',
  'correct horse battery',
  'dragonfly-lantern',
  'k8Jw02mZpq',
])('[ID5] %s is taken', (password) => {
  expect(isCommonPassword(password)).toBe(false)
})

test('[ID5] a password made of the own name or email address is refused', () => {
  expect(isCommonPassword('Rasalinda1', ['rasalinda'])).toBe(true)
  expect(isCommonPassword('Rasalinda1')).toBe(false)
})
