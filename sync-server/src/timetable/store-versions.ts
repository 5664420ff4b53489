import { statement } from '../db/statement.ts'

export interface VersionRow {
  readonly id: string
  readonly feed: string
  readonly number: number
  readonly state: 'importing' | 'published' | 'superseded'
  readonly started_at: number
  readonly published_at: number | null
  readonly report: string | null
}

/** Number of the newest version of a feed, whatever became of it. */
export const newestNumber = statement<{ feed: string }, { number: number | null }>((k, p) =>
  k('feed_version')
    .max({ number: 'number' })
    .where({ feed: p('feed') }),
)

export const beginVersion = statement<{ id: string; feed: string; number: number; now: number }>((k, p) =>
  k('feed_version').insert({
    id: p('id'),
    feed: p('feed'),
    number: p('number'),
    state: 'importing',
    started_at: p('now'),
  }),
)

/** Changes no row when the version was swept away meanwhile. */
export const publishVersion = statement<{ id: string; now: number; report: string }>((k, p) =>
  k('feed_version')
    .where({ id: p('id'), state: 'importing' })
    .update({ state: 'published', published_at: p('now'), report: p('report') }),
)

export const supersedeVersions = statement<{ id: string; feed: string }>((k, p) =>
  k('feed_version')
    .where({ feed: p('feed'), state: 'published' })
    .whereNot({ id: p('id') })
    .update({ state: 'superseded' }),
)

/** Versions whose rows nobody needs: superseded ones, and imports that died before `deadBefore`. */
export const versionsToSweep = statement<{ deadBefore: number }, { id: string }>((k, p) =>
  k('feed_version')
    .select('id')
    .where({ state: 'superseded' })
    .orWhere((q) => q.where({ state: 'importing' }).where('started_at', '<', p('deadBefore')))
    .orderBy('id'),
)

export const deleteVersion = statement<{ id: string }>((k, p) =>
  k('feed_version')
    .where({ id: p('id') })
    .delete(),
)

export const publishedVersions = statement<object, VersionRow>((k) =>
  k('feed_version').select('*').where({ state: 'published' }).orderBy('feed'),
)
