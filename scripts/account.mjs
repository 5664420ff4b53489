// `npm run account -- --email … --role … --agency …`: makes staff. See scripts/account.ts.
import { runTypeScript } from './run-typescript.mjs'

await runTypeScript('./account.ts', 'accountCommand')
