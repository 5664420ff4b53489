// `npm run make-keys`: makes the keys of this installation before its first start. See scripts/make-keys.ts.
import { runTypeScript } from './run-typescript.mjs'

await runTypeScript('./make-keys.ts', 'makeKeysCommand')
