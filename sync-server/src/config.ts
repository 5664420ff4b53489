import { resolve } from 'node:path'
import { z } from 'zod'
import { logLevels } from './log.ts'

/** What cannot work, one line per variable: its name, what is wrong with its value, what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const wholeNumber = (what: string, least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${least} to ${most} (${what})`)
    .transform(Number)
    .refine((n) => n >= least && n <= most, `must be from ${least} to ${most} (${what})`)

const perMinute = (normal: number) => wholeNumber('per minute; 0 lifts the limit', 0, 1_000_000).default(normal)

const notYet = (advice: string) => z.never(`is not supported by this version: ${advice}`).optional()

const origin = z.string().transform((text, issues) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && (url.protocol === 'https:' || url.protocol === 'http:') && url.pathname === '/' && !url.search)
    return url.origin
  issues.addIssue('must be the address people type, without a path, such as https://bus.example.org')
  return z.NEVER
})

const environment = z.object({
  PORT: wholeNumber('0 takes any free port', 0, 65_535).default(3000),
  HOST: z
    .string()
    .regex(/^[0-9a-zA-Z.:_-]{1,255}$/, 'must be an address or a host name, such as 127.0.0.1 or 0.0.0.0')
    .default('127.0.0.1'),
  DATA_DIR: z.string().min(1, 'must name a folder').default('./data'),
  PUBLIC_URL: origin.optional(),
  STATIC_DIR: z.string().min(1, 'must name the folder of the built app').optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  TRUST_PROXY: wholeNumber('how many proxies of yours stand before the server', 0, 5).default(0),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  LIMIT_ADDRESS: perMinute(1200),
  LIMIT_ACCOUNT: perMinute(600),
  LIMIT_INTENTS: perMinute(1000),
  LIMIT_SIGN_IN: wholeNumber('per quarter of an hour; 0 lifts the limit', 0, 1_000_000).default(10),
  MAX_SEATS_PER_DEPARTURE: wholeNumber('seats of one account on one departure', 1, 1_000).default(9),
  MAX_UNPAID_BOOKINGS: wholeNumber('bookings of one account still to be paid', 1, 1_000_000).default(3),
  DATABASE_URL: notYet('the database is SQLite in DATA_DIR; unset DATABASE_URL'),
  REDIS_URL: notYet('the server is one process; unset REDIS_URL'),
  SMTP_URL: notYet('no email is sent yet; unset SMTP_URL'),
  STRIPE_SECRET_KEY: notYet('cards are not taken yet; unset STRIPE_SECRET_KEY'),
  STRIPE_WEBHOOK_SECRET: notYet('cards are not taken yet; unset STRIPE_WEBHOOK_SECRET'),
})

export interface Config {
  /** 0: any free port. */
  readonly port: number
  readonly host: string
  /** Absolute. Database, keys, packs. */
  readonly dataDir: string
  /** Origin under which people reach the server, when it is set. */
  readonly publicUrl: string | null
  /** PUBLIC_URL is https: secure cookies, HSTS, no demo accounts. */
  readonly secure: boolean
  /** Folder of the built app, when it is not the usual one. */
  readonly staticDir: string | null
  readonly logLevel: (typeof logLevels)[number]
  /** How many proxies to believe in X-Forwarded-For. */
  readonly trustProxy: number
  readonly metricsToken: string | null
  readonly limits: {
    /** Requests a minute; 0: no limit. */
    readonly address: number
    readonly account: number
    /** Intents a minute of one device. */
    readonly intents: number
    /** Attempts to sign in, per quarter of an hour, account and address. */
    readonly signIn: number
    /** Seats of one account on one departure, and its bookings to come that are not paid: against hoarding. */
    readonly seatsPerDeparture: number
    readonly unpaidBookings: number
  }
}

/**
 * The environment as a typed config.
 * @throws ConfigError naming each variable that cannot work and what to do about it.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // A variable set to nothing is a variable not set, as in most shells' and compose files' habits.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
    throw new ConfigError(lines.join('\n'))
  }
  const found = parsed.data
  return {
    port: found.PORT,
    host: found.HOST,
    dataDir: resolve(found.DATA_DIR),
    publicUrl: found.PUBLIC_URL ?? null,
    secure: found.PUBLIC_URL?.startsWith('https:') ?? false,
    staticDir: found.STATIC_DIR === undefined ? null : resolve(found.STATIC_DIR),
    logLevel: found.LOG_LEVEL,
    trustProxy: found.TRUST_PROXY,
    metricsToken: found.METRICS_TOKEN ?? null,
    limits: {
      address: found.LIMIT_ADDRESS,
      account: found.LIMIT_ACCOUNT,
      intents: found.LIMIT_INTENTS,
      signIn: found.LIMIT_SIGN_IN,
      seatsPerDeparture: found.MAX_SEATS_PER_DEPARTURE,
      unpaidBookings: found.MAX_UNPAID_BOOKINGS,
    },
  }
}
