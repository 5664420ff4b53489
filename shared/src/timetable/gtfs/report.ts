import type { Day } from '../../base/instants.ts'
import { type Code, codes } from './codes.ts'

export type Severity = 'error' | 'warning'

/** One place where a notice applies. Lines count from 1, the header being line 1. */
export interface Example {
  readonly line: number | null
  readonly value: string | null
  readonly detail: string | null
}

/** All complaints of one kind about one field of one file: how many there are, and the first five. */
export interface Notice {
  readonly severity: Severity
  readonly code: Code
  readonly file: string | null
  readonly field: string | null
  /** What is wrong and what to do. */
  readonly message: string
  readonly count: number
  readonly examples: readonly Example[]
}

/** What --skip-invalid left out. */
export interface LeftOut {
  readonly file: string
  readonly count: number
  /** The first twenty ids. */
  readonly ids: readonly string[]
}

export interface FeedSummary {
  readonly feed: string
  readonly name: string
  readonly zone: string
  readonly currency: string
  /** First and last day with service, after any shift; null when no day has service. */
  readonly from: Day | null
  readonly to: Day | null
  /** Whole weeks by which every date was moved, in days. */
  readonly shiftedDays: number
  /** Rows read, by file; those left out included. */
  readonly rows: Readonly<Record<string, number>>
  readonly unusableTrips: number
  readonly approximateStopTimes: number
}

export interface ImportReport {
  readonly verdict: 'accepted' | 'refused'
  readonly notices: readonly Notice[]
  readonly leftOut: readonly LeftOut[]
  readonly summary: FeedSummary | null
}

export interface Complaint {
  readonly code: Code
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly field?: string | undefined
  readonly value?: string | undefined
  readonly detail?: string | undefined
  readonly severity?: Severity | undefined
}

type Group = Omit<Notice, 'count' | 'examples'> & { count: number; examples: Example[] }

const examplesKept = 5
const idsKept = 20
const rank: Record<Severity, number> = { error: 0, warning: 1 }

/** Collects complaints in bounded memory: counts all, keeps the first five of a kind. */
export class Complaints {
  readonly #groups = new Map<string, Group>()
  readonly #leftOut = new Map<string, { file: string; count: number; ids: string[] }>()
  /** Errors that leaving out rows cannot mend, and those it can. */
  feedErrors = 0
  rowErrors = 0

  add(complaint: Complaint): void {
    const { code, file = null, field = null } = complaint
    const known = codes[code]
    const severity = complaint.severity ?? known.severity
    if (severity === 'error') {
      if (known.about === 'feed') this.feedErrors += 1
      else this.rowErrors += 1
    }
    const key = JSON.stringify([severity, code, file, field])
    let group = this.#groups.get(key)
    if (!group) {
      group = { severity, code, file, field, message: `${known.says} ${known.advice}`, count: 0, examples: [] }
      this.#groups.set(key, group)
    }
    group.count += 1
    if (group.examples.length < examplesKept) group.examples.push(example(complaint))
  }

  leaveOut(file: string, id: string): void {
    let group = this.#leftOut.get(file)
    if (!group) this.#leftOut.set(file, (group = { file, count: 0, ids: [] }))
    group.count += 1
    if (group.ids.length < idsKept) group.ids.push(id)
  }

  /** Remember the state; the answer brings it back, for a file that must be read again. */
  mark(): () => void {
    const groups = [...this.#groups].map(([key, g]): [string, Group] => [key, { ...g, examples: [...g.examples] }])
    const { feedErrors, rowErrors } = this
    return () => {
      this.#groups.clear()
      for (const [key, group] of groups) this.#groups.set(key, group)
      Object.assign(this, { feedErrors, rowErrors })
    }
  }

  get leftOut(): readonly LeftOut[] {
    return [...this.#leftOut.values()]
  }

  /** Errors first. */
  get notices(): readonly Notice[] {
    return [...this.#groups.values()].sort((a, b) => rank[a.severity] - rank[b.severity])
  }
}

function example({ line, value, detail }: Complaint): Example {
  return { line: line ?? null, value: value === undefined ? null : value.slice(0, 120), detail: detail ?? null }
}

/** The report on a feed that could not even be opened. */
export function refusedFor(complaint: Complaint): ImportReport {
  const complaints = new Complaints()
  complaints.add(complaint)
  return { verdict: 'refused', notices: complaints.notices, leftOut: [], summary: null }
}

/** Thrown by a source that cannot be read on; the importer turns it into a notice. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
  readonly complaint: Complaint
  constructor(complaint: Complaint) {
    super(`${complaint.file ?? 'feed'}: ${codes[complaint.code].says} ${complaint.detail ?? ''}`)
    this.complaint = complaint
  }
}
