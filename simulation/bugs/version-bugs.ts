import { bug, type Bug } from './bug.ts'

const cache = 'pwa/src/local/cache-db.ts'
const inPlace = [
  [cache, '`${prefix}${version}-${owner}`', '`${prefix}1-${owner}`'],
  [cache, 'this.version(1).stores({', 'this.version(cacheVersion).stores({'],
] as const

/** Tabs of two versions of the app on one phone. */
export const versionBugs: readonly Bug[] = [
  bug('upgraded-in-place', 'Two tabs upgrade the schema', ...inPlace),
  bug('old-tab-blocks', 'An open old tab blocks the new database', ...inPlace, [
    'pwa/src/local/phone-db.ts',
    'if (event.newVersion === null) this.close()',
    'if (event.newVersion === null) this.close()\n      else return false',
  ]),
  bug('purged-under-a-page', 'The purge of a new version breaks the open page of the old one', [
    'pwa/src/local/old-caches.ts',
    'isOldCache(name) && !(await isOpen(versionOfCache(name)))',
    'isOldCache(name)',
  ]),
]
