import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readConfig } from '../sync-server/src/config.ts'
import { machine, openContext } from '../sync-server/src/open.ts'
import { payOut } from '../sync-server/src/payments/pay-out.ts'
import { isTheirs, type Place } from './asked-wrongly.ts'

const usage = `npm run payout -- --provider stripe --reference po_1Nx… --amount 125000 --currency EUR

Records in the books what a card provider paid out to the bank, once for each reference.
  --provider   stripe or local
  --reference  the provider's own name of the payout
  --amount     whole minor units: 125000 is 1,250.00 EUR`

const wanted = z.strictObject({
  provider: z.enum(['stripe', 'local'], 'must be stripe or local'),
  reference: z.string().regex(/^[\w-]{1,100}$/, 'must be 1 to 100 letters, digits, _ and -'),
  amount: z.string().regex(/^[1-9]\d{0,14}$/, 'must be whole minor units above 0'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a code of ISO 4217'),
})

/** @returns the exit code: 0 recorded, now or before; 2 asked wrongly or could not be done. */
export async function payoutCommand(args: readonly string[], { env }: Pick<Place, 'env'>): Promise<number> {
  try {
    const text = { type: 'string' } as const
    const options = { provider: text, reference: text, amount: text, currency: text }
    const parsed = wanted.safeParse(parseArgs({ args: [...args], options }).values)
    if (!parsed.success) {
      const wrong = parsed.error.issues.map((issue) => `--${issue.path.join('.')} ${issue.message}`)
      console.error(`${wrong.join('\n')}\n\n${usage}`)
      return 2
    }
    return await record(parsed.data, env)
  } catch (error) {
    if (!isTheirs(error)) throw error
    console.error(`${error.message}\n\n${usage}`)
    return 2
  }
}

async function record({ provider, reference, amount, currency }: z.infer<typeof wanted>, env: Place['env']) {
  const config = readConfig({ ...env, LOG_LEVEL: env['LOG_LEVEL'] || 'warn' })
  const { context, close } = await openContext(config, machine(config))
  try {
    const ask = { provider, reference, amount: { amount: Number(amount), currency } }
    const done = await context.db.transact((tx) => tx.attempt(() => payOut(tx, ask)))
    if (done.ok) {
      console.log(`Recorded. ${provider} still has ${done.value.amount} ${currency} (minor units).`)
      return 0
    }
    const { limit } = done.data
    const has = typeof limit === 'object' ? limit.amount : 0
    console.error(
      done.code === 'already-used'
        ? `${reference} was recorded before, with another amount.`
        : `By the books ${provider} has ${has} ${currency} (minor units), which is less.`,
    )
    return 2
  } finally {
    await close()
  }
}
