import type { Bug } from './bug.ts'
import { feedBugs } from './feed-bugs.ts'
import { lifeBugs } from './life-bugs.ts'
import { moneyBugs } from './money-bugs.ts'
import { queueBugs } from './queue-bugs.ts'
import { restoreBugs } from './restore-bugs.ts'
import { seatBugs } from './seat-bugs.ts'
import { versionBugs } from './version-bugs.ts'

export const bugs: readonly Bug[] = [
  ...queueBugs,
  ...feedBugs,
  ...seatBugs,
  ...versionBugs,
  ...restoreBugs,
  ...moneyBugs,
  ...lifeBugs,
]
