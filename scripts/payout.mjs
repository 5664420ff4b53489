// `npm run payout -- --reference … --amount …`: what a card provider paid out to the bank. See scripts/payout.ts.
import { runTypeScript } from './run-typescript.mjs'

await runTypeScript('./payout.ts', 'payoutCommand')
