// `npm run seed`: the demo network and its accounts, without a server. See scripts/seed.ts.
import { runTypeScript } from './run-typescript.mjs'

await runTypeScript('./seed.ts', 'seedCommand')
