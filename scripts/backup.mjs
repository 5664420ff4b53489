// `npm run backup -- FILE`: a copy of the database while the server runs. See scripts/backup.ts.
import { runTypeScript } from './run-typescript.mjs'

await runTypeScript('./backup.ts', 'backupCommand')
