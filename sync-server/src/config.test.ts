import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const complaint = (env: Record<string, string>): string => {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
  }
  throw new Error('The config was taken')
}

test('an empty environment works on one machine', () => {
  expect(readConfig({})).toMatchObject({ port: 3000, host: '127.0.0.1', dataDir: resolve('./data'), secure: false })
})

test('a variable set to nothing is not set', () => {
  expect(readConfig({ PORT: '', PUBLIC_URL: '' })).toMatchObject({ port: 3000, publicUrl: null })
})

test('an https PUBLIC_URL makes the server careful', () => {
  expect(readConfig({ PUBLIC_URL: 'https://bus.example.org/' })).toMatchObject({
    secure: true,
    publicUrl: 'https://bus.example.org',
  })
})

test('cards are taken by Stripe when its keys are there, and by nobody where play money could be taken for real', () => {
  const cards = (env: Record<string, string>) => readConfig(env).payments.cards
  expect(cards({})).toEqual({ by: 'local' })
  expect(cards({ PUBLIC_URL: 'https://bus.example.org' })).toEqual({ by: 'off' })
  expect(cards({ PUBLIC_URL: 'https://bus.example.org', CARDS: 'local' })).toEqual({ by: 'local' })
  expect(cards({ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' })).toMatchObject({ by: 'stripe' })
})

test.each([
  [{ PORT: 'abc' }, 'PORT must be a whole number'],
  [{ PORT: '70000' }, 'PORT must be from 0 to 65535'],
  [{ PORT: '-1' }, 'PORT must be a whole number'],
  [{ HOST: 'my host' }, 'HOST must be an address'],
  [{ PUBLIC_URL: 'bus.example.org' }, 'PUBLIC_URL must be the address people type'],
  [{ PUBLIC_URL: 'https://bus.example.org/app' }, 'PUBLIC_URL must be the address people type'],
  [{ PUBLIC_URL: 'ftp://bus.example.org' }, 'PUBLIC_URL must be the address people type'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of debug, info'],
  [{ LIMIT_SIGN_IN: '1.5' }, 'LIMIT_SIGN_IN must be a whole number'],
  [{ METRICS_TOKEN: 'short' }, 'METRICS_TOKEN must have at least 16'],
  [{ DATABASE_URL: 'mysql://localhost/x' }, 'DATABASE_URL must be like postgres://user:password@host:5432/wayfare'],
  [{ REDIS_URL: 'redis://localhost' }, 'REDIS_URL is not supported by this version'],
  [{ SMTP_URL: 'smtp://localhost' }, 'SMTP_URL is not supported by this version'],
  [{ STRIPE_SECRET_KEY: 'pk_test_1' }, 'STRIPE_SECRET_KEY must be a secret key'],
  [{ STRIPE_SECRET_KEY: 'sk_test_1' }, 'STRIPE_WEBHOOK_SECRET is missing'],
  [{ CARDS: 'stripe' }, 'STRIPE_SECRET_KEY is missing'],
  [{ CARDS: 'yes' }, 'CARDS must be local'],
  [{ HOLD_MINUTES: '0' }, 'HOLD_MINUTES must be from 1 to 120'],
])('%o stops the start and is named', (env, words) => {
  expect(complaint(env)).toContain(words)
})

test('all that is wrong is said at once, and no value is repeated: it may be a secret', () => {
  const said = complaint({ PORT: 'x1', DATABASE_URL: 'mysql://user:hunter2@db/x' })
  expect(said.split('\n')).toHaveLength(2)
  expect(said).not.toContain('hunter2')
})
