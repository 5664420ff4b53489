import { expect, test } from 'vitest'
import { words } from '../words/words.ts'
import { registerErrors, signInErrors } from './credentials.ts'
import { problemText } from './problem-text.ts'

const good = { email: 'ruta@example.com', password: 'one long coach', name: 'Rūta Kazlauskaitė', phone: '' }
const problem = (status: number, code: string, issues?: { path: string; message: string }[]) => ({
  status,
  code,
  title: 'T',
  detail: 'D',
  ...(issues ? { issues } : {}),
})

test('a full form has nothing against it', () => {
  expect(registerErrors(good)).toEqual({})
  expect(signInErrors(good)).toEqual({})
})

test('a password of seven characters is too short, whatever its bytes', () => {
  expect(registerErrors({ ...good, password: '🚌🚌🚌🚌🚌🚌🚌' }).password).toBe(words.session.errors.passwordShort)
})

test('a password is counted in bytes at its upper end', () => {
  expect(registerErrors({ ...good, password: 'a'.repeat(72) }).password).toBeUndefined()
  expect(registerErrors({ ...good, password: 'ė'.repeat(37) }).password).toBe(words.session.errors.passwordLong)
})

test('each field says what to enter', () => {
  expect(registerErrors({ email: '', password: '', name: ' ', phone: 'call me' })).toEqual({
    email: words.session.errors.emailMissing,
    password: words.session.errors.passwordShort,
    name: words.session.errors.nameMissing,
    phone: words.session.errors.phoneShape,
  })
})

test('an old short password may still be typed to sign in', () => {
  expect(signInErrors({ email: 'a@b.lt', password: 'old' })).toEqual({})
})

test("the server's complaint about a field stands at that field", () => {
  const said = problemText(problem(400, 'invalid', [{ path: 'email', message: 'bad' }]))
  expect(said).toEqual({ fields: { email: words.session.errors.emailShape }, summary: null })
})

test('an address that has an account is told at the address', () => {
  expect(problemText(problem(409, 'email-taken')).fields.email).toBe(words.session.errors.emailTaken)
})

test('a password that guessers try first is told at the password', () => {
  const said = problemText(problem(422, 'guessable-password', [{ path: 'password', message: 'is among the first' }]))
  expect(said.fields.password).toBe(words.session.errors.guessable)
})

test('no network, wrong password, too many attempts and a broken server have a sentence each', () => {
  const { errors } = words.session
  expect(problemText(problem(0, 'offline')).summary).toBe(errors.network)
  expect(problemText(problem(401, 'wrong-credentials')).summary).toBe(errors.wrong)
  expect(problemText(problem(429, 'slow-down')).summary).toBe(errors.tooMany)
  expect(problemText(problem(503, 'busy')).summary).toBe(errors.server)
})
