// `npm run audit -- --database FILE`: checks every fact that must hold in a database. See scripts/audit.ts.
import { runTypeScript } from './run-typescript.mjs'

await runTypeScript('./audit.ts', 'auditCommand')
