// `npm run restore -- FILE`: puts a backup in the place of the database. See scripts/restore.ts.
import { runTypeScript } from './run-typescript.mjs'

await runTypeScript('./restore.ts', 'restoreCommand')
