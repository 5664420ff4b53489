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

const postgresAddress = z.string().transform((text, issues) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1) return text
  // What was given is not said: it holds a password.
  issues.addIssue('must be like postgres://user:password@host:5432/wayfare; without it the database is in DATA_DIR')
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
  DATABASE_URL: postgresAddress.optional(),
  DATABASE_CONNECTIONS: wholeNumber('of one process, half for writing and half for reading', 2, 500).default(16),
  REDIS_URL: notYet('the server is one process; unset REDIS_URL'),
  SMTP_URL: notYet('no email is sent yet; unset SMTP_URL'),
  CARDS: z
    .enum(['local', 'stripe', 'off'], 'must be local (plays a provider, takes no money), stripe or off')
    .optional(),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_/, 'must be a secret key of Stripe: sk_… or rk_…')
    .optional(),
  STRIPE_PUBLISHABLE_KEY: z
    .string()
    .regex(/^pk_\w+$/, 'must be the publishable key of Stripe: pk_…')
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_/, 'must be the signing secret of the webhook: whsec_…')
    .optional(),
  HOLD_MINUTES: wholeNumber('how long seats wait for a card payment', 1, 120).default(15),
  TOP_UP_MIN: wholeNumber('least top-up, in euro cents or their like', 1, 1_000_000).default(500),
  TOP_UP_MAX: wholeNumber('most, in euro cents or their like', 1, 10_000_000).default(20_000),
})

type CardsConfig =
  | { readonly by: 'off' | 'local' }
  | {
      readonly by: 'stripe'
      readonly secretKey: string
      readonly publishableKey: string | null
      readonly webhookSecret: string
    }

export interface Config {
  /** 0: any free port. */
  readonly port: number
  readonly host: string
  /** Absolute. Keys, and the database unless that is PostgreSQL. */
  readonly dataDir: string
  /** PostgreSQL; null: SQLite in dataDir. */
  readonly database: { readonly url: string; readonly connections: number } | null
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
  readonly payments: {
    readonly cards: CardsConfig
    /** How long seats wait for a card payment, ms. */
    readonly holdMs: number
    /** In points' worth: euro cents, or about so much in another currency. */
    readonly topUp: { readonly least: number; readonly most: number }
  }
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
  const secure = found.PUBLIC_URL?.startsWith('https:') ?? false
  return {
    port: found.PORT,
    host: found.HOST,
    dataDir: resolve(found.DATA_DIR),
    database:
      found.DATABASE_URL === undefined ? null : { url: found.DATABASE_URL, connections: found.DATABASE_CONNECTIONS },
    publicUrl: found.PUBLIC_URL ?? null,
    secure,
    staticDir: found.STATIC_DIR === undefined ? null : resolve(found.STATIC_DIR),
    logLevel: found.LOG_LEVEL,
    trustProxy: found.TRUST_PROXY,
    metricsToken: found.METRICS_TOKEN ?? null,
    payments: {
      cards: cardsOf(found, secure),
      holdMs: found.HOLD_MINUTES * 60_000,
      topUp: { least: found.TOP_UP_MIN, most: Math.max(found.TOP_UP_MIN, found.TOP_UP_MAX) },
    },
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

/** Cards are taken by Stripe when its keys are there, else by the local provider, unless the server may be a real one. */
function cardsOf(found: z.infer<typeof environment>, secure: boolean): CardsConfig {
  const { CARDS, STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = found
  const by = CARDS ?? (secretKey === undefined ? (secure ? 'off' : 'local') : 'stripe')
  if (by !== 'stripe') return { by }
  if (secretKey === undefined) throw new ConfigError('STRIPE_SECRET_KEY is missing: CARDS=stripe needs it')
  if (webhookSecret === undefined) {
    throw new ConfigError('STRIPE_WEBHOOK_SECRET is missing: without it nobody could tell who says that money came')
  }
  return { by, secretKey, publishableKey: found.STRIPE_PUBLISHABLE_KEY ?? null, webhookSecret }
}
