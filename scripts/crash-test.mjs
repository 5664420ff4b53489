// `npm run crash-test -- --kills N`: the built server under load, killed, without power, without room. See crash/main.ts.
import { runTypeScript } from './run-typescript.mjs'

await runTypeScript('../crash/main.ts', 'crashTest')
